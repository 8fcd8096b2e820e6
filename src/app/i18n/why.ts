import { why as english } from './en/why.ts';
import { why as korean } from './ko/why.ts';

export type WhyParams = Readonly<Record<string, string | number | boolean>>;

/** What a reason is about (an object key) and who gave it (an actor id). */
export interface WhyContext {
  readonly about: string;
  readonly actor: string;
}

/** A reason in words. Without a sentence for it the key and its values are shown: exact, if not pretty. */
export function whyText(language: 'en' | 'ko', key: string, params: WhyParams, context?: WhyContext): string {
  const sentence = (language === 'ko' ? korean[key] : undefined) ?? english[key];
  if (sentence === undefined) return fallback(key, params);
  const values: WhyParams = { ...placesOf(context), ...params };
  return sentence.replace(/\{\{(\w+)\}\}/g, (blank, name: string) => String(values[name] ?? blank));
}

const placesOf = (context: WhyContext | undefined): WhyParams =>
  context ? { name: context.about.slice(context.about.lastIndexOf('/') + 1), machine: context.actor.slice(0, context.actor.indexOf('/')) } : {};

function fallback(key: string, params: WhyParams): string {
  const values = Object.entries(params).map(([name, value]) => `${name}: ${value}`);
  const words = key.replaceAll('.', ': ').replaceAll('-', ' ');
  return values.length === 0 ? words : `${words} (${values.join(', ')})`;
}
