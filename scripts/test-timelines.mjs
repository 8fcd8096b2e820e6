// npm run test:timelines [-- --cases DIR] [--only NAME] [--verbose]: recorded failures and rollouts of a real cluster against ours.
import { join } from 'node:path';
import { ensureReady, root } from './setup.mjs';
import { runTs } from './run-ts.mjs';

ensureReady();
process.exitCode = await runTs(join(root, 'tests', 'conformance', 'timelines', 'main.ts'), process.argv.slice(2));
