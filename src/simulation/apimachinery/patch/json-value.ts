export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

/** The object without that key; the same one when it has none. */
export function withoutKey(object: JsonObject, key: string): JsonObject {
  if (!Object.hasOwn(object, key)) return object
  const { [key]: _gone, ...rest } = object
  return rest
}

/** The object with this value there; the same one when it has it. */
export function withKey(object: JsonObject, key: string, value: unknown): JsonObject {
  return Object.hasOwn(object, key) && object[key] === value ? object : { ...object, [key]: value }
}

/** Builds a changed copy of an object, and copies it only when something changes. */
export class Draft {
  private readonly original: JsonObject
  private copy: Record<string, unknown> | undefined

  constructor(original: JsonObject) {
    this.original = original
  }

  get result(): JsonObject {
    return this.copy ?? this.original
  }

  get(key: string): unknown {
    return this.result[key]
  }

  set(key: string, value: unknown): void {
    if (this.result[key] === value && value !== undefined) return
    this.copy ??= { ...this.original }
    this.copy[key] = value
  }

  delete(key: string): void {
    if (!Object.hasOwn(this.result, key)) return
    this.copy ??= { ...this.original }
    delete this.copy[key]
  }
}

/** Without the nulls at any depth below; the same value when there are none. A null in a list stays. */
export function withoutNulls(value: unknown): unknown {
  if (!isObject(value)) return value
  const draft = new Draft(value)
  for (const key of Object.keys(value)) {
    const child = value[key]
    if (child === null || child === undefined) draft.delete(key)
    else if (typeof child === 'object') draft.set(key, withoutNulls(child))
  }
  return draft.result
}

/** What JSON calls the type of a value, as Go's decoder names it in errors. */
export function jsonTypeName(value: unknown): string {
  if (isList(value)) return 'array'
  return typeof value === 'boolean' ? 'bool' : typeof value
}
