import { expect, test } from 'vitest';
import { naturalLogarithm } from './natural-logarithm.ts';

test('the natural logarithm of every size a topology may have', () => {
  for (let x = 2; x < 20_000; x++) {
    const difference = Math.abs(naturalLogarithm(x) - Math.log(x));
    expect(difference).toBeLessThanOrEqual(Math.log(x) * Number.EPSILON);
  }
});
