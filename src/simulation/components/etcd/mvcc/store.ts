import type { Compare, EtcdError, EtcdEvent, KeyValue, Operation, RangeRequest, RangeResponse, TxnRequest, TxnResponse } from '../../../contracts/etcd.ts';
import { compacted, futureRevision } from '../errors.ts';
import { Attachments } from '../lease/attachments.ts';
import { aliveAt, firstAtOrAfter, isTombstone } from './revisions.ts';
import { SortedKeys } from './sorted-keys.ts';

/** Lets the owner of the values write the revision into a value when it is committed; answers the value to keep. */
export type Seal = (value: unknown, revision: number) => unknown;

/** Called at every commit, in order, with the span and instant of the commit. Must not touch the simulation. */
export type CommitListener = (event: EtcdEvent, span: number, nowUs: number) => void;

const NO_EVENTS: readonly EtcdEvent[] = Object.freeze([]);

/** What a transaction did. `events` is empty when nothing was written; then the revision stands. */
export interface Applied {
  readonly response: TxnResponse;
  readonly events: readonly EtcdEvent[];
}

/**
 * The multi-version key-value store: every key at every revision. Values are kept by reference and must not change.
 * Compaction bars clients from the past; the entries stay, because the timeline is this history.
 * Source: etcd 3.5 server/storage/mvcc, kvstore.go and index.go.
 * Differs: all in memory; nothing is forgotten.
 */
export class MvccStore {
  /** The newest revision. A fresh store stands at 1, as etcd's does. */
  revision = 1;
  /** Reads below this revision answer `compacted`. */
  compactRevision = 0;
  readonly attachments = new Attachments();
  readonly commitListeners = new Set<CommitListener>();
  private readonly histories = new Map<string, KeyValue[]>();
  /** Every key ever written, and those that live: a range of the present must not walk the dead. */
  private readonly ever = new SortedKeys();
  private readonly live = new SortedKeys();
  /** Keys that were born or died since somebody last read a range: sorting waits until it is needed. */
  private readonly unsorted: string[] = [];
  private liveCount = 0;
  /** Every entry in order of (revision, place in its transaction). */
  private readonly log: KeyValue[] = [];
  private seal: Seal | undefined;

  sealWith(seal: Seal | undefined): void {
    this.seal = seal;
  }

  /** How many keys live now. */
  get keyCount(): number {
    return this.liveCount;
  }

  /** How many entries all histories hold together. */
  get entryCount(): number {
    return this.log.length;
  }

  /** Calls `listener` at every commit from now on; the answer takes it away again. */
  onCommit(listener: CommitListener): () => void {
    this.commitListeners.add(listener);
    return () => this.commitListeners.delete(listener);
  }

  get(key: string): KeyValue | undefined {
    const history = this.histories.get(key);
    if (history === undefined) return undefined;
    const kv = history[history.length - 1];
    return isTombstone(kv) ? undefined : kv;
  }

  /** Reads [key, rangeEnd) as a client may: not below the compaction, not above the newest revision. */
  range(request: RangeRequest): RangeResponse | EtcdError {
    const revision = request.revision || this.revision;
    if (revision > this.revision) return futureRevision();
    if (revision < this.compactRevision) return compacted(this.compactRevision);
    return this.rangeAt(request, revision);
  }

  /** Reads [key, rangeEnd) at any revision, compacted or not. For observers. */
  rangeAt(request: RangeRequest, revision: number): RangeResponse {
    const kvs: KeyValue[] = [];
    let count = 0;
    const limit = request.limit || Infinity;
    const take = (kv: KeyValue | undefined): void => {
      if (kv === undefined) return;
      if (count++ < limit && !request.countOnly) kvs.push(kv);
    };
    if (request.rangeEnd === undefined) take(this.at(request.key, revision));
    else {
      this.sortKeys();
      const keys = revision >= this.revision ? this.live : this.ever;
      keys.visit(request.key, endOf(request.rangeEnd), (key) => take(this.at(key, revision)));
    }
    return { revision: this.revision, kvs, more: count > limit, count };
  }

  /** The value of a key at a revision, compacted or not. */
  at(key: string, revision: number): KeyValue | undefined {
    const history = this.histories.get(key);
    return history === undefined ? undefined : aliveAt(history, revision);
  }

  /** Every entry of a key, oldest first, tombstones (version 0) included. */
  historyOf(key: string): readonly KeyValue[] {
    return this.histories.get(key) ?? [];
  }

  /** Visits everything that lived at `revision`, in order of keys. */
  visitAt(revision: number, visit: (kv: KeyValue) => void): void {
    this.sortKeys();
    this.ever.visit('', undefined, (key) => {
      const kv = this.at(key, revision);
      if (kv !== undefined) visit(kv);
    });
  }

  /** Everything that lived at `revision`, by key, in order of keys. */
  stateAt(revision: number): Map<string, KeyValue> {
    const state = new Map<string, KeyValue>();
    this.visitAt(revision, (kv) => state.set(kv.key, kv));
    return state;
  }

  /** Events with revision in [from, to), oldest first, at most `limit` revisions' worth; compacted ones too. */
  eventsBetween(from: number, to: number, wanted: (key: string) => boolean = () => true, limit = Infinity): EtcdEvent[] {
    const events: EtcdEvent[] = [];
    for (let i = firstAtOrAfter(this.log, from); i < this.log.length && this.log[i].modRevision < to; i++) {
      const kv = this.log[i];
      if (events.length >= limit && kv.modRevision !== this.log[i - 1].modRevision) break;
      if (wanted(kv.key)) events.push({ type: isTombstone(kv) ? 'delete' : 'put', kv, previous: this.before(kv) });
    }
    return events;
  }

  /** Carries out a transaction. All its writes get one revision; listeners are not told. */
  txn(request: TxnRequest): Applied {
    const succeeded = request.compare.every((compare) => this.holds(compare));
    const events: EtcdEvent[] = [];
    const responses: (readonly KeyValue[])[] = [];
    for (const operation of succeeded ? request.success : request.failure) responses.push(this.operate(operation, events));
    if (events.length > 0) this.revision++;
    return { response: { succeeded, revision: this.revision, responses }, events: events.length > 0 ? events : NO_EVENTS };
  }

  /** Bars clients from revisions below `revision`. */
  compact(revision: number): EtcdError | undefined {
    if (revision <= this.compactRevision) return compacted(this.compactRevision);
    if (revision > this.revision) return futureRevision();
    this.compactRevision = revision;
    return undefined;
  }

  private holds(compare: Compare): boolean {
    const kv = this.get(compare.key);
    const found = kv === undefined ? 0 : compare.target === 'mod' ? kv.modRevision : compare.target === 'create' ? kv.createRevision : kv.version;
    switch (compare.result) {
      case '=': return found === compare.to;
      case '!=': return found !== compare.to;
      case '<': return found < compare.to;
      case '>': return found > compare.to;
    }
  }

  private operate(operation: Operation, events: EtcdEvent[]): readonly KeyValue[] {
    switch (operation.op) {
      case 'put': return [this.put(operation.key, operation.value, operation.lease ?? 0, events)];
      case 'delete': return this.delete(operation.key, operation.rangeEnd, events);
      case 'range': return this.rangeAt(operation, Infinity).kvs;
    }
  }

  private put(key: string, value: unknown, lease: number, events: EtcdEvent[]): KeyValue {
    const modRevision = this.revision + 1;
    const history = this.histories.get(key);
    const newest = history?.[history.length - 1];
    const previous = newest === undefined || isTombstone(newest) ? undefined : newest;
    const kept = this.seal === undefined ? value : this.seal(value, modRevision);
    const kv: KeyValue = previous === undefined
      ? { key, value: kept, createRevision: modRevision, modRevision, version: 1, lease }
      : { key, value: kept, createRevision: previous.createRevision, modRevision, version: previous.version + 1, lease };
    if (previous === undefined) this.birth(key);
    const before = previous === undefined ? 0 : previous.lease;
    if (before !== lease) this.attachments.move(key, before, lease);
    this.append(kv, history);
    events.push({ type: 'put', kv, previous });
    return kv;
  }

  private delete(key: string, rangeEnd: string | undefined, events: EtcdEvent[]): readonly KeyValue[] {
    const deleted = this.rangeAt(rangeEnd === undefined ? { key } : { key, rangeEnd }, Infinity).kvs;
    const modRevision = this.revision + 1;
    for (const previous of deleted) {
      const kv: KeyValue = { key: previous.key, value: null, createRevision: 0, modRevision, version: 0, lease: 0 };
      this.liveCount--;
      this.unsorted.push(previous.key);
      this.attachments.move(previous.key, previous.lease, 0);
      this.append(kv, this.histories.get(previous.key));
      events.push({ type: 'delete', kv, previous });
    }
    return deleted;
  }

  private append(kv: KeyValue, history: KeyValue[] | undefined): void {
    if (history !== undefined) history.push(kv);
    else this.histories.set(kv.key, [kv]);
    this.log.push(kv);
  }

  private birth(key: string): void {
    this.liveCount++;
    this.unsorted.push(key);
  }

  private sortKeys(): void {
    for (const key of this.unsorted) {
      this.ever.add(key);
      if (this.get(key) === undefined) this.live.delete(key);
      else this.live.add(key);
    }
    this.unsorted.length = 0;
  }

  private before(kv: KeyValue): KeyValue | undefined {
    const history = this.historyOf(kv.key);
    let index = firstAtOrAfter(history, kv.modRevision);
    while (history[index] !== kv) index++;
    const previous = index > 0 ? history[index - 1] : undefined;
    return previous === undefined || isTombstone(previous) ? undefined : previous;
  }
}

/** In etcd's protocol the end `\0` stands for "no end". */
const endOf = (rangeEnd: string): string | undefined => (rangeEnd === '\0' ? undefined : rangeEnd);
