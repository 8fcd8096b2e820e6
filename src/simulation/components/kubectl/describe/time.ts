import { parseTime } from '../../../apimachinery/time.ts';

const days = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const EPOCH_WEEKDAY = 20_089 % 7;
const DAY_US = 86_400_000_000;

/** 'Wed, 01 Jan 2025 00:00:05 +0000', as describe prints times. */
export function httpTime(time: string | undefined | null): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)/.exec(time ?? '');
  if (!match) return 'Mon, 01 Jan 0001 00:00:00 +0000';
  const day = Math.floor(parseTime(time!) / DAY_US);
  return `${days[(((EPOCH_WEEKDAY + day) % 7) + 7) % 7]}, ${match[3]} ${months[Number(match[2]) - 1]} ${match[1]} ${match[4]} +0000`;
}
