// npm run test:sweeps: the long seed sweeps. What stands after `--` goes to vitest.
import { ensureReady } from './setup.mjs';
import { closingLine, runVitest } from './vitest-stage.mjs';

ensureReady();
const counts = runVitest('sweeps', 'tests/invariants/vitest.config.ts', process.argv.slice(2));
console.log(`\n${closingLine(counts)}`);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
