// npm run test:scheduler [-- --cases DIR] [--verbose]: recorded decisions of a real kube-scheduler against ours.
import { join } from 'node:path';
import { ensureReady, root } from './setup.mjs';
import { runTs } from './run-ts.mjs';

const words = process.argv.slice(2);
const cases = words.includes('--cases') ? [] : ['--cases', join(root, 'tests', 'conformance', 'golden', 'scheduler')];
ensureReady();
process.exitCode = await runTs(join(root, 'tests', 'conformance', 'scheduler', 'main.ts'), [...words, ...cases]);
