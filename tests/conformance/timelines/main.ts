// The cases of a folder against our simulation: `--cases DIR`, by default the golden ones; `--verbose` shows every difference, `--only NAME` one case, `--seed TEXT` other chances.
import { join } from 'node:path';
import { loadCases } from './case.ts';
import { check } from './check.ts';

const words = process.argv.slice(2);
const option = (name: string): string | undefined => {
  const at = words.indexOf(name);
  return at >= 0 ? words[at + 1] : undefined;
};
const folder = option('--cases') ?? join(process.cwd(), 'tests', 'conformance', 'golden', 'timelines');
const verbose = words.includes('--verbose');
const only = option('--only');

let [passed, failed] = [0, 0];
for (const one of loadCases(folder).filter(({ name }) => only === undefined || name === only)) {
  const found = check(one, option('--seed'));
  if (found.length === 0) passed++;
  else {
    failed++;
    console.log(`FAIL ${one.name} (${found.length})`);
    for (const line of verbose ? found : found.slice(0, 4)) console.log(`     ${line.length > 300 ? `${line.slice(0, 300)}…` : line}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
