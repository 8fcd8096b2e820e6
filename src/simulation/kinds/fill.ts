/** A copy of `object` with those of `defaults` it does not have (absent or null); the same object when it has them all. */
export function fill<T extends object>(object: T, defaults: Partial<T>): T {
  return fillWhere(object, defaults, isAbsent);
}

/** Like fill, but '' and 0 count as absent too: for fields that are no pointers in Go. */
export function fillZero<T extends object>(object: T, defaults: Partial<T>): T {
  return fillWhere(object, defaults, isZero);
}

function fillWhere<T extends object>(object: T, defaults: Partial<T>, missing: (value: unknown) => boolean): T {
  let result = object;
  for (const key of Object.keys(defaults) as (keyof T)[]) {
    if (!missing(object[key])) continue;
    if (result === object) result = { ...object };
    result[key] = defaults[key] as T[keyof T];
  }
  return result;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isZero(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === 0;
}

/** A copy of `object` with `value` as `key`; the same object when it is that already. An undefined value removes the key. */
export function withField<T extends object, K extends keyof T>(object: T, key: K, value: T[K]): T {
  if (object[key] === value) return object;
  if (value !== undefined) {
    // A computed key in a literal is slow; an assignment to a copy is not.
    const copy = { ...object };
    copy[key] = value;
    return copy;
  }
  const { [key]: _, ...rest } = object;
  return rest as T;
}

/** `object` with its field `key`, if there is one, put through `change`; the same object when that changes nothing. */
export function changeField<T extends object, K extends keyof T>(object: T, key: K, change: (value: NonNullable<T[K]>) => T[K]): T {
  const value = object[key];
  return value === undefined || value === null ? object : withField(object, key, change(value));
}

/** Array.map that answers the same array when no element changes. */
export function mapSame<T>(list: T[], change: (element: T, index: number) => T): T[] {
  let result = list;
  list.forEach((element, index) => {
    const changed = change(element, index);
    if (changed === element) return;
    if (result === list) result = [...list];
    result[index] = changed;
  });
  return result;
}

/** A function of frozen, shared objects that is worked out once for each of them. */
export function memoise<K extends object, V>(work: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = work(key);
    known.set(key, value);
    return value;
  };
}
