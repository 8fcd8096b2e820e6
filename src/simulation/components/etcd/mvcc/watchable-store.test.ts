import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WatchResponse } from '../../../contracts/etcd.ts';
import { MvccStore } from './store.ts';
import { WatchableStore } from './watchable-store.ts';
import { type Watcher, WatcherGroup } from './watcher-group.ts';

function world() {
  const store = new MvccStore();
  const watches = new WatchableStore(store);
  const put = (...keys: string[]) => watches.notify(store.txn({ compare: [], success: keys.map((key) => ({ op: 'put', key, value: store.revision + 1 })), failure: [] }).events);
  const seen = (responses: WatchResponse[]) => responses.flatMap(({ events }) => events.map(({ kv }) => `${kv.key}@${kv.modRevision}`));
  return { store, watches, put, seen };
}

describe('WatchableStore', () => {
  it('tells a synced watcher what it asked for, one batch per transaction', () => {
    const { watches, put, seen } = world();
    const got: WatchResponse[] = [];
    watches.watch({ key: 'a/', rangeEnd: 'a0' }, (response) => got.push(response));
    put('a/1', 'b/1', 'a/2');
    put('b/2');
    expect(got).toHaveLength(1);
    expect(seen(got)).toEqual(['a/1@2', 'a/2@2']);
  });

  it('brings a watcher from the past forward and loses nothing at the seam', () => {
    const { store, watches, put, seen } = world();
    for (let i = 0; i < 2_500; i++) put(`a/${i % 10}`);
    const got: WatchResponse[] = [];
    watches.watch({ key: 'a/', rangeEnd: 'a0', startRevision: 3 }, (response) => got.push(response));
    expect(got).toEqual([]);
    watches.syncWatchers();
    put('a/x');
    for (let rounds = 0; watches.hasUnsynced; rounds++) {
      expect(rounds).toBeLessThan(10);
      watches.syncWatchers();
    }
    put('a/y');
    const revisions = seen(got).map((text) => Number(text.split('@')[1]));
    expect(revisions).toEqual(Array.from({ length: store.revision - 2 }, (_, i) => i + 3));
  });

  it('says that the start was compacted', () => {
    const { store, watches, put } = world();
    for (let i = 0; i < 5; i++) put('a');
    store.compact(4);
    const got: WatchResponse[] = [];
    watches.watch({ key: 'a', startRevision: 2 }, (response) => got.push(response));
    watches.syncWatchers();
    expect(got).toEqual([{ revision: 6, events: [], compactRevision: 4 }]);
    expect(watches.watcherCount).toBe(0);
  });

  it('waits with a watcher that asked for the future', () => {
    const { watches, put, seen } = world();
    const got: WatchResponse[] = [];
    watches.watch({ key: 'a', startRevision: 4 }, (response) => got.push(response));
    for (let i = 0; i < 4; i++) put('a');
    expect(seen(got)).toEqual(['a@4', 'a@5']);
  });

  it('forgets a cancelled watcher', () => {
    const { watches, put } = world();
    const got: WatchResponse[] = [];
    watches.cancel(watches.watch({ key: 'a' }, (response) => got.push(response)));
    put('a');
    expect(got).toEqual([]);
  });
});

describe('WatcherGroup', () => {
  const anEnd = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
  const aWatcher = fc.record({ from: anEnd, to: fc.option(anEnd, { nil: undefined }) });

  it('finds exactly the watchers whose range holds the key', () => {
    fc.assert(fc.property(fc.array(aWatcher, { maxLength: 12 }), anEnd, fc.nat(11), (watchers, key, gone) => {
      const group = new WatcherGroup<Watcher>();
      watchers.forEach((watcher) => group.add(watcher));
      const kept = watchers.filter((_, i) => i !== gone);
      if (watchers[gone] !== undefined) group.delete(watchers[gone]);
      const found = new Set<Watcher>();
      group.visit(key, (watcher) => found.add(watcher));
      expect(found).toEqual(new Set(kept.filter(({ from, to }) => from <= key && (to === undefined || key < to))));
    }));
  });
});
