// Finds a Chromium for the tests and benches: a named one, an installed one, Debian's package, or one from a registry package.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { npm, root } from './setup.mjs';

const args = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

// The newest that runs on Node 20.19.
const packaged = '@sparticuz/chromium@147.0.0';

/**
 * Says what it does when that takes long. Rejects when there is no browser and none can be had.
 * @returns {Promise<{ executablePath: string, args: string[] }>}
 */
export async function findBrowser() {
  const executablePath = named() ?? installed() ?? debian() ?? (await fromRegistry());
  if (executablePath === undefined) throw new Error('no browser found: install Chrome, Chromium or Edge, or set CHROME_PATH to one');
  return { executablePath, args };
}

function named() {
  const path = process.env.CHROME_PATH;
  if (!path) return undefined;
  if (!runnable(path)) throw new Error(`CHROME_PATH is ${path}, and that cannot be run`);
  return path;
}

function installed() {
  return placesFor(process.platform).find(runnable);
}

function placesFor(platform) {
  if (platform === 'darwin') {
    const names = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    return names.flatMap((name) => ['/Applications', join(process.env.HOME ?? '', 'Applications')].map((at) => `${at}/${name}.app/Contents/MacOS/${name}`));
  }
  if (platform === 'win32') {
    const drives = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter(Boolean);
    const names = ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
    return drives.flatMap((drive) => names.map((name) => join(drive, name)));
  }
  const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge-stable', 'microsoft-edge'];
  return (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
}

function runnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** As root on Debian or Ubuntu. With a font for Korean, which a bare machine lacks. */
export function debian() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  console.log('browser: none is installed; installing the packages chromium and fonts-noto-cjk');
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...words) => spawnSync('apt-get', words, { env: environment, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  if (!apt('update', '-qq') || !apt('install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk')) return undefined;
  return installed();
}

/** Linux on x64: a Chromium that comes inside a registry package, kept out of package.json so that an install stays small. */
export async function fromRegistry() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = join(root, 'node_modules', '.cache', 'kubeglass', 'browser');
  const manifest = join(folder, 'package.json');
  if (!existsSync(join(folder, 'node_modules', '@sparticuz', 'chromium'))) {
    console.log(`browser: none is installed; fetching ${packaged} into node_modules/.cache`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(manifest, '{"private":true}\n');
    if (npm(['install', '--no-audit', '--no-fund', '--no-package-lock', packaged], folder).status !== 0) return undefined;
  }
  const entry = createRequire(manifest).resolve('@sparticuz/chromium');
  const { default: chromium } = await import(pathToFileURL(entry).href);
  return chromium.executablePath();
}
