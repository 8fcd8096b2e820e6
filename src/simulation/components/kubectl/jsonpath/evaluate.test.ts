import { describe, expect, it } from 'vitest';
import { JsonPathError, printJsonPath, valuesAt } from './evaluate.ts';

const object = {
  kind: 'List', items: [{ name: 'a', n: 1, labels: { 'x.io/y': 'v' }, on: true }, { name: 'b', n: 2, list: [1, 2, 3] }], map: { b: 'two', a: 'one' }, empty: '',
};

describe('printJsonPath', () => {
  it.each([
    ['{.kind}', 'List'], ['{.items[0].name}', 'a'], ['{.items[*].name}', 'a b'], ['{.items[-1].name}', 'b'], ['{.map}', '{"a":"one","b":"two"}'], ['{.nothing}', ''],
    ['{range .items[*]}{.name}={.n}{"\\n"}{end}', 'a=1\nb=2\n'], ['{.items[?(@.name=="b")].n}', '2'], ['{.items[?(@.n>1)].name}', 'b'], ['{.items[?(@.on)].name}', 'a'],
    ['{.items[0].labels.x\\.io/y}', 'v'], ["{.items[0].labels['x.io/y']}", 'v'], ['{..name}', 'a b'], ['{.items[1].list[0:2]}', '1 2'], ["{.items[0]['name','n']}", 'a 1'],
    ['[{.kind}] {"text"}', '[List] text'], ['{range .items[*]}{.name}: {range .list[*]}{@},{end};{end}', 'a: ;b: 1,2,3,;'],
  ])('%s prints %j', (template, printed) => {
    expect(printJsonPath(template, object)).toBe(printed);
  });

  it('complains of an action that is not closed', () => {
    expect(() => printJsonPath('{.data.n', object)).toThrow('error: error parsing jsonpath {.data.n, unclosed action');
  });

  it('complains of an index beyond the end', () => {
    expect(() => printJsonPath('{.items[5].name}', object)).toThrow(JsonPathError);
  });

  it('takes paths with and without braces', () => {
    expect([valuesAt('.kind', object), valuesAt('kind', object), valuesAt('{.kind}', object)]).toEqual([['List'], ['List'], ['List']]);
  });
});
