import { load } from 'js-yaml';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kubernetesSchema } from '../manifest/schema.ts';
import { toYaml } from './yaml.ts';

describe('toYaml', () => {
  it('prints as kubectl does: sorted keys, lists under their key, quotes only where needed', () => {
    const object = {
      kind: 'Pod', apiVersion: 'v1', metadata: { name: 'web', labels: {}, creationTimestamp: null },
      spec: { containers: [{ name: 'c', image: 'nginx:1', args: ['-x', '80', 'yes'], ports: [{ containerPort: 80 }] }], nodeName: '' },
    };
    expect(toYaml(object)).toBe(`apiVersion: v1
kind: Pod
metadata:
  creationTimestamp: null
  labels: {}
  name: web
spec:
  containers:
  - args:
    - -x
    - "80"
    - "yes"
    image: nginx:1
    name: c
    ports:
    - containerPort: 80
  nodeName: ""
`);
  });

  it.each([
    ['a: b', "'a: b'"], ['- a', "'- a'"], ["it's", "it's"], ['# no', "'# no'"], ['true', '"true"'], ['1.5', '"1.5"'], ['0x1F', '"0x1F"'], ['2025-01-01T00:00:00Z', '"2025-01-01T00:00:00Z"'],
    ['a #b', "'a #b'"], ['tab\tin', '"tab\\tin"'], [' lead', "' lead'"], ['*', "'*'"], ['null', '"null"'], ['~', '"~"'], ['a:b', 'a:b'], ['1:30', '"1:30"'],
  ])('quotes %j as %s', (text, printed) => {
    expect(toYaml({ k: text })).toBe(`k: ${printed}\n`);
  });

  it('prints many lines as a block', () => {
    expect(toYaml({ k: 'a\nb\n' })).toBe('k: |\n  a\n  b\n');
    expect(toYaml({ k: 'a\nb' })).toBe('k: |-\n  a\n  b\n');
    expect(toYaml({ k: 'a\n\n' })).toBe('k: |+\n  a\n\n');
  });

  it('folds long text at a space behind column 80', () => {
    const text = `${'word '.repeat(30)}end`;
    const lines = toYaml({ message: text }).trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(1);
    expect(load(lines.join('\n'), { schema: kubernetesSchema })).toEqual({ message: text });
  });

  it('is read back as what it was', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ maxDepth: 4 }, fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(tie('any'), { maxLength: 4 }), fc.dictionary(fc.stringMatching(/^[a-zA-Z][\w./-]{0,12}$/), tie('any'), { maxKeys: 4 })),
    })).any;
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-zA-Z][\w./-]{0,12}$/), value, { maxKeys: 5, noNullPrototype: true }), (object) => {
        expect(load(toYaml(object), { schema: kubernetesSchema, json: true })).toEqual(JSON.parse(JSON.stringify(object)));
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
