import { expect, test } from 'vitest';
import { instantOf } from './instant.ts';
import { quantityOf } from './quantity.ts';

test('timestamps of Kubernetes in virtual µs', () => {
  expect(instantOf('2025-01-01T00:00:00Z')).toBe(0);
  expect(instantOf('2025-01-01T00:10:52.653326Z')).toBe(652_653_326);
  expect(instantOf('2025-01-01T00:00:01.5Z')).toBe(1_500_000);
  expect([instantOf('soon'), instantOf(undefined)]).toEqual([NaN, NaN]);
});

test('quantities as numbers', () => {
  expect(['4', '500m', '8Gi', '1.5k', '8092Mi', 'lots', undefined].map(quantityOf)).toEqual([4, 0.5, 8 * 2 ** 30, 1_500, 8092 * 2 ** 20, 0, 0]);
});
