import { type KubeObject, objectKey } from '../apimachinery/meta.ts';

/** Answers the values under which an object is found in an index. */
export type IndexFunc<T> = (object: T) => readonly string[];

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

/**
 * A store by key with indexes. Reading through an index costs what it answers, not what the store holds.
 * Source: client-go v0.32 tools/cache/thread_safe_store.go, in behaviour.
 */
export class Indexer<T extends KubeObject = KubeObject> {
  private readonly items = new Map<string, T>();
  private readonly indexes = new Map<string, { func: IndexFunc<T>; values: Map<string, Map<string, T>> }>();

  /** Adds an index; existing objects are indexed at once. */
  addIndex(name: string, func: IndexFunc<T>): void {
    if (this.indexes.has(name)) return;
    const index = { func, values: new Map<string, Map<string, T>>() };
    this.indexes.set(name, index);
    for (const [key, object] of this.items) insert(index, key, object);
  }

  get size(): number {
    return this.items.size;
  }

  get(key: string): T | undefined {
    return this.items.get(key);
  }

  /** All objects, in order of insertion. Not for hot paths. */
  values(): IterableIterator<T> {
    return this.items.values();
  }

  keys(): IterableIterator<string> {
    return this.items.keys();
  }

  /** The objects of one index value by key. The map is the store's own: read it now, do not keep or change it. */
  byIndex(name: string, value: string): ReadonlyMap<string, T> {
    return this.indexes.get(name)?.values.get(value) ?? NOTHING;
  }

  /** Puts an object and answers the one it replaced. */
  set(object: T): T | undefined {
    const key = objectKey(object);
    const old = this.items.get(key);
    this.items.set(key, object);
    for (const index of this.indexes.values()) reindex(index, key, old, object);
    return old;
  }

  delete(key: string): T | undefined {
    const old = this.items.get(key);
    if (!old) return undefined;
    this.items.delete(key);
    for (const index of this.indexes.values()) remove(index, key, old);
    return old;
  }
}

interface Index<T> {
  readonly func: IndexFunc<T>;
  readonly values: Map<string, Map<string, T>>;
}

function insert<T>(index: Index<T>, key: string, object: T): void {
  insertInto(index, key, object, index.func(object));
}

function insertInto<T>(index: Index<T>, key: string, object: T, values: readonly string[]): void {
  for (let i = 0; i < values.length; i++) {
    let bucket = index.values.get(values[i]);
    if (!bucket) index.values.set(values[i], (bucket = new Map<string, T>()));
    bucket.set(key, object);
  }
}

function remove<T>(index: Index<T>, key: string, object: T): void {
  removeFrom(index, key, index.func(object));
}

function removeFrom<T>(index: Index<T>, key: string, values: readonly string[]): void {
  for (const value of values) {
    const bucket = index.values.get(value);
    if (bucket?.delete(key) && bucket.size === 0) index.values.delete(value);
  }
}

function sameValues(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function reindex<T>(index: Index<T>, key: string, old: T | undefined, object: T): void {
  const after = index.func(object);
  if (old !== undefined) {
    const before = index.func(old);
    if (!sameValues(before, after)) removeFrom(index, key, before);
  }
  insertInto(index, key, object, after);
}

/** Index by namespace. */
export const NAMESPACE_INDEX = 'namespace';
export const byNamespace = (object: KubeObject): readonly string[] => [object.metadata.namespace ?? ''];
/** Index by the uid of the controlling owner. */
export const CONTROLLER_INDEX = 'controllerUid';
export function byController(object: KubeObject): readonly string[] {
  const references = object.metadata.ownerReferences;
  if (!references) return [];
  for (const reference of references) if (reference.controller === true) return [reference.uid];
  return [];
}
