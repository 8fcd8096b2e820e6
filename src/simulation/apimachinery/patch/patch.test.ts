import { describe, expect, it } from 'vitest';
import { deepFreeze } from '../equality.ts';
import { applyJsonPatch } from './json-patch.ts';
import { applyMergePatch } from './merge-patch.ts';

const document = deepFreeze({ a: { b: [1, 2, { c: 3 }], 'x/y': 1 }, keep: { deep: true } });
const refused = { code: 422, reason: 'Invalid', message: 'the server rejected our request due to an error in our request' };

describe('JSON patch', () => {
  it.each([
    [[{ op: 'add', path: '/a/b/1', value: 9 }], [1, 9, 2, { c: 3 }]],
    [[{ op: 'add', path: '/a/b/-', value: 9 }], [1, 2, { c: 3 }, 9]],
    [[{ op: 'remove', path: '/a/b/0' }], [2, { c: 3 }]],
    [[{ op: 'replace', path: '/a/b/2/c', value: 4 }], [1, 2, { c: 4 }]],
    [[{ op: 'move', from: '/a/b/0', path: '/a/b/2' }], [2, { c: 3 }, 1]],
    [[{ op: 'copy', from: '/keep', path: '/a/b/0' }], [{ deep: true }, 1, 2, { c: 3 }]],
    [[{ op: 'test', path: '/a/b/2', value: { c: 3 } }], [1, 2, { c: 3 }]],
    [[{ op: 'test', path: '/nothing', value: null }], [1, 2, { c: 3 }]],
  ])('%j', (patch, list) => {
    const patched = applyJsonPatch(document, patch) as typeof document;
    expect(patched.a.b).toEqual(list);
    expect(patched.keep).toBe(document.keep);
  });

  it('reads escapes and replaces the whole', () => {
    expect(applyJsonPatch(document, [{ op: 'replace', path: '/a/x~1y', value: 2 }])).toMatchObject({ a: { 'x/y': 2 } });
    expect(applyJsonPatch(document, [{ op: 'replace', path: '', value: { z: 1 } }])).toEqual({ z: 1 });
  });

  it.each([
    [[{ op: 'test', path: '/a/b/0', value: 5 }]], [[{ op: 'remove', path: '/nothing' }]], [[{ op: 'replace', path: '/nothing', value: 1 }]],
    [[{ op: 'add', path: '/no/where', value: 1 }]], [[{ op: 'add', path: '/a/b/9', value: 1 }]], [[{ op: 'jump', path: '/a' }]], [[5]], [[{ op: 'add', path: '/z' }]],
  ])('%j is refused', (patch) => expect(applyJsonPatch(document, patch)).toMatchObject(refused));

  it('must be a list, and not endless', () => {
    expect(applyJsonPatch(document, {})).toMatchObject({ code: 400 });
    expect(applyJsonPatch(document, Array.from({ length: 10_001 }, () => ({})))).toMatchObject({ code: 413 });
  });
});

describe('merge patch', () => {
  it('merges maps, removes by null, replaces the rest', () => {
    const patched = applyMergePatch(document, { a: { b: [7], 'x/y': null, n: { m: null, k: 1 } } });
    expect(patched).toEqual({ a: { b: [7], n: { k: 1 } }, keep: { deep: true } });
    expect((patched as typeof document).keep).toBe(document.keep);
  });

  it('answers the same object when nothing changes', () => expect(applyMergePatch(document, { keep: { deep: true }, gone: null, a: { b: [1, 2, { c: 3 }] } })).toBe(document));

  it('must be an object', () =>
    expect(applyMergePatch(document, 'text')).toMatchObject({ code: 400, message: 'json: cannot unmarshal string into Go value of type map[string]interface {}' }));
});
