import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SortedKeys } from './sorted-keys.ts';

const read = (keys: SortedKeys, from = '', to?: string) => {
  const found: string[] = [];
  keys.visit(from, to, (key) => void found.push(key));
  return found;
};

describe('SortedKeys', () => {
  it('behaves as a sorted set, across many chunks', () => {
    const aChange = fc.record({ add: fc.boolean(), key: fc.nat(3_000).map((n) => String(n)) });
    fc.assert(fc.property(fc.array(aChange, { minLength: 1_500, maxLength: 4_000 }), (changes) => {
      const keys = new SortedKeys();
      const model = new Set<string>();
      for (const { add, key } of changes) {
        if (add) keys.add(key);
        else keys.delete(key);
        if (add) model.add(key);
        else model.delete(key);
      }
      const sorted = [...model].sort();
      expect(keys.size).toBe(sorted.length);
      expect(read(keys)).toEqual(sorted);
      expect(read(keys, '1', '2')).toEqual(sorted.filter((key) => key >= '1' && key < '2'));
    }), { numRuns: 10 });
  });

  it('stops when the visitor has enough', () => {
    const keys = new SortedKeys();
    for (const key of ['b', 'a', 'c']) keys.add(key);
    const found: string[] = [];
    keys.visit('', undefined, (key) => found.push(key) < 2);
    expect(found).toEqual(['a', 'b']);
  });
});
