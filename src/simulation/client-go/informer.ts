import { type KubeObject, objectKey } from '../apimachinery/meta.ts';
import type { ApiQuery, WatchEvent } from '../apimachinery/request.ts';
import { Future, type MessageKind, type Process } from '../engine/index.ts';
import type { Client, Resource } from './client.ts';
import { type IndexFunc, Indexer } from './indexer.ts';
import { Reflector } from './reflector.ts';

/** Told of every change, after the store has it. All are called inside the informer's actor with the cause of the change. */
export interface EventHandler<T> {
  onAdd?(object: T, isInInitialList: boolean): void;
  onUpdate?(old: T, object: T): void;
  onDelete?(object: T): void;
}

export interface InformerOptions {
  readonly namespace?: string;
  readonly query?: ApiQuery;
  readonly kind?: MessageKind;
}

/**
 * A local copy of a resource that tells of changes. Objects are frozen and shared with the store of kube-apiserver.
 * Source: client-go v0.32 tools/cache/shared_informer.go, in behaviour; handlers run at once instead of through queues.
 */
export class SharedInformer<T extends KubeObject> {
  readonly store = new Indexer<T>();
  private readonly handlers: EventHandler<T>[] = [];
  private readonly synced = new Future<true>();
  private readonly reflector: Reflector<T>;

  constructor(client: Client, resource: Resource<T>, options: InformerOptions = {}) {
    this.reflector = new Reflector<T>(client.resource(resource), options.namespace ?? '', options.query ?? {}, this, options.kind);
  }

  get hasSynced(): boolean {
    return this.synced.ready;
  }

  addHandler(handler: EventHandler<T>): void {
    this.handlers.push(handler);
    if (this.hasSynced) for (const object of this.store.values()) handler.onAdd?.(object, true);
  }

  addIndex(name: string, func: IndexFunc<T>): void {
    this.store.addIndex(name, func);
  }

  get(namespace: string, name: string): T | undefined {
    return this.store.get(namespace === '' ? name : `${namespace}/${name}`);
  }

  /** Lists and watches for ever. */
  *run(): Process<void> {
    yield* this.reflector.run();
  }

  *waitForSync(): Process<void> {
    yield this.synced;
  }

  replace(items: readonly T[]): void {
    const initial = !this.hasSynced;
    const gone = new Set(this.store.keys());
    for (const object of items) {
      gone.delete(objectKey(object));
      this.put(object, initial);
    }
    for (const key of gone) this.remove(key);
    this.synced.resolve(true);
  }

  apply(event: WatchEvent<T>): void {
    if (event.type === 'DELETED') this.remove(objectKey(event.object), event.object);
    else this.put(event.object, false);
  }

  private put(object: T, initial: boolean): void {
    const old = this.store.set(object);
    if (old === undefined) for (const handler of this.handlers) handler.onAdd?.(object, initial);
    else if (old !== object) for (const handler of this.handlers) handler.onUpdate?.(old, object);
  }

  private remove(key: string, last?: T): void {
    const old = this.store.delete(key);
    if (old !== undefined) for (const handler of this.handlers) handler.onDelete?.(last ?? old);
  }
}

/** The informers of one actor: one per resource and options, however many controllers ask. */
export class SharedInformerFactory {
  private readonly informers = new Map<string, SharedInformer<never>>();
  private readonly started = new Set<string>();
  private readonly client: Client;

  constructor(client: Client) {
    this.client = client;
  }

  informer<T extends KubeObject>(resource: Resource<T>, options: InformerOptions = {}): SharedInformer<T> {
    const key = `${resource.group}/${resource.resource}/${options.namespace ?? ''}/${options.query?.fieldSelector ?? ''}/${options.query?.labelSelector ?? ''}`;
    let informer = this.informers.get(key) as SharedInformer<T> | undefined;
    if (!informer) {
      informer = new SharedInformer<T>(this.client, resource, options);
      this.informers.set(key, informer as unknown as SharedInformer<never>);
    }
    return informer;
  }

  /** Starts those that do not run yet. */
  start(): void {
    for (const [key, informer] of this.informers) {
      if (this.started.has(key)) continue;
      this.started.add(key);
      this.client.actor.spawn(informer.run(), 0);
    }
  }

  *waitForSync(): Process<void> {
    for (const informer of this.informers.values()) yield* informer.waitForSync();
  }
}
