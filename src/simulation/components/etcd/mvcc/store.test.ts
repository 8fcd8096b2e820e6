import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EtcdEvent, KeyValue, Operation } from '../../../contracts/etcd.ts';
import { MvccStore } from './store.ts';

const put = (key: string, value: unknown): Operation => ({ op: 'put', key, value });
const remove = (key: string, rangeEnd?: string): Operation => ({ op: 'delete', key, ...(rangeEnd === undefined ? {} : { rangeEnd }) });
const write = (store: MvccStore, ...success: Operation[]) => store.txn({ compare: [], success, failure: [] });
const values = (kvs: readonly KeyValue[]) => kvs.map(({ key, value }) => [key, value]);

/** The plainest store that could be right: a copy of everything at every revision. */
class NaiveStore {
  readonly states: Map<string, unknown>[] = [new Map(), new Map()];

  write(operations: readonly Operation[]): void {
    const state = new Map(this.states[this.states.length - 1]);
    let changed = false;
    for (const operation of operations) {
      if (operation.op === 'put') {
        state.set(operation.key, operation.value);
        changed = true;
      }
      if (operation.op !== 'delete') continue;
      for (const key of [...state.keys()]) {
        if (operation.rangeEnd === undefined ? key !== operation.key : key < operation.key || key >= operation.rangeEnd) continue;
        state.delete(key);
        changed = true;
      }
    }
    if (changed) this.states.push(state);
  }

  range(revision: number, from: string, to: string): [string, unknown][] {
    return [...this.states[revision]].filter(([key]) => key >= from && key < to).sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

const aKey = fc.constantFrom('a', 'a/1', 'a/2', 'b', 'b/1', 'c');
const anOperation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ op: fc.constant('put' as const), key: aKey, value: fc.nat(99) }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('delete' as const), key: aKey }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('delete' as const), key: aKey, rangeEnd: aKey }) },
);

describe('MvccStore', () => {
  it('reads the same as a naive store at every revision and range', () => {
    fc.assert(fc.property(fc.array(fc.array(anOperation, { maxLength: 4 }), { maxLength: 30 }), aKey, aKey, (transactions, from, to) => {
      const store = new MvccStore();
      const naive = new NaiveStore();
      for (const operations of transactions) {
        write(store, ...operations);
        naive.write(operations);
      }
      expect(store.revision).toBe(naive.states.length - 1);
      for (let revision = 1; revision <= store.revision; revision++) {
        const answer = store.range({ key: from, rangeEnd: to, revision });
        expect('kvs' in answer && values(answer.kvs)).toEqual(naive.range(revision, from, to));
        expect(values([...store.stateAt(revision).values()])).toEqual(naive.range(revision, '', '~'));
      }
    }));
  });

  it('folds its events into every state', () => {
    fc.assert(fc.property(fc.array(fc.array(anOperation, { maxLength: 3 }), { maxLength: 30 }), (transactions) => {
      const store = new MvccStore();
      const told: EtcdEvent[] = [];
      for (const operations of transactions) told.push(...write(store, ...operations).events);
      expect(store.eventsBetween(0, Infinity)).toEqual(told);
      const state = new Map<string, unknown>();
      for (const { type, kv, previous } of told) {
        expect(previous?.value).toBe(state.get(kv.key));
        if (type === 'put') state.set(kv.key, kv.value);
        else state.delete(kv.key);
      }
      expect(values([...store.stateAt(store.revision).values()])).toEqual([...state].sort(([a], [b]) => (a < b ? -1 : 1)));
    }));
  });

  it('keeps create and mod revision and version as etcd does', () => {
    const store = new MvccStore();
    write(store, put('a', 1));
    write(store, put('a', 2));
    expect(store.get('a')).toEqual({ key: 'a', value: 2, createRevision: 2, modRevision: 3, version: 2, lease: 0 });
    write(store, remove('a'));
    write(store, put('a', 3));
    expect(store.get('a')).toMatchObject({ createRevision: 5, modRevision: 5, version: 1 });
    expect(store.historyOf('a').map(({ version }) => version)).toEqual([1, 2, 0, 1]);
  });

  it('compares and swaps', () => {
    const store = new MvccStore();
    const create = (value: number) => store.txn({ compare: [{ key: 'a', target: 'mod', result: '=', to: 0 }], success: [put('a', value)], failure: [{ op: 'range', key: 'a' }] }).response;
    expect(create(1)).toMatchObject({ succeeded: true, revision: 2 });
    const second = create(2);
    expect(second).toMatchObject({ succeeded: false, revision: 2 });
    expect(values(second.responses[0])).toEqual([['a', 1]]);
    const swap = store.txn({ compare: [{ key: 'a', target: 'version', result: '>', to: 0 }, { key: 'a', target: 'create', result: '<', to: 9 }], success: [put('a', 3)], failure: [] });
    expect(swap.response.succeeded).toBe(true);
  });

  it('does not count a transaction that changes nothing as a revision', () => {
    const store = new MvccStore();
    expect(write(store, remove('nothing')).response.revision).toBe(1);
  });

  it('limits and counts', () => {
    const store = new MvccStore();
    for (const key of ['a/1', 'a/2', 'a/3', 'b']) write(store, put(key, key));
    expect(store.range({ key: 'a/', rangeEnd: 'a0', limit: 2 })).toMatchObject({ more: true, count: 3, kvs: [{ key: 'a/1' }, { key: 'a/2' }] });
    expect(store.range({ key: 'a/', rangeEnd: '\0', countOnly: true })).toMatchObject({ count: 4, kvs: [] });
  });

  it('bars clients from what was compacted, but not observers', () => {
    const store = new MvccStore();
    write(store, put('a', 1));
    write(store, put('a', 2));
    expect(store.compact(3)).toBeUndefined();
    expect(store.range({ key: 'a', revision: 2 })).toEqual({ error: 'compacted', message: 'etcdserver: mvcc: required revision has been compacted', compactRevision: 3 });
    expect(store.range({ key: 'a', revision: 3 })).toMatchObject({ count: 1 });
    expect(store.range({ key: 'a', revision: 4 })).toMatchObject({ error: 'future-revision' });
    expect(store.compact(3)).toMatchObject({ error: 'compacted' });
    expect(store.stateAt(2).get('a')?.value).toBe(1);
  });

  it('seals each value with its revision', () => {
    const store = new MvccStore();
    store.sealWith((value, revision) => `${String(value)}@${revision}`);
    write(store, put('a', 'x'));
    expect(store.get('a')?.value).toBe('x@2');
  });
});
