import { readFileSync } from 'node:fs'
import { loadAll } from 'js-yaml'
import { test } from 'vitest'
import { errorText } from '../apimachinery/field.ts'
import { parseApiVersion } from '../apimachinery/group.ts'
import { kindByKind } from './registry.ts'
test('golden', () => {
  const cases = JSON.parse(readFileSync('/tmp/k/cases.json', 'utf8'))
  let bad = 0
  for (const c of cases) {
    const got: string[] = []
    for (const o of loadAll(c.manifest) as any[]) {
      const kind = kindByKind(parseApiVersion(o.apiVersion).group, o.kind)
      if (!kind) { got.push('no kind ' + o.kind); continue }
      o.metadata ??= {}; if (kind.namespaced) o.metadata.namespace = 'page'
      try {
        let x = kind.default(o)
        x = kind.strategy.prepareForCreate(x, { nowUs: 0, randomInt: () => 0 })
        got.push(...kind.strategy.validate(x).map(errorText))
      } catch (e) { got.push(String((e as Error).stack).slice(0, 300)) }
    }
    const want = c.errors
    if (JSON.stringify(got) !== JSON.stringify(want)) { bad++; console.log(c.page + '\n' + c.manifest + '\n WANT\n  ' + want.join('\n  ') + '\n GOT\n  ' + got.join('\n  ')) }
  }
  console.log('bad', bad, 'of', cases.length)
})
