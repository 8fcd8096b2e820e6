import { describe, expect, it } from 'vitest';
import { addQuantities, bytesQuantity, canonicalQuantity, compareQuantities, milliQuantity, milliValue, parseQuantity, quantityError, roundUpToMilli, subQuantities, value } from './quantity.ts';

describe('quantity', () => {
  it.each([
    ['0.5', '500m'], ['1000m', '1'], ['1024Mi', '1Gi'], ['1.5Gi', '1536Mi'], ['100m', '100m'], ['1.5', '1500m'], ['0', '0'], ['0.0', '0'], ['-1Mi', '-1Mi'],
    ['2k', '2k'], ['2000', '2k'], ['1e3', '1e3'], ['10e2', '1e3'], ['1Ki', '1Ki'], ['512', '512'], ['0.5Ki', '512'], ['0.1Mi', '104857600m'],
    ['1E', '1E'], ['8Ei', '9223372036854775807'], ['0.1n', '1n'], ['1.2345', '1234500u'], ['1000000', '1M'], ['12345678', '12345678'], ['7Gi', '7Gi'], ['1000Mi', '1000Mi'],
  ])('prints %s as %s', (text, canonical) => expect(canonicalQuantity(text)).toBe(canonical));

  it.each([['1500m', 1500, 2], ['2', 2000, 2], ['1n', 1, 1], ['-1500m', -1500, -2], ['1Gi', 1073741824000, 1073741824], ['0.1', 100, 1]])(
    'rounds %s up to %d thousandths and %d units',
    (text, milli, units) => {
      expect(milliValue(text)).toBe(milli);
      expect(value(text)).toBe(units);
    },
  );

  it('says what is wrong in the words of the API server', () => {
    const format = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    for (const text of ['', 'lots', '1Xi', '1.2.3', ' 1', '1 Gi']) expect(quantityError(text)).toBe(format);
    expect(quantityError('1mm')).toBe("unable to parse quantity's suffix");
    expect(quantityError('1Gi')).toBeUndefined();
    expect(parseQuantity('lots')).toBeUndefined();
  });

  it('takes numbers, as JSON may carry them, and takes absence for zero', () => {
    expect(milliValue(2)).toBe(2000);
    expect(canonicalQuantity(0.25)).toBe('250m');
    expect(value(undefined)).toBe(0);
  });

  it('adds and subtracts exactly, in the format of the first that is not zero', () => {
    expect(addQuantities('0.1', '0.2')).toBe('300m');
    expect(addQuantities('1Gi', '1024Mi')).toBe('2Gi');
    expect(addQuantities('0', '1Ki')).toBe('1Ki');
    expect(subQuantities('1', '250m')).toBe('750m');
    expect(subQuantities('1Gi', '2Gi')).toBe('-1Gi');
  });

  it('compares amounts, not texts', () => {
    expect(compareQuantities('1000m', '1')).toBe(0);
    expect(compareQuantities('1Gi', '1G')).toBe(1);
    expect(compareQuantities('999m', '1')).toBe(-1);
  });

  it('formats what was computed', () => {
    expect(bytesQuantity(8 * 1024 * 1024 * 1024)).toBe('8Gi');
    expect(milliQuantity(3920)).toBe('3920m');
    expect(milliQuantity(4000)).toBe('4');
    expect(roundUpToMilli('0.0001')).toBe('1m');
    expect(roundUpToMilli('100m')).toBe('100m');
  });
});
