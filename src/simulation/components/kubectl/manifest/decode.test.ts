import { describe, expect, it } from 'vitest';
import { decodeManifest } from './decode.ts';
import { positionOf } from './position.ts';

const errorOf = (manifest: string): string | undefined => decodeManifest(manifest).flatMap((one) => ('error' in one ? [one.error] : []))[0];
const yamlError = (text: string): string => `error converting YAML to JSON: yaml: ${text}`;

describe('decodeManifest', () => {
  it('reads several documents and knows where each begins', () => {
    const documents = decodeManifest('# first\na: 1\n---\n\n---\nb: yes\n');
    expect(documents.map((one) => ('value' in one ? one.value : one.error))).toEqual([{ a: 1 }, { b: true }]);
    expect(documents.map(({ document }) => document.firstLine)).toEqual([1, 6]);
  });

  it('reads a stream of JSON', () => {
    expect(decodeManifest('{"a": 1}\n{"b": "}"}').map((one) => 'value' in one && one.value)).toEqual([{ a: 1 }, { b: '}' }]);
  });

  it.each([
    ['apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: broken\n data: {}\n', yamlError('line 4: did not find expected key')],
    ['x: 1\na: b: c\n', yamlError('line 2: mapping values are not allowed in this context')],
    ['a: b: c\n', yamlError('mapping values are not allowed in this context')],
    ['a:\n\tb: 1\n', yamlError('line 2: found character that cannot start any token')],
    ['a: *nope\n', yamlError("unknown anchor 'nope' referenced")],
    ['{"a": 1,}', "json: offset 9: invalid character '}' looking for beginning of object key string"],
  ])('says of %j: %s', (manifest, error) => {
    expect(errorOf(manifest)).toBe(error);
  });

  it('takes a key twice, as kubectl does: the last wins', () => {
    expect(decodeManifest('a: 1\na: 2\n')).toMatchObject([{ value: { a: 2 } }]);
  });

  it('keeps times as text and reads octal numbers', () => {
    expect(decodeManifest('t: 2025-01-01T00:00:00Z\nmode: 0644\nport: 80:81\n')).toMatchObject([{ value: { t: '2025-01-01T00:00:00Z', mode: 420, port: '80:81' } }]);
  });

  it('refuses a bomb of aliases, at once', () => {
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]', ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`)].join('\n');
    expect(errorOf(bomb)).toBe(yamlError('document contains excessive aliasing'));
  });

  it('refuses five megabytes of aliases', () => {
    const many = `a: &a x\nlist:\n${'- *a\n'.repeat(1_000_000)}`;
    expect(errorOf(many)).toBe(yamlError('document contains excessive aliasing'));
  });
});

describe('positionOf', () => {
  const text = 'kind: Pod\nspec:\n  containers:\n  - name: c\n    image: x\n  - {name: d, image: y}\nmetadata:\n  labels:\n    app.kubernetes.io/name: web\n';

  it.each([
    ['kind', 1, 1], ['spec.containers', 3, 3], ['spec.containers[0].image', 5, 5], ['spec.containers[1].image', 6, 15], ['metadata.labels[app.kubernetes.io/name]', 9, 5],
    ['spec.containers[0].nothing', 4, 5], ['spec.nothing.here', 2, 1],
  ])('finds %s at %i:%i', (field, line, column) => {
    expect(positionOf(text, field)).toEqual({ line, column });
  });
});
