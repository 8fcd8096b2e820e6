/** Why a field was refused, for people: `code` is translated, `limit` fills its blank. */
export interface Refusal {
  readonly field: string;
  readonly code: 'object' | 'list' | 'text' | 'number' | 'flag' | 'choice' | 'range' | 'long' | 'version' | 'order' | 'twice' | 'unreadable';
  readonly limit?: string;
}

export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** Thrown inside a check only; `checked` turns it into a value. */
class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(`${refusal.field}: ${refusal.code}`);
    this.refusal = refusal;
  }
}

/** Runs a check; what it refuses is an answer, not an exception. */
export function checked<T>(check: () => T): Checked<T> {
  try {
    return { ok: true, value: check() };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

export function refuse(field: string, code: Refusal['code'], limit?: string): never {
  throw new Refused(limit === undefined ? { field, code } : { field, code, limit });
}

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown, field: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(field, 'object');
  return value as Fields;
}

export function text(value: unknown, field: string, longest = 256): string {
  if (typeof value !== 'string') refuse(field, 'text');
  if (value.length > longest) refuse(field, 'long', String(longest));
  return value;
}

export function whole(value: unknown, field: string, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) refuse(field, 'number');
  if (!Number.isInteger(value) || value < least || value > most) refuse(field, 'range', `${least}–${most}`);
  return value;
}

export function flag(value: unknown, field: string): boolean {
  if (typeof value !== 'boolean') refuse(field, 'flag');
  return value;
}

export function choice<T extends string>(value: unknown, field: string, choices: readonly T[]): T {
  if (!choices.includes(value as T)) refuse(field, 'choice', choices.join(', '));
  return value as T;
}

export function list<T>(value: unknown, field: string, most: number, item: (value: unknown, field: string) => T): T[] {
  if (!Array.isArray(value)) refuse(field, 'list');
  if (value.length > most) refuse(field, 'long', String(most));
  return value.map((entry, index) => item(entry, `${field}[${index}]`));
}

/** `read` of a field that may be absent; an absent one leaves no key behind. */
export function optional<K extends string, T>(fields: Fields, name: K, field: string, read: (value: unknown, field: string) => T): { readonly [Name in K]?: T } {
  const value = fields[name];
  if (value === undefined) return {};
  return { [name]: read(value, `${field}.${name}`) } as { [Name in K]?: T };
}

/** A map of short texts. */
export function texts(value: unknown, field: string): Record<string, string> {
  const entries = Object.entries(fieldsOf(value, field));
  if (entries.length > 1_000) refuse(field, 'long', '1000');
  return Object.fromEntries(entries.map(([key, entry]) => [text(key, field, 512), text(entry, `${field}.${key}`, 4_096)]));
}
