import type { EtcdEvent, WatchRequest, WatchResponse } from '../../../contracts/etcd.ts';
import type { MvccStore } from './store.ts';
import { WatcherGroup } from './watcher-group.ts';

/** How much of the past an unsynced watcher gets per round. */
const CATCH_UP_EVENTS = 1_000;

/** One watch of a client. `send` hands a batch over; `cancelled` is told after the last one. */
export class StoreWatcher {
  readonly from: string;
  readonly to: string | undefined;
  /** The first revision that it has not been sent. */
  nextRevision: number;
  readonly send: (response: WatchResponse) => void;

  constructor(request: WatchRequest, nextRevision: number, send: (response: WatchResponse) => void) {
    this.from = request.key;
    this.to = request.rangeEnd === undefined ? `${request.key}\0` : request.rangeEnd === '\0' ? undefined : request.rangeEnd;
    this.nextRevision = nextRevision;
    this.send = send;
  }

  wants(key: string): boolean {
    return key >= this.from && (this.to === undefined || key < this.to);
  }
}

/**
 * The watchers of a store. Synced ones get every commit as it happens; unsynced ones are brought forward from the
 * history in rounds. Source: etcd 3.5 server/storage/mvcc/watchable_store.go.
 */
export class WatchableStore {
  private readonly synced = new WatcherGroup<StoreWatcher>();
  private readonly unsynced = new Set<StoreWatcher>();
  private readonly store: MvccStore;

  constructor(store: MvccStore) {
    this.store = store;
  }

  get watcherCount(): number {
    return this.synced.size + this.unsynced.size;
  }

  get hasUnsynced(): boolean {
    return this.unsynced.size > 0;
  }

  /** Begins a watch at `startRevision`, or after the newest revision when that is 0 or absent. */
  watch(request: WatchRequest, send: (response: WatchResponse) => void): StoreWatcher {
    const newest = this.store.revision;
    const start = request.startRevision || newest + 1;
    const watcher = new StoreWatcher(request, start, send);
    if (start > newest) this.synced.add(watcher);
    else this.unsynced.add(watcher);
    return watcher;
  }

  cancel(watcher: StoreWatcher): void {
    if (!this.synced.delete(watcher)) this.unsynced.delete(watcher);
  }

  /** Sends a commit's events to the synced watchers that want them: one batch per watcher, events in order. */
  notify(events: readonly EtcdEvent[]): void {
    if (events.length === 1) {
      const response = { revision: events[0].kv.modRevision, events };
      this.synced.visit(events[0].kv.key, (watcher) => this.deliver(watcher, response));
      return;
    }
    const batches = new Map<StoreWatcher, EtcdEvent[]>();
    for (const event of events) this.synced.visit(event.kv.key, (watcher) => push(batches, watcher, event));
    for (const [watcher, batch] of batches) this.deliver(watcher, { revision: batch[0].kv.modRevision, events: batch });
  }

  /** Brings every unsynced watcher one round forward. Those whose start was compacted are told so and dropped. */
  syncWatchers(): void {
    for (const watcher of [...this.unsynced]) this.syncWatcher(watcher);
  }

  private syncWatcher(watcher: StoreWatcher): void {
    const { store } = this;
    if (watcher.nextRevision < store.compactRevision) {
      this.unsynced.delete(watcher);
      watcher.send({ revision: store.revision, events: [], compactRevision: store.compactRevision });
      return;
    }
    const events = store.eventsBetween(watcher.nextRevision, Infinity, (key) => watcher.wants(key), CATCH_UP_EVENTS);
    const complete = events.length < CATCH_UP_EVENTS;
    watcher.nextRevision = (complete ? store.revision : events[events.length - 1].kv.modRevision) + 1;
    // Also without events: the client learns that it has seen everything up to here.
    watcher.send({ revision: watcher.nextRevision - 1, events });
    if (!complete) return;
    this.unsynced.delete(watcher);
    this.synced.add(watcher);
  }

  /** A watcher may have asked to begin in the future: it is synced, but not yet due. */
  private deliver(watcher: StoreWatcher, response: WatchResponse): void {
    if (response.revision < watcher.nextRevision) return;
    watcher.nextRevision = response.revision + 1;
    watcher.send(response);
  }
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
