// npm run test:pages [-- PAGE…] [--quiet]: golden pages in process, under bash with our own kubectl. Prints diffs and counts.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { diff, squeeze } from './golden/golden.mjs'
import { PageRunner } from './page-runner.ts'

const folder = join(process.cwd(), 'tests/conformance')
const words = process.argv.slice(2)
const quiet = words.includes('--quiet')
const wanted = words.filter((word) => !word.startsWith('--'))
const pages = readdirSync(join(folder, 'golden/pages'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.txt') && (wanted.length === 0 || wanted.some((word) => name.includes(word))))
  .sort()

const runner = new PageRunner(join(folder, 'shim.mjs'))
let [passed, failed, whole] = [0, 0, 0]
for (const name of pages) {
  const results = await runner.page(readFileSync(join(folder, 'golden/pages', name), 'utf8')).catch((error: unknown) => [{ line: 1, step: 'page', want: '', got: String((error as Error).stack) }])
  const bad = results.filter(({ want, got }) => squeeze(want) !== squeeze(got))
  passed += results.length - bad.length
  failed += bad.length
  if (bad.length === 0) whole++
  console.log(`${bad.length === 0 ? 'ok    ' : 'not ok'} ${name} (${results.length - bad.length} passed, ${bad.length} failed)`)
  if (quiet) continue
  for (const { line, step, want, got } of bad) console.log(`  FAIL ${name}:${line} ${step.split('\n')[0]}\n${(diff(want, got) as string[]).slice(0, 30).join('\n')}`)
}
runner.close()
console.log(`${whole} of ${pages.length} pages; ${passed} steps passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
