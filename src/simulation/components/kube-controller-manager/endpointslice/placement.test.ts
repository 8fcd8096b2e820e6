import { expect, test } from 'vitest';
import type { Anything } from '../fake-apiserver.test.ts';
import { place, type PlacedSlice } from './placement.ts';

const endpoint = (uid: string, ready = true): Anything => ({ addresses: [uid], conditions: { ready, serving: ready, terminating: false }, targetRef: { uid } });
const many = (from: number, count: number): string[] => Array.from({ length: count }, (_, index) => `p${from + index}`);

function world(...slices: [string, string[], string?][]): { slices: Map<string, PlacedSlice>; placed: Map<string, string> } {
  const placed = new Map<string, string>();
  for (const [name, uids] of slices) for (const uid of uids) placed.set(uid, name);
  return { slices: new Map(slices.map(([name, uids, portKey = '80']) => [name, { name, portKey, endpoints: uids.map((uid) => endpoint(uid)) }])), placed };
}

function run({ slices, placed }: ReturnType<typeof world>, add: string[], remove: string[] = [], max = 10): Anything {
  const wanted = [...add.map((uid) => ({ uid, endpoint: endpoint(uid), portKey: '80' })), ...remove.map((uid) => ({ uid, endpoint: undefined, portKey: '' }))];
  const { changed, created } = place(slices, placed, wanted, max);
  return { changed: Object.fromEntries([...changed].map(([name, endpoints]) => [name, endpoints.length])), created: created.map(({ endpoints }) => endpoints.length) };
}

test.each([
  ['into new slices when there is none', world(), many(0, 25), [], { changed: {}, created: [10, 10, 5] }],
  ['into the one slice that is left fullest', world(['a', many(0, 4)], ['b', many(4, 6)]), many(10, 3), [], { changed: { b: 9 }, created: [] }],
  ['into a new one rather than into two', world(['a', many(0, 8)], ['b', many(8, 9)]), many(20, 3), [], { changed: {}, created: [3] }],
  ['into slices that change anyway, before others', world(['a', many(0, 4)], ['b', many(4, 6)]), many(10, 3), ['p0'], { changed: { a: 6 }, created: [] }],
  ['an emptied slice is told so', world(['a', many(0, 2)]), [], ['p0', 'p1'], { changed: { a: 0 }, created: [] }],
  ['what is there and the same changes nothing', world(['a', many(0, 2)]), ['p0'], [], { changed: {}, created: [] }],
])('%s', (_name, before, add, remove, expected) => {
  expect(run(before, add, remove)).toEqual(expected);
});

test('other ports, other slices', () => {
  const { slices, placed } = world(['a', ['p0', 'p1']]);
  const { changed, created } = place(slices, placed, [{ uid: 'p0', endpoint: endpoint('p0'), portKey: '90' }], 10);
  expect(changed.get('a')!.map((one) => one.targetRef!.uid)).toEqual(['p1']);
  expect(created.map((one) => one.portKey)).toEqual(['90']);
});
