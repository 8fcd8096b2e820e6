import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { CacheEvent } from './event.ts';
import type { CacheWatcher } from './watcher.ts';

class Buckets {
  private readonly byKey = new Map<string, Set<CacheWatcher>>();

  add(key: string, watcher: CacheWatcher): void {
    const bucket = this.byKey.get(key);
    if (bucket === undefined) this.byKey.set(key, new Set([watcher]));
    else bucket.add(watcher);
  }

  delete(key: string, watcher: CacheWatcher): void {
    const bucket = this.byKey.get(key);
    if (bucket === undefined) return;
    bucket.delete(watcher);
    if (bucket.size === 0) this.byKey.delete(key);
  }

  handle(key: string, event: CacheEvent): void {
    const bucket = this.byKey.get(key);
    if (bucket !== undefined) for (const watcher of bucket) watcher.handle(event);
  }

  get empty(): boolean {
    return this.byKey.size === 0;
  }
}

/**
 * The watchers of a resource, so filed that an event meets only those that may want it: a kubelet's watch of its own
 * pods costs nothing for the pods of other nodes.
 * Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/storage/cacher/cacher.go, indexedWatchers.
 */
export class WatcherIndex {
  private readonly everything = new Set<CacheWatcher>();
  private readonly byNamespace = new Buckets();
  private readonly byName = new Buckets();
  private readonly byField = new Buckets();
  private readonly watchers = new Set<CacheWatcher>();
  private readonly indexedField: ((object: KubeObject) => string) | undefined;

  constructor(indexedField: ((object: KubeObject) => string) | undefined) {
    this.indexedField = indexedField;
  }

  get size(): number {
    return this.watchers.size;
  }

  all(): ReadonlySet<CacheWatcher> {
    return this.watchers;
  }

  add(watcher: CacheWatcher): void {
    const { selection } = watcher;
    this.watchers.add(watcher);
    if (selection.indexedValue !== undefined) this.byField.add(selection.indexedValue, watcher);
    else if (selection.name !== undefined) this.byName.add(selection.name, watcher);
    else if (selection.namespace !== '') this.byNamespace.add(selection.namespace, watcher);
    else this.everything.add(watcher);
  }

  delete(watcher: CacheWatcher): void {
    const { selection } = watcher;
    this.watchers.delete(watcher);
    if (selection.indexedValue !== undefined) this.byField.delete(selection.indexedValue, watcher);
    else if (selection.name !== undefined) this.byName.delete(selection.name, watcher);
    else if (selection.namespace !== '') this.byNamespace.delete(selection.namespace, watcher);
    else this.everything.delete(watcher);
  }

  /** Hands the event to everybody that may want it. */
  handle(event: CacheEvent): void {
    const { namespace = '', name = '' } = event.object.metadata;
    if (!this.byField.empty) this.handleByField(event);
    if (!this.byName.empty) this.byName.handle(name, event);
    if (!this.byNamespace.empty) this.byNamespace.handle(namespace, event);
    for (const watcher of this.everything) watcher.handle(event);
  }

  private handleByField(event: CacheEvent): void {
    const field = this.indexedField;
    if (field === undefined) return;
    const after = field(event.object);
    const before = event.previous === undefined ? after : field(event.previous);
    this.byField.handle(after, event);
    if (before !== after) this.byField.handle(before, event);
  }
}
