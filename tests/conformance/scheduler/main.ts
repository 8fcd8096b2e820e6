// The cases of a folder against our scheduler: `--cases DIR`; `--verbose` shows each difference whole.
import { differences } from './compare.ts';
import { loadCases } from './load.ts';

const words = process.argv.slice(2);
const at = words.indexOf('--cases');
const folder = at >= 0 ? words[at + 1] : undefined;
if (folder === undefined) throw new Error('usage: main.ts --cases DIR [--verbose]');
const verbose = words.includes('--verbose');

const failed = loadCases(folder).map((one) => ({ name: one.name, found: attempt(() => differences(one)) }));
const bad = failed.filter(({ found }) => found.length > 0);
for (const { name, found } of bad) {
  console.log(`FAIL ${name}`);
  for (const line of verbose ? found : found.slice(0, 3)) console.log(`     ${line.length > 400 && !verbose ? `${line.slice(0, 400)}…` : line}`);
}
console.log(`${failed.length - bad.length} passed, ${bad.length} failed`);
process.exitCode = bad.length === 0 && failed.length > 0 ? 0 : 1;

function attempt(run: () => string[]): string[] {
  try {
    return run();
  } catch (error) {
    return [`threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}
