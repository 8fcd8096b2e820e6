import { type Actor, type CallContext, type Process, Signal, type Stream, type Task } from '../../engine/index.ts';
import type { EtcdCall, EtcdError, TxnRequest, WatchRequest, WatchResponse } from '../../contracts/etcd.ts';
import { type Command, type Consensus, type Entry, type FsyncLatency, type Outcome, SingleMember } from './consensus.ts';
import type { EtcdDisk } from './disk.ts';
import { leaseNotFound } from './errors.ts';
import { type StoreWatcher, WatchableStore } from './mvcc/watchable-store.ts';

/** The answer to `watch`: batches arrive on `stream`. */
export interface WatchAnswer {
  readonly stream: Stream;
  readonly revision: number;
}

/** What `inspect` of an etcd actor answers. */
export interface EtcdInspection {
  readonly revision: number;
  readonly compactRevision: number;
  readonly keys: number;
  readonly entries: number;
  readonly leases: number;
  readonly watchers: number;
  /** Proposals that wait for the disk. */
  readonly pending: number;
}

const MICROSECONDS = 1_000_000;
const isRead = (request: TxnRequest): boolean => request.success.every(({ op }) => op === 'range') && request.failure.every(({ op }) => op === 'range');

/** Turns calls into proposals and reads, and applies what was agreed. Source: etcd 3.5 server/etcdserver/v3_server.go. */
export class EtcdServer {
  readonly watches: WatchableStore;
  /** Rings when a watcher must be brought forward from the past. */
  readonly unsyncedArrived = new Signal();
  private readonly consensus: Consensus;
  private expiry: Task | undefined;
  private readonly self: Actor;
  private readonly disk: EtcdDisk;

  constructor(self: Actor, disk: EtcdDisk, fsync: FsyncLatency) {
    this.self = self;
    this.disk = disk;
    this.watches = new WatchableStore(disk.store);
    this.consensus = new SingleMember(self, (entry) => this.apply(entry), fsync);
  }

  inspection(): EtcdInspection {
    const { store, lessor } = this.disk;
    return {
      revision: store.revision, compactRevision: store.compactRevision, keys: store.keyCount, entries: store.entryCount,
      leases: lessor.size, watchers: this.watches.watcherCount, pending: this.consensus.pending,
    };
  }

  /** Answers one call. */
  *handle(call: EtcdCall, context: CallContext): Process<unknown> {
    const command = this.toPropose(call);
    // Proposals first: they are most of the traffic.
    if (command !== undefined) return yield this.consensus.propose({ command, span: context.span, kind: context.kind });
    switch (call.method) {
      case 'range': return this.disk.store.range(call.request);
      // A transaction that writes nothing needs no agreement; the member of a cluster of one is up to date.
      case 'txn': return this.disk.store.txn(call.request).response;
      case 'watch': return this.watch(call.request, context);
      case 'leaseKeepAlive': return this.keepAlive(call.request.lease);
      default: return { revision: this.disk.store.revision };
    }
  }

  /** Plans the next expiry of a lease. Called at the start and whenever leases change. */
  scheduleExpiry(): void {
    const soonest = this.disk.lessor.soonest;
    this.expiry?.cancel();
    this.expiry = soonest && this.self.spawn(this.expireAt(soonest.expiresAtUs), 0);
  }

  /** What has to be agreed on, or undefined for a call that this member answers alone. */
  private toPropose(call: EtcdCall): Command | undefined {
    switch (call.method) {
      case 'txn': return isRead(call.request) ? undefined : { op: 'txn', request: call.request };
      case 'compact': return { op: 'compact', revision: call.request.revision };
      case 'leaseGrant': return { op: 'leaseGrant', ttlUs: call.request.ttlSeconds * MICROSECONDS };
      case 'leaseRevoke': return { op: 'leaseRevoke', lease: call.request.lease };
      default: return undefined;
    }
  }

  private watch(request: WatchRequest, context: CallContext): WatchAnswer {
    const stream = context.openStream();
    const watcher: StoreWatcher = this.watches.watch(request, (response) => this.send(stream, watcher, response));
    stream.onClosed = () => {
      this.watches.cancel(watcher);
      this.self.touch();
    };
    if (this.watches.hasUnsynced) this.unsyncedArrived.notify();
    this.self.touch();
    return { stream, revision: this.disk.store.revision };
  }

  private kindNow: 'watch' | 'heartbeat' = 'watch';

  private send(stream: Stream, watcher: StoreWatcher, response: WatchResponse): void {
    stream.send(this.kindNow, 'etcd watch', response.events.length === 1 ? response.events[0].kv.key : watcher.from, response);
    if (response.compactRevision !== undefined) stream.end();
  }

  private apply(entry: Entry): Outcome {
    const outcome = this.carryOut(entry);
    this.self.touch();
    return outcome;
  }

  private carryOut(entry: Entry): Outcome {
    const { command } = entry;
    switch (command.op) {
      case 'txn': return this.applyTxn(command.request, entry);
      case 'compact': return this.disk.store.compact(command.revision) ?? { revision: this.disk.store.revision };
      case 'leaseGrant': return this.grant(command.ttlUs);
      case 'leaseRevoke': return this.revoke(command.lease, entry);
    }
  }

  private applyTxn(request: TxnRequest, entry: Entry): Outcome {
    const { engine } = this.self;
    const { response, events } = this.disk.store.txn(request);
    if (events.length === 0) return response;
    this.kindNow = entry.kind === 'heartbeat' ? 'heartbeat' : 'watch';
    for (const event of events) {
      const mark = engine.trace.mark(entry.span, 'commit', this.self.id, event.type, event.kv.key, engine.nowUs, { revision: event.kv.modRevision });
      // What follows from a commit is traced to it, not to the request alone.
      engine.task!.follow(mark.id);
      for (const listener of this.disk.store.commitListeners) listener(event, mark.id, engine.nowUs);
    }
    this.watches.notify(events);
    this.kindNow = 'watch';
    return response;
  }

  private grant(ttlUs: number): Outcome {
    const lease = this.disk.lessor.grant(ttlUs, this.self.engine.nowUs);
    this.scheduleExpiry();
    return { lease: lease.id, ttlSeconds: ttlUs / MICROSECONDS };
  }

  private keepAlive(id: number): EtcdError | { lease: number; ttlSeconds: number } {
    const lease = this.disk.lessor.renew(id, this.self.engine.nowUs);
    if (lease === undefined) return leaseNotFound();
    this.scheduleExpiry();
    return { lease: id, ttlSeconds: lease.ttlUs / MICROSECONDS };
  }

  private revoke(id: number, entry: Entry): Outcome {
    if (this.disk.lessor.remove(id) === undefined) return leaseNotFound();
    const keys = [...this.disk.store.attachments.keysOf(id)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    this.applyTxn({ compare: [], success: keys.map((key) => ({ op: 'delete', key })), failure: [] }, entry);
    this.scheduleExpiry();
    return { revision: this.disk.store.revision };
  }

  private *expireAt(atUs: number): Process<void> {
    yield Math.max(0, atUs - this.self.engine.nowUs);
    const due = this.disk.lessor.soonest;
    this.expiry = undefined;
    if (due === undefined || due.expiresAtUs > this.self.engine.nowUs) return this.scheduleExpiry();
    yield* this.consensus.propose({ command: { op: 'leaseRevoke', lease: due.id }, span: 0, kind: 'request' }).wait();
  }
}
