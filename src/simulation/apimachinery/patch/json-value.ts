export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** The object without that key; the same one when it has none. */
export function withoutKey(object: JsonObject, key: string): JsonObject {
  if (!Object.hasOwn(object, key)) return object;
  const { [key]: _gone, ...rest } = object;
  return rest;
}

/** The object with this value there; the same one when it has it. */
export function withKey(object: JsonObject, key: string, value: unknown): JsonObject {
  return Object.hasOwn(object, key) && object[key] === value ? object : { ...object, [key]: value };
}

/** Builds a changed copy of an object, and copies it only when something changes. */
export class Draft {
  private readonly original: JsonObject;
  private copy: Record<string, unknown> | undefined;

  constructor(original: JsonObject) {
    this.original = original;
  }

  get result(): JsonObject {
    return this.copy ?? this.original;
  }

  get(key: string): unknown {
    return this.result[key];
  }

  set(key: string, value: unknown): void {
    if (this.result[key] === value && value !== undefined) return;
    this.copy ??= { ...this.original };
    this.copy[key] = value;
  }

  delete(key: string): void {
    if (!Object.hasOwn(this.result, key)) return;
    // Not with `delete`: that would turn the object into a hash table, slow and large for the rest of its life.
    const kept: Record<string, unknown> = {};
    for (const name of Object.keys(this.result)) if (name !== key) kept[name] = this.result[name];
    this.copy = kept;
  }
}

/** Without the nulls at any depth below; the same value when there are none. A null in a list stays. */
export function withoutNulls(value: unknown): unknown {
  if (!isObject(value)) return value;
  const kept: Record<string, unknown> = {};
  let same = true;
  for (const key of Object.keys(value)) {
    const child = value[key];
    const clean = typeof child === 'object' && child !== null ? withoutNulls(child) : child;
    if (clean !== child || child === null || child === undefined) same = false;
    if (clean !== null && clean !== undefined) kept[key] = clean;
  }
  return same ? value : kept;
}

/** What JSON calls the type of a value, as Go's decoder names it in errors. */
export function jsonTypeName(value: unknown): string {
  if (isList(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
