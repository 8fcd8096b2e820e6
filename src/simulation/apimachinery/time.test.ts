import { describe, expect, it } from 'vitest';
import { EPOCH, formatMicroTime, formatTime, humanDuration, parseTime, shortHumanDuration, timeToUs } from './time.ts';

const second = 1_000_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('instants', () => {
  it.each([
    [0, EPOCH], [5 * second + 999_999, '2025-01-01T00:00:05Z'], [day, '2025-01-02T00:00:00Z'], [59 * day, '2025-03-01T00:00:00Z'],
    [-1, '2024-12-31T23:59:59Z'], [365 * day, '2026-01-01T00:00:00Z'], [1154 * day, '2028-02-29T00:00:00Z'],
  ])('%d is %s', (us, text) => expect(formatTime(us)).toBe(text));

  it('reads back what it writes', () => {
    for (let us = -700 * day; us < 4000 * day; us += 13 * day + 3_600_000_017) expect(parseTime(formatMicroTime(us))).toBe(us);
    expect(formatMicroTime(5 * second + 42)).toBe('2025-01-01T00:00:05.000042Z');
  });

  it('knows offsets and fractions', () => {
    expect(parseTime('2025-01-01T02:00:00.5+02:00')).toBe(500_000);
    expect(parseTime('2025-01-01T00:00:00.123456789Z')).toBe(123_456);
  });

  it('refuses what is no time', () => {
    for (const text of ['', 'now', '2025-13-01T00:00:00Z', '2025-02-29T00:00:00Z', '2025-01-01T24:00:00Z', '2025-01-01']) {
      expect(parseTime(text)).toBeNaN();
      expect(timeToUs(text)).toBeUndefined();
    }
    expect(timeToUs(undefined)).toBeUndefined();
    expect(timeToUs(EPOCH)).toBe(0);
  });
});

describe('durations', () => {
  it.each([
    [-3 * second, '<invalid>'], [-1.5 * second, '0s'], [0, '0s'], [119 * second, '119s'], [2 * minute, '2m'], [5 * minute + 12 * second, '5m12s'],
    [10 * minute + 12 * second, '10m'], [179 * minute, '179m'], [3 * hour, '3h'], [3 * hour + 5 * minute, '3h5m'], [8 * hour + 5 * minute, '8h'], [47 * hour, '47h'],
    [48 * hour, '2d'], [3 * day + 4 * hour, '3d4h'], [8 * day + 4 * hour, '8d'], [729 * day, '729d'], [730 * day, '2y'], [800 * day, '2y70d'], [3000 * day, '8y'],
  ])('%d µs reads %s', (us, text) => expect(humanDuration(us)).toBe(text));

  it.each([[59 * second, '59s'], [minute, '1m'], [59 * minute, '59m'], [23 * hour, '23h'], [36 * hour, '1d'], [366 * day, '1y']])('%d µs reads %s when short', (us, text) =>
    expect(shortHumanDuration(us)).toBe(text));
});
