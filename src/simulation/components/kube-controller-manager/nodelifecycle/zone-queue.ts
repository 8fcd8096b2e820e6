import { TokenBucket } from '../../../client-go/index.ts';
import type { Engine } from '../../../engine/index.ts';

/**
 * The nodes of one zone that wait for their NoExecute taint, at a limited rate. A node that was tainted stays known until it is
 * removed, so it is not queued twice.
 * Source: kubernetes v1.32 pkg/controller/nodelifecycle/scheduler/rate_limited_queue.go.
 */
export class ZoneQueue {
  private readonly known = new Set<string>();
  private queue: string[] = [];
  private bucket: TokenBucket | undefined;
  private rate = 0;
  private readonly engine: Engine;

  constructor(engine: Engine, ratePer1000s: number) {
    this.engine = engine;
    this.rate = ratePer1000s;
    this.bucket = this.newBucket(ratePer1000s);
  }

  get waiting(): readonly string[] {
    return this.queue;
  }

  add(node: string): boolean {
    if (this.known.has(node)) return false;
    this.known.add(node);
    this.queue.push(node);
    return true;
  }

  remove(node: string): boolean {
    if (!this.known.delete(node)) return false;
    this.queue = this.queue.filter((one) => one !== node);
    return true;
  }

  /** The next node if the rate lets one go now. The token is spent in any case. */
  next(): string | undefined {
    return this.queue.length > 0 && this.tryAccept() ? this.queue[0] : undefined;
  }

  /** The node at the head was handled. */
  shift(node: string): void {
    this.queue = this.queue.filter((one) => one !== node);
  }

  /** A queue that is waiting for a token keeps waiting under the new rate. */
  swapRate(ratePer1000s: number): void {
    if (ratePer1000s === this.rate) return;
    const empty = !this.tryAccept();
    this.rate = ratePer1000s;
    this.bucket = this.newBucket(ratePer1000s);
    if (empty) this.tryAccept();
  }

  private newBucket(ratePer1000s: number): TokenBucket | undefined {
    return ratePer1000s <= 0 ? undefined : new TokenBucket(this.engine, ratePer1000s / 1000, 1);
  }

  private tryAccept(): boolean {
    return this.bucket !== undefined && this.bucket.tryTake();
  }
}
