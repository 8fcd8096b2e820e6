// Makes a fresh clone ready: checks Node and installs what package-lock.json lists. Uses nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const oldestNode = [20, 19];

/** Exits with a sentence when this Node is too old; installs when node_modules is missing or differs from the lock file. */
export function ensureReady() {
  checkNode();
  const reason = reasonToInstall();
  if (reason === undefined) return;
  console.log(`setup: ${reason}; running npm ci`);
  const startedAt = performance.now();
  const { status } = npm(['ci', '--no-audit', '--no-fund']);
  if (status !== 0) {
    console.error('setup: npm ci failed; its own message stands above');
    process.exit(1);
  }
  console.log(`setup: installed in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

/** Runs npm, the one that runs us where there is one, and shows what it prints. */
export function npm(args, cwd = root) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js')) return spawnSync(process.execPath, [cli, ...args], { cwd, stdio: 'inherit' });
  return spawnSync('npm', args, { cwd, stdio: 'inherit', shell: process.platform === 'win32' });
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  console.error(`setup: Kubeglass needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}`);
  process.exit(1);
}

/** npm leaves a record of what it installed inside node_modules; an interrupted install leaves none. */
function reasonToInstall() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return 'node_modules is missing';
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const installed = packagesOf(record);
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || (entry.optional && installed[path] === undefined)) continue;
    if (installed[path]?.version !== entry.version) return `${path} is not the version of package-lock.json`;
  }
  return undefined;
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) ensureReady();
