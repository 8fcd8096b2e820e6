import { quote } from '../../apimachinery/go-format.ts';
import { canonicalQuantity, compareQuantities, parseQuantity, roundUpToMilli } from '../../apimachinery/quantity.ts';
import { withField } from '../fill.ts';

export { compareQuantities };
export const canonical = canonicalQuantity;

const milli = 1_000_000n;

/**
 * A list of resources in canonical texts, rounded up to thousandths; the same list when it is that already.
 * Source: kubernetes v1.32 pkg/apis/core/v1/defaults.go, SetDefaults_ResourceList; apimachinery resource.Quantity, MarshalJSON.
 */
export function canonicalResources<T extends Record<string, string>>(list: T): T {
  let result = list;
  for (const name of Object.keys(list) as (keyof T)[]) result = withField(result, name, roundUpToMilli(result[name] as string) as T[keyof T]);
  return result;
}

export function isNegativeQuantity(text: string): boolean {
  return (parseQuantity(text)?.nano ?? 0n) < 0n;
}

/** Whether it is above zero. */
export function isPositiveQuantity(text: string): boolean {
  return (parseQuantity(text)?.nano ?? 0n) > 0n;
}

/** Whether it is a whole number, as far as thousandths tell. */
export function isWholeQuantity(text: string): boolean {
  const nano = parseQuantity(text)?.nano ?? 0n;
  return (nano / milli) % 1000n === 0n;
}

/** Go's %#v of a Quantity that has been printed before, as messages about quantities show it. */
export function goQuantity(text: string): string {
  const quantity = parseQuantity(text);
  const canonicalText = canonicalQuantity(text);
  const { value, scale } = amountOf(canonicalText, quantity?.nano ?? 0n);
  return `resource.Quantity{i:resource.int64Amount{value:${value}, scale:${scale}}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, `
    + `s:${quote(canonicalText)}, Format:${quote(quantity?.format ?? 'DecimalSI')}}`;
}

const decimalScales: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };

function amountOf(text: string, nano: bigint): { value: bigint; scale: number } {
  const match = /^(-?\d+)([numkMGTPE]?)$/.exec(text);
  if (match === null) return { value: nano / 1_000_000_000n, scale: 0 };
  return { value: BigInt(match[1] ?? 0), scale: decimalScales[match[2] ?? ''] ?? 0 };
}
