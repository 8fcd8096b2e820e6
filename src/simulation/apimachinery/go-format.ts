/** Text that is printed as it stands, for values whose Go syntax only the caller knows: `intstr.IntOrString{Type:0, …}`. */
export class GoText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const plain = /^[ !#-[\]-~]*$/;
const shortEscapes = new Map([
  ['"', '\\"'], ['\\', '\\\\'], ['\u0007', '\\a'], ['\b', '\\b'], ['\f', '\\f'], ['\n', '\\n'], ['\r', '\\r'], ['\t', '\\t'], ['\v', '\\v'],
]);

/** Go's %q. */
export function quote(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  return `"${Array.from(text, escapeRune).join('')}"`;
}

function escapeRune(rune: string): string {
  const short = shortEscapes.get(rune);
  if (short !== undefined) return short;
  const code = rune.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`;
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(rune) ? rune : `\\u${code.toString(16).padStart(4, '0')}`;
}

/**
 * Go's %#v, as far as error messages need it. A map whose values are all strings counts as map[string]string,
 * a list of strings as []string; other objects print as JSON, so hand in a GoText where the Go type is known.
 */
export function goValue(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return quote(value);
  if (value instanceof GoText) return value.text;
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.every(isString) ? goStrings(value) : JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  if (!entries.every(([, v]) => isString(v))) return JSON.stringify(value);
  return `map[string]string{${entries.map(([k, v]) => `${quote(k)}:${quote(v as string)}`).join(', ')}}`;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

/** Go's %#v of a []string. */
export function goStrings(values: readonly string[]): string {
  return `[]string{${values.map(quote).join(', ')}}`;
}

/** Go's %#v of an apimachinery IntOrString; absent prints as the zero value. */
export function goIntOrString(value: number | string | undefined): GoText {
  return typeof value === 'string'
    ? new GoText(`intstr.IntOrString{Type:1, IntVal:0, StrVal:${quote(value)}}`)
    : new GoText(`intstr.IntOrString{Type:0, IntVal:${value ?? 0}, StrVal:""}`);
}

/** Go's time.Duration text, of microseconds: '1m0s', '1.5s', '250ms', '0s'. */
export function goDuration(us: number): string {
  if (us === 0) return '0s';
  if (us < 0) return `-${goDuration(-us)}`;
  if (us < 1_000) return `${us}µs`;
  if (us < 1_000_000) return `${decimal(us, 1_000)}ms`;
  const totalSeconds = Math.floor(us / 1_000_000);
  const seconds = `${decimal((totalSeconds % 60) * 1_000_000 + (us % 1_000_000), 1_000_000)}s`;
  const minutes = Math.floor(totalSeconds / 60);
  if (minutes === 0) return seconds;
  return minutes < 60 ? `${minutes}m${seconds}` : `${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}`;
}

function decimal(value: number, unit: number): string {
  const whole = Math.floor(value / unit);
  const rest = value % unit;
  if (rest === 0) return String(whole);
  return `${whole}.${String(rest).padStart(String(unit).length - 1, '0').replace(/0+$/, '')}`;
}

const durationUnitsUs = new Map([['h', 3_600_000_000], ['m', 60_000_000], ['s', 1_000_000], ['ms', 1_000], ['us', 1], ['µs', 1], ['ns', 0.001]]);

/** Microseconds of a Go duration text, or undefined when it is malformed. Source: Go time.ParseDuration. */
export function parseGoDuration(text: string): number | undefined {
  const match = /^([+-]?)(0|(?:(?:\d+\.?\d*|\.\d+)(?:h|ms|m|s|us|µs|ns))+)$/.exec(text);
  if (match === null) return undefined;
  const terms = (match[2] ?? '').matchAll(/(\d+\.?\d*|\.\d+)(h|ms|m|s|us|µs|ns)/g);
  let us = 0;
  for (const [, amount, unit] of terms) us += Math.floor(Number(amount) * (durationUnitsUs.get(unit ?? '') ?? 0) + 0.0005);
  return match[1] === '-' ? -us : us;
}
