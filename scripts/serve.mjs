#!/usr/bin/env node
// npm run serve [-- OPTIONS], or the package's `kubeglass serve`: a cluster behind HTTP for kubectl, and the page on the same port.
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { dist, ensureBuilt } from './fresh-build.mjs';
import { bundle } from './run-ts.mjs';
import { ensureReady } from './setup.mjs';

const argv = process.argv.slice(2);
try {
  ensureReady();
  if (!argv.includes('--headless') && !argv.includes('--help') && !argv.includes('-h')) ensureBuilt();
  const file = await bundle('src/hosts/node/main.ts');
  const { main } = await import(pathToFileURL(file).href);
  rmSync(dirname(file), { recursive: true, force: true });
  await main(argv, dist);
} catch (error) {
  console.error(`serve: ${error.message}`);
  process.exitCode = 1;
}
