import { unixUs } from '../unix-time.ts';

/** When a cron line falls due. Minutes count from 1970-01-01T00:00Z. */
export interface CronSchedule {
  /** The first due minute after `afterUs` of virtual time, as virtual µs; undefined when there is none within five years. */
  nextUs(afterUs: number): number | undefined;
}

interface Fields {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** `*` in one of the two day fields leaves the choice to the other. */
  readonly anyDay: boolean;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DESCRIPTORS = new Map([
  ['@yearly', '0 0 1 1 *'], ['@annually', '0 0 1 1 *'], ['@monthly', '0 0 1 * *'], ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'], ['@midnight', '0 0 * * *'], ['@hourly', '0 * * * *'],
]);
const MINUTES_OF_DAY = 1440;
const MOST_DAYS = 5 * 366;

/** Reads a valid cron line; undefined for one that is none. Source: github.com/robfig/cron v3, ParseStandard and SpecSchedule.Next. */
export function parseSchedule(text: string): CronSchedule | undefined {
  const every = /^@every (?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text);
  if (every) return everySeconds(Number(every[1] ?? 0) * 3600 + Number(every[2] ?? 0) * 60 + Number(every[3] ?? 0));
  const parts = (DESCRIPTORS.get(text) ?? text).trim().split(/\s+/);
  if (parts.length !== 5) return undefined;
  const [minutes, hours, days, months, weekdays] = [
    parseField(parts[0], 0, 59, []), parseField(parts[1], 0, 23, []), parseField(parts[2], 1, 31, []),
    parseField(parts[3], 1, 12, MONTHS), parseField(parts[4], 0, 6, WEEKDAYS),
  ];
  if (!minutes || !hours || !days || !months || !weekdays) return undefined;
  const star = (part: string): boolean => part.startsWith('*') || part.startsWith('?');
  const fields: Fields = { minutes, hours, days, months, weekdays, anyDay: star(parts[2]) || star(parts[4]) };
  return { nextUs: (afterUs) => nextDue(fields, afterUs) };
}

function everySeconds(seconds: number): CronSchedule {
  const periodUs = Math.max(1, seconds) * 1_000_000;
  return { nextUs: (afterUs) => Math.floor(afterUs / 1_000_000) * 1_000_000 + periodUs };
}

function parseField(text: string, low: number, high: number, names: readonly string[]): Set<number> | undefined {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [range, stepText] = part.split('/');
    const step = stepText === undefined ? 1 : Number(stepText);
    const [first, last] = boundsOf(range, stepText !== undefined, low, high, names);
    if (!(step > 0) || !(first >= low) || !(last <= high) || first > last) return undefined;
    for (let value = first; value <= last; value += step) values.add(value);
  }
  return values;
}

function boundsOf(range: string, stepped: boolean, low: number, high: number, names: readonly string[]): [number, number] {
  if (range === '*' || range === '?') return [low, high];
  const ends = range.split('-').map((end) => (names.indexOf(end.toLowerCase()) >= 0 ? names.indexOf(end.toLowerCase()) + low : Number(end)));
  return ends.length === 1 ? [ends[0], stepped ? high : ends[0]] : [ends[0], ends[1]];
}

/** Day by day to one that fits, then to the first hour and minute of it: a line that never falls due costs five years of days. */
function nextDue(fields: Fields, afterUs: number): number | undefined {
  const first = Math.floor((unixUs(afterUs)) / 60_000_000) + 1;
  const firstDay = Math.floor(first / MINUTES_OF_DAY);
  for (let day = firstDay; day < firstDay + MOST_DAYS; day++) {
    if (!fitsDay(fields, day)) continue;
    const minute = minuteOfDay(fields, day === firstDay ? first - day * MINUTES_OF_DAY : 0);
    if (minute !== undefined) return (day * MINUTES_OF_DAY + minute) * 60_000_000 - unixUs(0);
  }
  return undefined;
}

function minuteOfDay({ hours, minutes }: Fields, from: number): number | undefined {
  for (let minute = from; minute < MINUTES_OF_DAY; minute++) {
    const hour = Math.floor(minute / 60);
    if (!hours.has(hour)) minute = hour * 60 + 59;
    else if (minutes.has(minute % 60)) return minute;
  }
  return undefined;
}

function fitsDay({ days, months, weekdays, anyDay }: Fields, day: number): boolean {
  const { month, dayOfMonth } = civil(day);
  if (!months.has(month)) return false;
  const [byDay, byWeekday] = [days.has(dayOfMonth), weekdays.has((day + 4) % 7)];
  return anyDay ? byDay && byWeekday : byDay || byWeekday;
}

/** Days since 1970 → month and day, in 400-year eras that begin on March 1st. */
function civil(days: number): { month: number; dayOfMonth: number } {
  const shifted = days + 719_468;
  const dayOfEra = shifted - Math.floor(shifted / 146_097) * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  return { month: shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9, dayOfMonth: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1 };
}
