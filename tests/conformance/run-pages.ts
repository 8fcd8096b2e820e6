// npm run test:pages [-- PAGE…] [--quiet]: golden pages in process, under bash with our own kubectl. Prints diffs and counts.
import { join } from 'node:path';
import { diff, squeeze } from './golden/golden.mjs';
import { pageNames, PageRunner, pageText } from './page-runner.ts';

const CONCURRENCY = 3;

const folder = join(process.cwd(), 'tests/conformance');
const words = process.argv.slice(2);
const quiet = words.includes('--quiet');
const wanted = words.filter((word) => !word.startsWith('--'));
const pages = pageNames(folder).filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
let [passed, failed, whole] = [0, 0, 0];

async function run(name: string): Promise<string> {
  const runner = new PageRunner(folder);
  const results = await runner.page(pageText(folder, name)).catch((error: unknown) => [{ line: 1, step: 'page', want: '', got: String((error as Error).stack) }]);
  runner.close();
  const bad = results.filter(({ want, got }) => squeeze(want) !== squeeze(got));
  passed += results.length - bad.length;
  failed += bad.length;
  if (bad.length === 0) whole++;
  const head = `${bad.length === 0 ? 'ok    ' : 'not ok'} ${name} (${results.length - bad.length} passed, ${bad.length} failed)`;
  return [head, ...(quiet ? [] : bad.map(({ line, step, want, got }) => `  FAIL ${name}:${line} ${step.split('\n')[0]}\n${diff(want, got).slice(0, 30).join('\n')}`))].join('\n');
}

const waiting = [...pages];
const reports = new Map<string, string>();
await Promise.all(
  Array.from({ length: CONCURRENCY }, async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) reports.set(name, await run(name));
  }),
);
for (const name of pages) console.log(reports.get(name));
console.log(`${whole} of ${pages.length} pages; ${passed} steps passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
