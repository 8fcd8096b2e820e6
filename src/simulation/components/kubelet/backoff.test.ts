import { expect, test } from 'vitest';
import { Backoff } from './backoff.ts';

const S = 1_000_000;

test('delays double up to the greatest and begin anew after twice that', () => {
  const backoff = new Backoff(10 * S, 300 * S);
  let nowUs = 0;
  const delays: number[] = [];
  for (let i = 0; i < 7; i++) {
    backoff.next('a', nowUs, nowUs);
    delays.push(backoff.get('a') / S);
    nowUs += backoff.get('a') + S;
  }
  expect(delays).toEqual([10, 20, 40, 80, 160, 300, 300]);
  expect(backoff.isInBackOffSince('a', nowUs - 200 * S, nowUs)).toBe(true);
  expect(backoff.isInBackOffSince('a', nowUs + 700 * S, nowUs + 701 * S)).toBe(false);
  backoff.next('a', nowUs + 700 * S, nowUs + 700 * S);
  expect(backoff.get('a')).toBe(10 * S);
});
