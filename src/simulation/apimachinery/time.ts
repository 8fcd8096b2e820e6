/** The simulated wall clock at virtual time 0. All instants below are microseconds since then. */
export const EPOCH = '2025-01-01T00:00:00Z';

// Days from 1970-01-01 to EPOCH.
const EPOCH_DAY = 20_089;
const SECOND_US = 1_000_000;
const DAY_SECONDS = 86_400;
const MEMO_LIMIT = 4_096;

const texts = new Map<number, string>();
const instants = new Map<string, number>();

/** metav1.Time: whole seconds, as '2025-01-01T00:00:05Z'. A fraction of a second is dropped. */
export function formatTime(us: number): string {
  const second = Math.floor(us / SECOND_US);
  return `${secondText(second)}Z`;
}

/** metav1.MicroTime, as '2025-01-01T00:00:05.000001Z'. */
export function formatMicroTime(us: number): string {
  const second = Math.floor(us / SECOND_US);
  return `${secondText(second)}.${String(us - second * SECOND_US).padStart(6, '0')}Z`;
}

function secondText(second: number): string {
  const known = texts.get(second);
  if (known !== undefined) return known;
  const day = Math.floor(second / DAY_SECONDS);
  const rest = second - day * DAY_SECONDS;
  const clock = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60].map((n) => String(n).padStart(2, '0')).join(':');
  const text = `${dateText(day + EPOCH_DAY)}T${clock}`;
  if (texts.size >= MEMO_LIMIT) texts.clear();
  texts.set(second, text);
  return text;
}

// Days count from 0000-03-01, so that the leap day is the last of its year, in eras of 400 years.
function dateText(unixDay: number): string {
  const day = unixDay + 719_468;
  const era = Math.floor(day / 146_097);
  const dayOfEra = day - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
}

function unixDayOf(year: number, month: number, dayOfMonth: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Microseconds since EPOCH of an RFC 3339 text; NaN when it is none. Digits below a microsecond are dropped. */
export function parseTime(text: string): number {
  const known = instants.get(text);
  if (known !== undefined) return known;
  const us = parseRfc3339(text);
  if (instants.size >= MEMO_LIMIT) instants.clear();
  instants.set(text, us);
  return us;
}

/** As parseTime, of a field that may be absent: undefined then, and when malformed. */
export function timeToUs(text: string | undefined | null): number | undefined {
  if (text === undefined || text === null) return undefined;
  const us = parseTime(text);
  return Number.isNaN(us) ? undefined : us;
}

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;

function parseRfc3339(text: string): number {
  const match = rfc3339.exec(text);
  if (match === null) return NaN;
  const [year, month, dayOfMonth, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > daysIn(year, month) || hour > 23 || minute > 59 || second > 59) return NaN;
  const offset = (match[8] === '-' ? -60 : 60) * (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0));
  const seconds = (unixDayOf(year, month, dayOfMonth) - EPOCH_DAY) * DAY_SECONDS + hour * 3600 + minute * 60 + second - offset;
  return seconds * SECOND_US + Number((match[7] ?? '').slice(0, 6).padEnd(6, '0'));
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** As in the AGE column: '5m12s', '3d4h'. Source: apimachinery util/duration, HumanDuration. */
export function humanDuration(us: number): string {
  const seconds = Math.trunc(us / SECOND_US);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return two(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (days < 8) return two(days, 'd', hours % 24, 'h');
  if (days < 730) return `${days}d`;
  const years = Math.floor(days / 365);
  return years < 8 ? two(years, 'y', days % 365, 'd') : `${years}y`;
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}

/** One unit only. Source: apimachinery util/duration, ShortHumanDuration. */
export function shortHumanDuration(us: number): string {
  const seconds = Math.trunc(us / SECOND_US);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 60) return `${seconds}s`;
  const hours = Math.floor(seconds / 3600);
  if (hours < 1) return `${Math.floor(seconds / 60)}m`;
  if (hours < 24) return `${hours}h`;
  return hours < 24 * 365 ? `${Math.floor(hours / 24)}d` : `${Math.floor(hours / 24 / 365)}y`;
}

/** EPOCH in seconds since 1970. */
export const EPOCH_UNIX_SECONDS = EPOCH_DAY * DAY_SECONDS;
