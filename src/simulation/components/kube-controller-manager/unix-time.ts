import { parseTime } from '../../apimachinery/time.ts';

const EPOCH_US = -parseTime('1970-01-01T00:00:00Z');

/** Virtual µs as µs since 1970. */
export const unixUs = (us: number): number => EPOCH_US + us;
