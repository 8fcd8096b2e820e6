import { expect, test } from 'vitest';
import { isRow, isScalar, microseconds, wordsOf } from './inside-values.ts';

test.each([
  ['requestsByVerb', 'requests by verb'],
  ['lastLeaseUs', 'last lease'],
  ['startedAtUs', 'started'],
  ['atUs', 'at'],
  ['clusterIP', 'cluster IP'],
  ['podCidr', 'pod CIDR'],
  ['2xx', '2xx'],
])('%s reads as %s', (key, words) => expect(wordsOf(key)).toBe(words));

test('microseconds are an instant, or a span where the name says so, or nothing yet', () => {
  expect(microseconds('lastSyncUs', 61_500_000)).toBe('00:01:01.500');
  expect(microseconds('queueLatencyUs', 1_200)).toBe('1.2 ms');
  expect(microseconds('lastSyncUs', 0)).toBe('–');
});

test('a row of a table holds plain values and lists of them only', () => {
  expect(isRow({ name: 'a', queued: 1, active: ['x'] })).toBe(true);
  expect(isRow({ name: 'a', last: [{ key: 'x' }] })).toBe(false);
  expect(isScalar([])).toBe(true);
});
