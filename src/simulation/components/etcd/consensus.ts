import { type Actor, Future, type MessageKind, type Process, type RandomStream, type SpanId } from '../../engine/index.ts';
import type { EtcdError, TxnRequest, TxnResponse } from '../../contracts/etcd.ts';

/** What members agree on, in order. */
export type Command =
  | { readonly op: 'txn'; readonly request: TxnRequest }
  | { readonly op: 'compact'; readonly revision: number }
  | { readonly op: 'leaseGrant'; readonly ttlUs: number }
  | { readonly op: 'leaseRevoke'; readonly lease: number };

/** A command on its way into the log, with the cause that it will be traced to. */
export interface Entry {
  readonly command: Command;
  readonly span: SpanId;
  readonly kind: MessageKind;
}

export type Outcome = TxnResponse | EtcdError | { readonly lease: number; readonly ttlSeconds: number } | { readonly revision: number };

/** The state machine: carries out agreed entries, in order, at once. */
export type Apply = (entry: Entry) => Outcome;

/** The seam where raft goes: what is proposed is answered once it is agreed on, on disk and applied. */
export interface Consensus {
  propose(entry: Entry): Future<Outcome>;
  /** Entries proposed and not yet applied. */
  readonly pending: number;
}

interface Proposal {
  readonly entry: Entry;
  readonly outcome: Future<Outcome>;
}

/** How long a write-ahead log's fsync takes on a good disk. */
export interface FsyncLatency {
  readonly minUs: number;
  readonly maxUs: number;
}

/**
 * A cluster of one: agreement is an fsync of the write-ahead log. While one is under way the next entries gather
 * and share the one after it (group commit), so a burst costs one fsync and not a thousand.
 */
export class SingleMember implements Consensus {
  private waiting: Proposal[] = [];
  private syncing = 0;
  private readonly self: Actor;
  private readonly apply: Apply;
  private readonly latency: FsyncLatency;
  private readonly disk: RandomStream;

  constructor(self: Actor, apply: Apply, latency: FsyncLatency) {
    this.self = self;
    this.apply = apply;
    this.latency = latency;
    this.disk = self.engine.random.stream(`etcd/fsync/${self.machine.name}`);
  }

  get pending(): number {
    return this.waiting.length + this.syncing;
  }

  propose(entry: Entry): Future<Outcome> {
    const outcome = new Future<Outcome>();
    this.waiting.push({ entry, outcome });
    if (this.pending === 1) this.self.spawn(this.sync(), entry.span);
    return outcome;
  }

  private *sync(): Process<void> {
    const { disk } = this;
    const { engine } = this.self;
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      this.syncing = batch.length;
      yield disk.between(this.latency.minUs, this.latency.maxUs);
      for (const { entry, outcome } of batch) {
        engine.task!.follow(entry.span);
        outcome.resolve(this.apply(entry));
      }
      this.syncing = 0;
    }
  }
}
