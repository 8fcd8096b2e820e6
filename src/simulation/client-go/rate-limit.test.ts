import { describe, expect, it } from 'vitest';
import { Engine } from '../engine/index.ts';
import { TokenBucket } from './rate-limit.ts';

describe('a token bucket', () => {
  it('gives the burst at once, then one token per period, in order', () => {
    const bucket = new TokenBucket(new Engine({ seed: 'bucket' }), 20, 3);
    expect([1, 2, 3, 4, 5].map(() => bucket.reserveUs())).toEqual([0, 0, 0, 50_000, 100_000]);
  });

  it('fills up with time, to the burst and no further', () => {
    const engine = new Engine({ seed: 'bucket' });
    const bucket = new TokenBucket(engine, 20, 3);
    for (let i = 0; i < 5; i++) bucket.reserveUs();
    engine.runUntil(100_000);
    expect(bucket.reserveUs()).toBe(50_000);
    engine.runUntil(3_600_000_000);
    expect([1, 2, 3, 4].map(() => bucket.reserveUs())).toEqual([0, 0, 0, 50_000]);
  });

  it('takes only what is there when asked not to wait', () => {
    const engine = new Engine({ seed: 'bucket' });
    const bucket = new TokenBucket(engine, 1, 1);
    expect(bucket.tryTake()).toBe(true);
    expect(bucket.tryTake()).toBe(false);
    engine.runUntil(999_999);
    expect(bucket.tryTake()).toBe(false);
    engine.runUntil(1_000_000);
    expect(bucket.tryTake()).toBe(true);
  });

  it('never waits without a rate', () => {
    const bucket = new TokenBucket(new Engine({ seed: 'bucket' }), -1, 1);
    for (let i = 0; i < 1_000; i++) expect(bucket.reserveUs()).toBe(0);
  });
});
