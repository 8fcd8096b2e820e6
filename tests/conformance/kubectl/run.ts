import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diff, squeeze } from '../golden/golden.mjs';
import { KubectlRunner } from './runner.ts';

const [folder, ...words] = process.argv.slice(2);
const quiet = words.includes('--quiet');
const wanted = words.filter((word) => !word.startsWith('--'));
const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.txt') && (wanted.length === 0 || wanted.some((word) => name.includes(word))))
  .sort();

const runner = await KubectlRunner.create();
let [passed, failed, steps, badSteps] = [0, 0, 0, 0];
for (const name of pages) {
  const results = await runner.page(readFileSync(join(folder, name), 'utf8')).catch((error: unknown) => [{ line: 1, step: 'page', want: '', got: String((error as Error).stack) }]);
  const bad = results.filter(({ want, got }) => squeeze(want) !== squeeze(got));
  steps += results.length;
  badSteps += bad.length;
  if (bad.length === 0) passed++;
  else failed++;
  console.log(`${bad.length === 0 ? 'ok    ' : 'not ok'} ${name} (${results.length - bad.length} of ${results.length} steps)`);
  if (quiet) continue;
  for (const { line, step, want, got } of bad) console.log(`  FAIL ${name}:${line} ${step.split('\n')[0]}\n${(diff(want, got) as string[]).slice(0, 30).join('\n')}`);
}
await runner.close();
console.log(`${steps - badSteps} of ${steps} steps\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
