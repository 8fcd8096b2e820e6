import { describe, expect, it } from 'vitest';
import { removeCondition, setCondition } from './conditions.ts';
import type { AnyCondition } from './conditions.ts';
import { canonicalJson, deepEqual, deepFreeze } from './equality.ts';
import { fnv1a32, safeEncodeString } from './hash.ts';
import { getScaledValueFromIntOrPercent } from './int-or-string.ts';
import { generateName, generateUid } from './names.ts';

describe('equality', () => {
  it('takes absent, undefined and empty lists for the same', () => {
    expect(deepEqual({ a: 1, b: undefined, c: [] }, { a: 1 })).toBe(true);
    expect(deepEqual({ a: 1 }, { a: 1, b: [] })).toBe(true);
    expect(deepEqual({ emptyDir: {} }, {})).toBe(false);
    expect(deepEqual([1, { a: 'b' }], [1, { a: 'b' }])).toBe(true);
    expect(deepEqual([1], [1, 2])).toBe(false);
    expect(deepEqual({ a: '1' }, { a: 1 })).toBe(false);
    expect(deepEqual({}, [])).toBe(false);
  });

  it('freezes all the way down', () => {
    const object = deepFreeze({ a: [{ b: 1 }] });
    expect(Object.isFrozen(object.a[0])).toBe(true);
  });

  it('prints equal values equally', () => expect(canonicalJson({ b: [1, undefined], a: { d: 'x', c: undefined } })).toBe('{"a":{"d":"x"},"b":[1,null]}'));
});

describe('hashes and names', () => {
  it.each([['', 0x811c9dc5], ['a', 0xe40c292c], ['foobar', 0xbf9cf968]])('FNV-1a of %j', (text, hash) => expect(fnv1a32(text)).toBe(hash));

  it('hashes the bytes of UTF-8', () => expect(fnv1a32('é')).toBe([0xc3, 0xa9].reduce((h, byte) => Math.imul(h ^ byte, 0x01000193), 0x811c9dc5) >>> 0));

  // '0' is byte 48, which is 21 past a whole turn of 27 letters.
  it('encodes digits by the safe alphabet', () => expect(safeEncodeString('0123456789')).toBe('456789bcdf'));

  it('generates names of at most 63 characters', () => {
    expect(generateName('web-', () => 0)).toBe('web-bbbbb');
    expect(generateName('x'.repeat(70), () => 26)).toBe(`${'x'.repeat(58)}99999`);
    expect(generateUid((bound) => bound - 1)).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
  });
});

describe('int or percent', () => {
  it.each([[3, 10, true, 3], ['25%', 3, true, 1], ['25%', 3, false, 0], ['100%', 7, true, 7], ['34%', 3, true, 2]])('%s of %d', (value, total, roundUp, share) =>
    expect(getScaledValueFromIntOrPercent(value, total, roundUp)).toBe(share));
  it('refuses other text', () => expect(getScaledValueFromIntOrPercent('x%', 3, true)).toBeUndefined());
});

describe('conditions', () => {
  const ready: AnyCondition = { type: 'Ready', status: 'True', reason: 'a', lastTransitionTime: 't1' };
  it('keep their time while their status stays', () => {
    const list = [ready];
    expect(setCondition(list, { ...ready, reason: 'b', lastTransitionTime: 't2' })).toEqual([{ ...ready, reason: 'b' }]);
    expect(setCondition(list, { ...ready, status: 'False', lastTransitionTime: 't2' })).toEqual([{ ...ready, status: 'False', lastTransitionTime: 't2' }]);
    expect(setCondition(list, { ...ready, lastTransitionTime: 't2' })).toBe(list);
    expect(setCondition(list, { type: 'X', status: 'True' })).toHaveLength(2);
    expect(setCondition(undefined, ready)).toEqual([ready]);
    expect(removeCondition(list, 'X')).toBe(list);
    expect(removeCondition(list, 'Ready')).toEqual([]);
  });
});
