import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignSlots, gridFor, occupy, settle, vacant, type Slots } from './slots.ts';

test('a pod never changes its place while it lives, and no two share one', () => {
  const rounds = fc.array(fc.uniqueArray(fc.constantFrom(...'abcdefghij'), { maxLength: 10 }), { maxLength: 20 });
  fc.assert(
    fc.property(rounds, (lists) => {
      let slots: Slots = new Map();
      for (const keys of lists) {
        const next = assignSlots(slots, keys);
        expect([...next.keys()].sort()).toEqual([...keys].sort());
        expect(new Set(next.values()).size).toBe(keys.length);
        for (const key of keys) if (slots.has(key)) expect(next.get(key)).toBe(slots.get(key));
        slots = next;
      }
    }),
  );
});

test('a free place is taken first', () => {
  const slots = assignSlots(assignSlots(new Map(), ['a', 'b', 'c']), ['a', 'c']);
  expect(assignSlots(slots, ['a', 'c', 'd']).get('d')).toBe(1);
});

test('nothing new, same map', () => {
  const slots = assignSlots(new Map(), ['a']);
  expect(assignSlots(slots, ['a'])).toBe(slots);
});

test('cards as long as they fit, then tiles, then dots', () => {
  const field = { width: 310, height: 140 };
  expect([3, 6, 7, 20, 21, 90].map((places) => gridFor(places, field).size)).toEqual(['card', 'card', 'tile', 'tile', 'dot', 'dot']);
});

test('who leaves keeps the place until the farewell is over', () => {
  const full = occupy(vacant, ['a', 'b']);
  const leaving = occupy(full, ['b', 'c']);
  expect([...leaving.slots]).toEqual([['a', 0], ['b', 1], ['c', 2]]);
  expect([...leaving.leaving.keys()]).toEqual(['a']);
  const settled = settle(leaving, leaving.round);
  expect(settled.slots.has('a')).toBe(false);
  expect(occupy(settled, ['b', 'c', 'd']).slots.get('d')).toBe(0);
});

test('who comes back (a fold backward) is not leaving any more', () => {
  const back = occupy(occupy(occupy(vacant, ['a']), []), ['a']);
  expect(back.leaving.size).toBe(0);
  expect(settle(back, back.round).slots.get('a')).toBe(0);
});
