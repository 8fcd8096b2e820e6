// node scripts/run-ts.mjs FILE.ts [ARGUMENT…]: bundles a TypeScript entry and its imports, then runs it in Node.
// Node 20 reads no TypeScript; a bundle also starts faster and is what a bench should measure.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureReady, root } from './setup.mjs';

/**
 * @param {string} entry
 * @returns {Promise<string>} the bundle's path, in a folder of its own that the caller removes
 */
export async function bundle(entry) {
  const { build } = await import('vite');
  const name = `${basename(entry, '.ts')}.mjs`;
  const outDir = join(root, 'node_modules', '.cache', 'kubeglass', 'run', String(process.pid));
  await build({
    root, configFile: false, logLevel: 'error', publicDir: false,
    // Node 20 runs what is written here as it stands; packages other than Node's own are bundled too.
    ssr: { noExternal: true },
    build: { ssr: resolve(entry), outDir, emptyOutDir: true, target: 'node20', minify: false, rollupOptions: { output: { entryFileNames: name, format: 'es' } } },
  });
  return join(outDir, name);
}

/** Bundles and runs; answers the exit code. `nodeArgs` stand before the file, such as `--expose-gc`. */
export async function runTs(entry, args, nodeArgs = []) {
  const file = await bundle(entry);
  try {
    return spawnSync(process.execPath, [...nodeArgs, file, ...args], { stdio: 'inherit' }).status ?? 1;
  } finally {
    rmSync(dirname(file), { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const words = process.argv.slice(2);
  const at = words.findIndex((word) => !word.startsWith('--'));
  if (at < 0 || !existsSync(words[at])) {
    console.error('usage: node scripts/run-ts.mjs [NODE OPTIONS] FILE.ts [ARGUMENT…]');
    process.exitCode = 1;
  } else {
    ensureReady();
    process.exitCode = await runTs(words[at], words.slice(at + 1), words.slice(0, at));
  }
}
