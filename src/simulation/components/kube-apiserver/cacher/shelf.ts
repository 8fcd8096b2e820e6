import type { KubeObject } from '../../../apimachinery/meta.ts';

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The objects of one namespace (or of none), by name; listed in order of names. */
class Shelf {
  readonly byName = new Map<string, KubeObject>();
  private sorted: readonly KubeObject[] | undefined;

  put(name: string, object: KubeObject): void {
    this.byName.set(name, object);
    this.sorted = undefined;
  }

  delete(name: string): void {
    this.byName.delete(name);
    this.sorted = undefined;
  }

  list(): readonly KubeObject[] {
    return (this.sorted ??= [...this.byName].sort(([a], [b]) => compare(a, b)).map(([, object]) => object));
  }
}

const byPlace = ({ metadata: a }: KubeObject, { metadata: b }: KubeObject): number =>
  compare(`${a.namespace ?? ''}/`, `${b.namespace ?? ''}/`) || compare(a.name ?? '', b.name ?? '');

const NOTHING: readonly KubeObject[] = Object.freeze([]);

/**
 * The present state of a resource: by namespace and name, and by one indexed field if the resource has one. Lists cost
 * the length of their answer; sorting is put off until somebody lists.
 */
export class ObjectShelves {
  size = 0;
  private readonly shelves = new Map<string, Shelf>();
  private readonly byField = new Map<string, Map<string, KubeObject>>();
  private readonly indexedField: ((object: KubeObject) => string) | undefined;

  constructor(indexedField: ((object: KubeObject) => string) | undefined) {
    this.indexedField = indexedField;
  }

  get(namespace: string, name: string): KubeObject | undefined {
    return this.shelves.get(namespace)?.byName.get(name);
  }

  put(object: KubeObject): void {
    const { namespace = '', name = '' } = object.metadata;
    let shelf = this.shelves.get(namespace);
    if (shelf === undefined) this.shelves.set(namespace, (shelf = new Shelf()));
    const previous = shelf.byName.get(name);
    if (previous === undefined) this.size++;
    shelf.put(name, object);
    if (this.indexedField) this.reindex(this.indexedField, previous, object);
  }

  delete(object: KubeObject): void {
    const { namespace = '', name = '' } = object.metadata;
    const shelf = this.shelves.get(namespace);
    const previous = shelf?.byName.get(name);
    if (shelf === undefined || previous === undefined) return;
    this.size--;
    shelf.delete(name);
    if (shelf.byName.size === 0) this.shelves.delete(namespace);
    if (this.indexedField) this.reindex(this.indexedField, previous, undefined);
  }

  /** All objects of a namespace, or of all namespaces when it is '', in order of (namespace, name). */
  list(namespace: string): readonly KubeObject[] {
    if (namespace !== '') return this.shelves.get(namespace)?.list() ?? NOTHING;
    if (this.shelves.size === 1) for (const shelf of this.shelves.values()) return shelf.list();
    const all: KubeObject[] = [];
    // etcd's order is that of whole keys: `a-b/x` comes before `a/x`.
    for (const key of [...this.shelves.keys()].sort((a, b) => compare(`${a}/`, `${b}/`))) all.push(...this.shelves.get(key)!.list());
    return all;
  }

  /** The objects whose indexed field has that value, in order of (namespace, name). */
  listByField(value: string): readonly KubeObject[] {
    const found = this.byField.get(value);
    return found === undefined ? NOTHING : [...found.values()].sort(byPlace);
  }

  private reindex(field: (object: KubeObject) => string, previous: KubeObject | undefined, object: KubeObject | undefined): void {
    const key = (object ?? previous)!.metadata.uid!;
    const before = previous && field(previous);
    const after = object && field(object);
    if (before !== undefined && (before !== after || previous!.metadata.uid !== key)) this.removeFromIndex(before, previous!.metadata.uid!);
    if (after === undefined) return;
    const bucket = this.byField.get(after);
    if (bucket === undefined) this.byField.set(after, new Map([[key, object!]]));
    else bucket.set(key, object!);
  }

  private removeFromIndex(value: string, key: string): void {
    const bucket = this.byField.get(value);
    if (bucket === undefined) return;
    bucket.delete(key);
    if (bucket.size === 0) this.byField.delete(value);
  }
}
