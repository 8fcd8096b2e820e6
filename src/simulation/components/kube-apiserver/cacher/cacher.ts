import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { Status } from '../../../apimachinery/status.ts';
import { deepFreeze } from '../../../apimachinery/equality.ts';
import { expired, tooLargeResourceVersion, tooManyRequests } from '../../../apimachinery/status.ts';
import type { EtcdEvent, RangeResponse, WatchResponse } from '../../../contracts/etcd.ts';
import { type Actor, Future, isMessage, type Process, type Stream } from '../../../engine/index.ts';
import { type EtcdClient, EtcdUnavailable, isEtcdError, prefixEnd } from '../storage/etcd-client.ts';
import { objectOf, withResourceVersion } from '../storage/stamp.ts';
import { CacheEvent } from './event.ts';
import { ObjectShelves } from './shelf.ts';
import type { CacheWatcher } from './watcher.ts';
import { WatcherIndex } from './watcher-index.ts';
import { EventWindow } from './window.ts';

const RETRY_US = 1_000_000;
/** How long a reader waits for a revision that has not come yet. Source: watch_cache.go, blockTimeout. */
const BLOCK_TIMEOUT_US = 3_000_000;
const POLL_US = 20_000;

/** Somebody in the server who keeps books about a resource. */
export interface CacheListener {
  filled(objects: readonly KubeObject[]): void;
  changed(event: CacheEvent): void;
}

/**
 * The watch cache of one resource: fed by one etcd watch, it answers lists and feeds every client's watch.
 * Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/storage/cacher/cacher.go.
 */
export class Cacher {
  /** Everything up to this revision is in the cache. */
  revision = 0;
  ready = false;
  shelves: ObjectShelves;
  window = new EventWindow(0);
  readonly watchers: WatcherIndex;
  /** Told of every filling and of every change, after the cache took it in. */
  listener: CacheListener | undefined;
  /** The revision at which the running etcd watch began; the cache is up to date once it has passed it. */
  private watchBeganAt = Infinity;
  private readonly self: Actor;
  private readonly etcd: EtcdClient;
  private readonly prefix: string;
  private readonly indexedField: ((object: KubeObject) => string) | undefined;

  constructor(self: Actor, etcd: EtcdClient, prefix: string, indexedField: ((object: KubeObject) => string) | undefined) {
    this.self = self;
    this.etcd = etcd;
    this.prefix = prefix;
    this.indexedField = indexedField;
    this.shelves = new ObjectShelves(indexedField);
    this.watchers = new WatcherIndex(indexedField);
  }

  /** Lists once, then follows etcd's watch; begins anew only when etcd has forgotten where we stood. */
  *run(): Process<void> {
    for (;;) {
      if (!this.ready && !(yield* this.fill())) {
        yield RETRY_US;
        continue;
      }
      yield* this.follow();
    }
  }

  /** Progress that etcd told us of elsewhere. Its answers and watches share one ordered line, so nothing is still under way. */
  progress(revision: number): void {
    if (this.upToDate && revision > this.revision) this.revision = revision;
  }

  /** Waits until the cache is filled; a Status when that takes too long. */
  *waitUntilReady(): Process<Status | undefined> {
    for (let waitedUs = 0; !this.ready; waitedUs += POLL_US) {
      if (waitedUs >= BLOCK_TIMEOUT_US) return tooManyRequests('storage is (re)initializing', 1);
      yield POLL_US;
    }
    return undefined;
  }

  /** Waits until the cache has reached `revision`; a Status when it does not come in 3 s. */
  *waitFor(revision: number): Process<Status | undefined> {
    for (let waitedUs = 0; this.revision < revision; waitedUs += POLL_US) {
      if (waitedUs >= BLOCK_TIMEOUT_US) return tooLargeResourceVersion(revision, this.revision);
      yield POLL_US;
    }
    return undefined;
  }

  private get upToDate(): boolean {
    return this.ready && this.revision >= this.watchBeganAt;
  }

  private *fill(): Process<boolean> {
    const request = { key: this.prefix, rangeEnd: prefixEnd(this.prefix) };
    const answer = yield* this.etcd.call<RangeResponse>({ method: 'range', request }, '', 'request');
    if (answer instanceof EtcdUnavailable || isEtcdError(answer)) return false;
    this.shelves = new ObjectShelves(this.indexedField);
    for (const kv of answer.kvs) this.shelves.put(this.share(objectOf(kv)));
    this.window = new EventWindow(answer.revision);
    this.revision = answer.revision;
    this.ready = true;
    this.listener?.filled(this.shelves.list(''));
    return true;
  }

  private *follow(): Process<void> {
    const request = { key: this.prefix, rangeEnd: prefixEnd(this.prefix), startRevision: this.revision + 1 };
    const answer = yield* this.etcd.call<{ stream: Stream; revision: number }>({ method: 'watch', request }, '', 'request');
    if (answer instanceof EtcdUnavailable || isEtcdError(answer)) {
      yield RETRY_US;
      return;
    }
    const ended = new Future<void>();
    answer.stream.onMessage = (body) => this.receive(body as WatchResponse);
    answer.stream.onClose = () => ended.resolve();
    this.watchBeganAt = answer.revision;
    yield* ended.wait();
    this.watchBeganAt = Infinity;
  }

  private receive(response: WatchResponse): void {
    if (response.compactRevision !== undefined) return this.startOver();
    const { engine } = this.self;
    const cause = engine.trace.get(engine.span);
    const heartbeat = cause !== undefined && isMessage(cause) && cause.kind === 'heartbeat';
    for (const event of response.events) this.take(event, heartbeat);
    if (response.revision > this.revision) this.revision = response.revision;
  }

  private take(event: EtcdEvent, heartbeat: boolean): void {
    const revision = event.kv.modRevision;
    const change = event.type === 'put' ? this.put(event, revision, heartbeat) : this.delete(event, revision, heartbeat);
    if (change === undefined) return;
    this.revision = revision;
    this.window.add(change);
    this.listener?.changed(change);
    this.watchers.handle(change);
  }

  private put(event: EtcdEvent, revision: number, heartbeat: boolean): CacheEvent {
    const object = this.share(objectOf(event.kv));
    const previous = this.shelves.get(object.metadata.namespace ?? '', object.metadata.name ?? '');
    this.shelves.put(object);
    return new CacheEvent(previous === undefined ? 'ADDED' : 'MODIFIED', object, previous, revision, this.self.engine.nowUs, heartbeat);
  }

  private delete(event: EtcdEvent, revision: number, heartbeat: boolean): CacheEvent | undefined {
    if (event.previous === undefined) return undefined;
    const last = event.previous.value as KubeObject;
    const previous = this.shelves.get(last.metadata.namespace ?? '', last.metadata.name ?? '');
    if (previous === undefined) return undefined;
    this.shelves.delete(previous);
    return new CacheEvent('DELETED', this.share(withResourceVersion(previous, revision)), previous, revision, this.self.engine.nowUs, heartbeat);
  }

  private share(object: KubeObject): KubeObject {
    return this.self.engine.freeze ? deepFreeze(object) : object;
  }

  /** etcd has compacted what we have not seen: every client must list again, and so must we. */
  private startOver(): void {
    this.ready = false;
    const body = { type: 'ERROR', object: expired('The resourceVersion for the provided watch is too old.') };
    for (const watcher of [...this.watchers.all()]) this.expel(watcher, body);
  }

  private expel(watcher: CacheWatcher, body: unknown): void {
    watcher.stream.send('watch', 'ERROR', '', body);
    watcher.stream.end();
    this.watchers.delete(watcher);
  }
}
