import { formatSpan, formatVirtual, useLanguage, useTexts } from '../../i18n/index.ts';
import { koreanFields } from './korean-fields.ts';

export type Row = Readonly<Record<string, unknown>>;

export const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null || (Array.isArray(value) && value.length === 0);
export const isRecord = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
const isPlainList = (value: unknown): boolean => Array.isArray(value) && value.every(isScalar);
/** Something that fits in one line of a table. */
export const isRow = (value: unknown): value is Row => isRecord(value) && Object.values(value).every((item) => isScalar(item) || isPlainList(item));

/** `requestsByVerb` as words: `requests by verb`. Names such as 2xx or etcd stay; the unit `Us` goes, because the value shows it. */
export function wordsOf(key: string): string {
  const words = key.replace(/(At)?Us$/, '').replace(/([a-z0-9])([A-Z])/g, (_, before: string, letter: string) => `${before} ${letter.toLowerCase()}`);
  return words.replace(/\bcluster iP\b/, 'cluster IP').replace(/\bpod cidr\b/, 'pod CIDR');
}

/** How a field is called in the language of the page; a name that Korean has no word for stays English. */
export function useFieldName(): (key: string) => string {
  const language = useLanguage();
  return (key) => (language === 'ko' ? koreanFields[key] : undefined) ?? wordsOf(key);
}

const SPAN = /(duration|latency|delay|elapsed|wait|waited|age|took|period|timeout|rtt)Us$/i;
const BYTES = /bytes$/i;

/** Virtual µs, as an instant or, where the name says so, as a span. Nothing happened yet at 0. */
export function microseconds(key: string, us: number): string {
  if (us <= 0) return '–';
  return SPAN.test(key) ? formatSpan(us) : formatVirtual(us);
}

const numbers = new Intl.NumberFormat('en-US');

function bytes(count: number): string {
  if (count < 1_000_000) return `${numbers.format(count)} B`;
  return `${(count / 1_000_000).toFixed(1)} MB`;
}

/** A value as text: yes and no, instants, spans, sizes. */
export function useScalar(): (key: string, value: unknown) => string {
  const { t } = useTexts('panels');
  const text = (key: string, value: unknown): string => {
    if (Array.isArray(value)) return value.length === 0 ? '–' : value.map((item) => text(key, item)).join(', ');
    if (typeof value === 'boolean') return value ? t('inspector.yes') : t('inspector.no');
    if (value === null || value === undefined || value === '') return '–';
    if (typeof value !== 'number') return String(value);
    if (key.endsWith('Us')) return microseconds(key, value);
    return BYTES.test(key) ? bytes(value) : numbers.format(value);
  };
  return text;
}
