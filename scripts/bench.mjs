// npm run bench [-- --json]: measures, and prints a table. The measuring is in tests/bench.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureReady, root } from './setup.mjs';
import { runTs } from './run-ts.mjs';

const entry = join(root, 'tests', 'bench', 'main.ts');
ensureReady();
if (existsSync(entry)) {
  process.exitCode = await runTs(entry, process.argv.slice(2), ['--expose-gc']);
} else {
  console.error('bench: there is no tests/bench/main.ts yet');
  process.exitCode = 1;
}
