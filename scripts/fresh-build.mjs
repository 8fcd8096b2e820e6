// Builds dist/ when it is missing or older than the sources, judged by their contents.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

export const dist = join(root, 'dist');
const stamp = join(root, 'node_modules', '.cache', 'kubeglass', 'build-stamp');
const inputs = ['index.html', 'package-lock.json', 'vite.config.ts', 'tsconfig.base.json', 'public', 'src'];

/** Throws when the build fails; its output is shown. */
export function ensureBuilt() {
  const now = fingerprint();
  if (existsSync(join(dist, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  console.log('build: dist/ is missing or older than the sources; building');
  // A test runner's NODE_ENV would put the development build of React into the page.
  const env = { ...process.env, NODE_ENV: 'production' };
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit', env });
  if (status !== 0) throw new Error('the build failed; its own message stands above');
  mkdirSync(join(stamp, '..'), { recursive: true });
  writeFileSync(stamp, now);
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap(filesUnder)) hash.update(file).update('\0').update(readFileSync(join(root, file))).update('\0');
  return hash.digest('hex');
}

function filesUnder(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(test|bench)\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
    .sort();
}
