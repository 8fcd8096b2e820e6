import { expect, test } from 'vitest';
import { Engine } from '../../../engine/index.ts';
import { ratePer1000s, weighDisruption, type ZoneState, zoneStateOf } from './zone-state.ts';
import { ZoneQueue } from './zone-queue.ts';

test.each([
  [5, 0, 'Normal'],
  [3, 2, 'Normal'],
  [1, 2, 'Normal'],
  [2, 3, 'PartialDisruption'],
  [5, 5, 'Normal'],
  [45, 55, 'PartialDisruption'],
  [46, 54, 'Normal'],
  [0, 1, 'FullDisruption'],
  [0, 0, 'Normal'],
])('%i ready, %i not: %s', (ready, notReady, state) => {
  expect(zoneStateOf({ ready, notReady }, 55)).toBe(state);
});

const rates = { evictionRatePer1000s: 100, secondaryEvictionRatePer1000s: 10, largeClusterThreshold: 50 };

test.each([
  ['Normal', 5, 100],
  ['PartialDisruption', 50, 0],
  ['PartialDisruption', 51, 10],
  ['FullDisruption', 5, 100],
] as const)('a zone of state %s with %i nodes: %i nodes per 1000 s', (state, nodes, rate) => {
  expect(ratePer1000s(state, nodes, rates)).toBe(rate);
});

const zones = (...states: ZoneState[]): Map<string, ZoneState> => new Map(states.map((state, index) => [`z${index}`, state]));

test('evictions stop when all zones are down and resume when one is seen', () => {
  expect(weighDisruption(zones('Normal', 'FullDisruption'), zones('FullDisruption', 'FullDisruption'))).toEqual({ kind: 'stop-all' });
  expect(weighDisruption(zones('FullDisruption', 'FullDisruption'), zones('Normal', 'FullDisruption'))).toEqual({ kind: 'resume-all' });
  expect(weighDisruption(zones('FullDisruption'), zones('FullDisruption'))).toEqual({ kind: 'unchanged' });
  expect(weighDisruption(zones('Normal', 'Normal'), zones('Normal', 'PartialDisruption'))).toEqual({ kind: 'per-zone', changed: ['z1'] });
});

test('a zone hands out one node per 10 s, each once', () => {
  const engine = new Engine({ seed: 'zone' });
  const queue = new ZoneQueue(engine, 100);
  for (const node of ['a', 'b', 'a']) queue.add(node);
  expect(queue.next()).toBe('a');
  queue.shift('a');
  expect(queue.next()).toBeUndefined();
  engine.runUntil(10_000_000);
  expect(queue.next()).toBe('b');
  expect(queue.add('a')).toBe(false);
  queue.remove('a');
  expect(queue.add('a')).toBe(true);
  queue.swapRate(0);
  engine.runUntil(100_000_000);
  expect(queue.next()).toBeUndefined();
});
