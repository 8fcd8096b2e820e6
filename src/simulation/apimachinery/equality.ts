/** Byte order for the characters Kubernetes allows in names. For sort. */
export function compareStrings(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Whether two API values mean the same: an absent field equals an undefined one and an empty list, as in Go, where
 * nil and empty lists are alike. An absent map differs from an empty one (`emptyDir: {}` is not nothing).
 * Shared subtrees are equal without looking. Source: apimachinery api/equality, Semantic.DeepEqual.
 */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === undefined || a === null) return b === undefined || b === null || isEmptyList(b);
  if (b === undefined || b === null) return isEmptyList(a);
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a)) return Array.isArray(b) && equalLists(a, b);
  return !Array.isArray(b) && equalFields(a as Fields, b as Fields);
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function equalLists(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!deepEqual(a[i], b[i])) return false;
  return true;
}

function equalFields(a: Fields, b: Fields): boolean {
  for (const key of Object.keys(a)) if (!deepEqual(a[key], b[key])) return false;
  for (const key of Object.keys(b)) if (!(key in a) && !deepEqual(undefined, b[key])) return false;
  return true;
}

/** Freezes a value and all below it; what is frozen already is taken to be frozen throughout. Answers the same value. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const child of Object.values(value)) deepFreeze(child);
  return value;
}

/** JSON with sorted keys and no undefined fields: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = value as Fields;
  const keys = Object.keys(fields).filter((key) => fields[key] !== undefined).sort(compareStrings);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(fields[key])}`).join(',')}}`;
}
