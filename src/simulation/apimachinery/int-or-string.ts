/** A number, or a percentage of something such as '25%'. */
export type IntOrString = number | string;

/** The number of a percentage text, undefined when it is none. Source: apimachinery util/intstr, getIntOrPercentValueSafely. */
export function parsePercent(text: string): number | undefined {
  return /^[+-]?\d+%$/.test(text) ? Number(text.slice(0, -1)) : undefined;
}

/**
 * A number as it is; of a percentage its share of `total`, rounded up or down. Undefined when the text is no percentage.
 * Source: apimachinery util/intstr, GetScaledValueFromIntOrPercent.
 */
export function getScaledValueFromIntOrPercent(value: IntOrString, total: number, roundUp: boolean): number | undefined {
  if (typeof value === 'number') return value;
  const percent = parsePercent(value);
  if (percent === undefined) return undefined;
  return roundUp ? Math.ceil((percent * total) / 100) : Math.floor((percent * total) / 100);
}
