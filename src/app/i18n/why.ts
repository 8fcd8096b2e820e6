import { why as english } from './en/why.ts';
import { why as korean } from './ko/why.ts';

export type WhyParams = Readonly<Record<string, string | number | boolean>>;

/** A reason in words. Without a sentence for it the key and its values are shown: exact, if not pretty. */
export function whyText(language: 'en' | 'ko', key: string, params: WhyParams): string {
  const sentence = (language === 'ko' ? korean[key] : undefined) ?? english[key];
  if (sentence === undefined) return fallback(key, params);
  return sentence.replace(/\{\{(\w+)\}\}/g, (blank, name: string) => String(params[name] ?? blank));
}

function fallback(key: string, params: WhyParams): string {
  const values = Object.entries(params).map(([name, value]) => `${name}: ${value}`);
  const words = key.replaceAll('.', ': ').replaceAll('-', ' ');
  return values.length === 0 ? words : `${words} (${values.join(', ')})`;
}
