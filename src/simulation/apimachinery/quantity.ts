/** A resource amount as the API writes it: '500m', '8Gi'. JSON may also carry a number. */
export type Quantity = string;

export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

export interface ParsedQuantity {
  /** The exact amount, in billionths. */
  readonly nano: bigint;
  /** Rounded up to whole units. Exact up to 2^53. */
  readonly value: number;
  /** Rounded up to thousandths. Exact up to 2^53, which is nine terabytes. */
  readonly milli: number;
  readonly format: QuantityFormat;
  /** The text Go prints, the only one the API server stores. */
  readonly canonical: string;
}

export const FORMAT_WRONG = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
export const SUFFIX_WRONG = "unable to parse quantity's suffix";
export const NUMERIC_WRONG = 'unable to parse numeric part of quantity';

const NANO = 1_000_000_000n;
const MAX_INT64 = (1n << 63n) - 1n;
const MEMO_LIMIT = 8_192;

const decimalSuffixes: readonly string[] = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const binarySuffixes: readonly string[] = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

const memo = new Map<string, ParsedQuantity | string>();

/** The amount, or undefined when the text is malformed. Source: apimachinery api/resource, ParseQuantity. */
export function parseQuantity(quantity: Quantity | number): ParsedQuantity | undefined {
  const parsed = lookUp(quantity);
  return typeof parsed === 'string' ? undefined : parsed;
}

/** The words of what is wrong with the text, or undefined. */
export function quantityError(quantity: Quantity | number): string | undefined {
  const parsed = lookUp(quantity);
  return typeof parsed === 'string' ? parsed : undefined;
}

function lookUp(quantity: Quantity | number): ParsedQuantity | string {
  const text = typeof quantity === 'string' ? quantity : String(quantity);
  const known = memo.get(text);
  if (known !== undefined) return known;
  const parsed = parse(text);
  if (memo.size >= MEMO_LIMIT) memo.clear();
  memo.set(text, parsed);
  return parsed;
}

// Absent means zero, and so does what validation would never have let in.
function amountOf(quantity: Quantity | number | undefined): ParsedQuantity {
  if (quantity === undefined) return ZERO;
  return parseQuantity(quantity) ?? ZERO;
}

/** Whole units, rounded up: bytes, pods. Absent is 0. */
export function value(quantity: Quantity | number | undefined): number {
  return amountOf(quantity).value;
}

/** Thousandths, rounded up: millicores. Absent is 0. */
export function milliValue(quantity: Quantity | number | undefined): number {
  return amountOf(quantity).milli;
}

export function compareQuantities(a: Quantity | number | undefined, b: Quantity | number | undefined): number {
  const left = amountOf(a).nano;
  const right = amountOf(b).nano;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** a + b in the format of a, or of b when a is zero. Source: apimachinery api/resource, Quantity.Add. */
export function addQuantities(a: Quantity | number | undefined, b: Quantity | number | undefined): Quantity {
  const left = amountOf(a);
  const right = amountOf(b);
  return formatNano(left.nano + right.nano, left.nano === 0n ? right.format : left.format);
}

/** a − b in the format of a, or of b when a is zero. Source: apimachinery api/resource, Quantity.Sub. */
export function subQuantities(a: Quantity | number | undefined, b: Quantity | number | undefined): Quantity {
  const left = amountOf(a);
  const right = amountOf(b);
  return formatNano(left.nano - right.nano, left.nano === 0n ? right.format : left.format);
}

/** The canonical text: '0.5' → '500m', '1024Mi' → '1Gi'. What is malformed comes back as it is. */
export function canonicalQuantity(quantity: Quantity | number): Quantity {
  return parseQuantity(quantity)?.canonical ?? String(quantity);
}

/** The text Go prints of an amount. */
export function formatQuantity(quantity: { readonly nano: bigint; readonly format: QuantityFormat }): Quantity {
  return formatNano(quantity.nano, quantity.format);
}

/** A whole number of bytes, as Go formats a BinarySI quantity. */
export function bytesQuantity(bytes: number): Quantity {
  return formatNano(BigInt(bytes) * NANO, 'BinarySI');
}

/** Thousandths, as Go formats a DecimalSI quantity: 1500 → '1500m', 2000 → '2'. */
export function milliQuantity(milli: number): Quantity {
  return formatNano(BigInt(milli) * 1_000_000n, 'DecimalSI');
}

/** Rounded up to thousandths, as resource lists are by defaulting. Source: pkg/apis/core/v1, SetDefaults_ResourceList. */
export function roundUpToMilli(quantity: Quantity | number): Quantity {
  const parsed = parseQuantity(quantity);
  if (parsed === undefined) return String(quantity);
  const milli = divideUp(parsed.nano, 1_000_000n);
  return milli * 1_000_000n === parsed.nano ? parsed.canonical : formatNano(milli * 1_000_000n, parsed.format);
}

function parse(text: string): ParsedQuantity | string {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/.exec(text);
  if (match === null || text === '') return FORMAT_WRONG;
  const scale = interpretSuffix(match[4] ?? '');
  if (scale === undefined) return SUFFIX_WRONG;
  const whole = (match[2] ?? '').replace(/^0+/, '') || '0';
  const fraction = match[3] ?? '';
  const magnitude = toNano(BigInt(whole + fraction), fraction.length, scale);
  const nano = match[1] === '-' ? -magnitude : magnitude;
  const format = scale.format === 'BinarySI' && magnitude > 0n && magnitude < NANO ? 'DecimalSI' : scale.format;
  const canonical = keepsText(whole, fraction, scale) ? text : formatNano(nano, format);
  return { nano, value: Number(divideUp(nano, NANO)), milli: Number(divideUp(nano, 1_000_000n)), format, canonical };
}

interface Scale {
  readonly base: 2 | 10;
  readonly exponent: number;
  readonly format: QuantityFormat;
}

function interpretSuffix(suffix: string): Scale | undefined {
  const decimal = decimalSuffixes.indexOf(suffix);
  if (decimal >= 0) return { base: 10, exponent: decimal * 3 - 9, format: 'DecimalSI' };
  const binary = binarySuffixes.indexOf(suffix);
  if (binary >= 0) return { base: 2, exponent: binary * 10, format: 'BinarySI' };
  if (!/^[eE][-+]?\d+$/.test(suffix)) return undefined;
  const exponent = Number(suffix.slice(1));
  // Far beyond what any amount needs; it keeps a hostile exponent from costing memory.
  return exponent > 1000 || exponent < -1000 ? undefined : { base: 10, exponent, format: 'DecimalExponent' };
}

// Anything finer than a billionth rounds up, so that whoever asks for something gets something.
function toNano(unscaled: bigint, fractionDigits: number, scale: Scale): bigint {
  if (scale.base === 2) {
    const nano = divideUp((unscaled << BigInt(scale.exponent)) * NANO, powerOfTen(fractionDigits));
    return nano > MAX_INT64 * NANO ? MAX_INT64 * NANO : nano;
  }
  const power = scale.exponent + 9 - fractionDigits;
  return power >= 0 ? unscaled * powerOfTen(power) : divideUp(unscaled, powerOfTen(-power));
}

function powerOfTen(exponent: number): bigint {
  return BigInt(`1${'0'.repeat(exponent)}`);
}

// Go keeps the text as written where it takes it to be canonical already; the rule is a little wider than the truth.
function keepsText(whole: string, fraction: string, scale: Scale): boolean {
  const digits = whole + fraction;
  if (scale.base === 2) {
    const roughPrecision = 15 - digits.length - Math.trunc((scale.exponent * 3) / 10) - 1;
    return fraction === '' && roughPrecision >= 0 && (BigInt(digits) & 7n) !== 0n;
  }
  const power = scale.exponent - fraction.length;
  return digits.length <= 18 && power >= -9 && power % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
}

// Away from zero, as Go's inf.RoundUp.
function divideUp(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  if (quotient * denominator === numerator) return quotient;
  return numerator > 0n ? quotient + 1n : quotient - 1n;
}

/** Source: apimachinery api/resource, Quantity.CanonicalizeBytes. */
function formatNano(nano: bigint, format: QuantityFormat): Quantity {
  if (nano === 0n) return '0';
  const isWhole = nano % NANO === 0n;
  const isSmall = nano > -1024n * NANO && nano < 1024n * NANO;
  if (format === 'BinarySI' && isWhole && !isSmall) return formatBinary(nano / NANO);
  return formatDecimal(nano, format === 'DecimalExponent' ? format : 'DecimalSI');
}

function formatBinary(units: bigint): Quantity {
  let mantissa = units;
  let step = 0;
  while (step < binarySuffixes.length - 1 && mantissa % 1024n === 0n) {
    mantissa /= 1024n;
    step++;
  }
  return `${mantissa}${binarySuffixes[step] ?? ''}`;
}

function formatDecimal(nano: bigint, format: QuantityFormat): Quantity {
  let mantissa = nano;
  let exponent = -9;
  while (mantissa % 1000n === 0n) {
    mantissa /= 1000n;
    exponent += 3;
  }
  const suffix = format === 'DecimalSI' ? decimalSuffixes[exponent / 3 + 3] : undefined;
  if (suffix !== undefined) return `${mantissa}${suffix}`;
  return exponent === 0 ? String(mantissa) : `${mantissa}e${exponent}`;
}

const ZERO: ParsedQuantity = { nano: 0n, value: 0, milli: 0, format: 'DecimalSI', canonical: '0' };
