import { describe, expect, it } from 'vitest';
import { formatIPv4, NumberPool, parseIPv4 } from './number-pool.ts';

describe('NumberPool', () => {
  it('draws from the upper band first, then from the lower, each number once', () => {
    const pool = new NumberPool(1, 6, 3, () => 2);
    const drawn = Array.from({ length: 7 }, () => pool.takeAny());
    expect(drawn).toEqual([5, 6, 3, 4, 1, 2, undefined]);
    pool.release(4);
    expect(pool.takeAny()).toBe(4);
    expect(pool.take(4)).toBe(false);
  });
});

describe('IPv4', () => {
  it('is read and written', () => {
    expect(formatIPv4(parseIPv4('10.96.0.1')!)).toBe('10.96.0.1');
    expect(parseIPv4('255.255.255.255')).toBe(4_294_967_295);
    expect(parseIPv4('10.96.0.256')).toBeUndefined();
    expect(parseIPv4('None')).toBeUndefined();
  });
});
