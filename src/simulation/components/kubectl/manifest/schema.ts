import { defineScalarTag, mapTag, mergeTag, NOT_RESOLVED, Schema, seqTag, strTag } from 'js-yaml';

/**
 * The scalars of goyaml.v2, with which kubectl reads: `yes` and `on` are true, 0644 is octal, times stay text and
 * there are no base-60 numbers.
 */
const words = new Map<string, boolean | null | number>();
for (const word of ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']) words.set(word, true);
for (const word of ['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']) words.set(word, false);
for (const word of ['', '~', 'null', 'Null', 'NULL']) words.set(word, null);

const wholeNumber = /^[-+]?(0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*)$/;
const fraction = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const time = /^\d{4}-\d\d?-\d\d?([Tt ].*)?$/;

function asWhole(text: string): number | undefined {
  if (!wholeNumber.test(text)) return undefined;
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = text.replace(/^[-+]/, '').replaceAll('_', '');
  const octal = /^0o?([0-7]+)$/.exec(digits);
  if (octal && digits !== '0') return sign * parseInt(octal[1], 8);
  const value = Number(digits);
  return Number.isNaN(value) ? undefined : sign * value;
}

/** What a plain scalar means: the same text, or a number, boolean or null. A time answers null: it must be quoted to stay text. */
export function resolvePlain(text: string): unknown {
  if (words.has(text)) return words.get(text);
  if (time.test(text) || text === '<<' || /^[-+]?\.(inf|Inf|INF)$|^\.(nan|NaN|NAN)$/.test(text)) return null;
  const whole = asWhole(text);
  if (whole !== undefined) return whole;
  return fraction.test(text) ? Number(text) : text;
}

const nullTag = defineScalarTag<null>('tag:yaml.org,2002:null', {
  implicit: true, resolve: (source) => (words.get(source) === null ? null : NOT_RESOLVED), identify: (data) => data === null,
});
const boolTag = defineScalarTag<boolean>('tag:yaml.org,2002:bool', {
  implicit: true, identify: (data) => typeof data === 'boolean',
  resolve: (source) => (typeof words.get(source) === 'boolean' ? (words.get(source) as boolean) : NOT_RESOLVED),
});
const intTag = defineScalarTag<number>('tag:yaml.org,2002:int', {
  implicit: true, resolve: (source) => asWhole(source) ?? NOT_RESOLVED, identify: (data) => Number.isInteger(data),
});
const floatTag = defineScalarTag<number>('tag:yaml.org,2002:float', {
  implicit: true, resolve: (source) => (fraction.test(source) ? Number(source) : NOT_RESOLVED), identify: (data) => typeof data === 'number',
});

export const kubernetesSchema = new Schema([strTag, nullTag, boolTag, intTag, floatTag, mergeTag, seqTag, mapTag]);
