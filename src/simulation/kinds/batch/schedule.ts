interface Field {
  readonly low: number;
  readonly high: number;
  readonly names: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const fields: readonly Field[] = [
  { low: 0, high: 59, names: [] }, { low: 0, high: 23, names: [] }, { low: 1, high: 31, names: [] },
  { low: 1, high: 12, names: months }, { low: 0, high: 6, names: days },
];

const descriptors = new Set(['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']);

/** What a cron schedule's parser says of it, or undefined when it can be read. Source: github.com/robfig/cron v3, ParseStandard. */
export function scheduleProblem(schedule: string): string | undefined {
  if (schedule.startsWith('@')) {
    if (descriptors.has(schedule) || /^@every \d/.test(schedule)) return undefined;
    return `unrecognized descriptor: ${schedule}`;
  }
  const parts = schedule.split(/\s+/).filter((part) => part !== '');
  if (parts.length !== 5) return `expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`;
  for (const [i, part] of parts.entries()) {
    const problem = part.split(',').map((range) => rangeProblem(range, fields[i] as Field)).find((text) => text !== undefined);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function rangeProblem(text: string, field: Field): string | undefined {
  const [range = '', step, ...tooMany] = text.split('/');
  if (tooMany.length > 0) return `too many slashes: ${text}`;
  const ends = range.split('-');
  if (ends.length > 2) return `too many hyphens: ${text}`;
  if (range !== '*' && range !== '?') {
    const [low, high] = [numberOf(ends[0] ?? '', field), numberOf(ends[1] ?? ends[0] ?? '', field)];
    if (low === undefined) return `failed to parse int from ${ends[0]}: strconv.Atoi: parsing "${ends[0]}": invalid syntax`;
    if (high === undefined) return `failed to parse int from ${ends[1]}: strconv.Atoi: parsing "${ends[1]}": invalid syntax`;
    if (low < field.low) return `beginning of range (${low}) below minimum (${field.low}): ${text}`;
    if (high > field.high) return `end of range (${high}) above maximum (${field.high}): ${text}`;
    if (low > high) return `beginning of range (${low}) beyond end of range (${high}): ${text}`;
  }
  if (step === undefined) return undefined;
  if (!/^\d+$/.test(step)) return `failed to parse int from ${step}: strconv.Atoi: parsing "${step}": invalid syntax`;
  return Number(step) === 0 ? `step of range should be a positive number: ${text}` : undefined;
}

function numberOf(text: string, field: Field): number | undefined {
  const named = field.names.indexOf(text.toLowerCase());
  if (named >= 0) return named + field.low;
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
