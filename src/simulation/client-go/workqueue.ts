import { type Actor, type Process, Signal, type SpanId } from '../engine/index.ts';
import { TokenBucket } from './rate-limit.ts';

export interface RateLimiterOptions {
  /** First and greatest delay of an item that keeps failing; doubled each time. Defaults 5 ms and 1000 s. */
  readonly baseDelayUs?: number;
  readonly maxDelayUs?: number;
  /** The bucket over all items. Defaults 10 per second, burst 100. */
  readonly qps?: number;
  readonly burst?: number;
}

/**
 * A queue of keys. A key is in it at most once; a key that is added while it is being worked on comes again afterwards.
 * Each key remembers the span that first asked for it. Source: client-go v0.32 util/workqueue, in behaviour.
 */
export class Workqueue {
  private readonly queue: string[] = [];
  private head = 0;
  private readonly dirty = new Map<string, SpanId>();
  private readonly processing = new Set<string>();
  private readonly failures = new Map<string, number>();
  private readonly waiting = new Map<string, number>();
  private readonly bell = new Signal();
  private readonly bucket: TokenBucket;
  readonly name: string;
  private readonly actor: Actor;
  private readonly baseDelayUs: number;
  private readonly maxDelayUs: number;

  constructor(actor: Actor, name: string, options: RateLimiterOptions = {}) {
    this.actor = actor;
    this.name = name;
    this.baseDelayUs = options.baseDelayUs ?? 5_000;
    this.maxDelayUs = options.maxDelayUs ?? 1_000_000_000;
    this.bucket = new TokenBucket(actor.engine, options.qps ?? 10, options.burst ?? 100);
  }

  /** Keys that wait for a worker now. */
  get length(): number {
    return this.queue.length - this.head;
  }

  /** Keys that wait for their time, with that time in µs. */
  get delayed(): ReadonlyMap<string, number> {
    return this.waiting;
  }

  /** Keys that a worker has in hand. */
  get active(): ReadonlySet<string> {
    return this.processing;
  }

  add(key: string): void {
    if (this.dirty.has(key)) return;
    this.dirty.set(key, this.actor.engine.span);
    if (this.processing.has(key)) return;
    this.queue.push(key);
    this.bell.notify();
    this.actor.touch();
  }

  /** Adds after a delay, or sooner when an earlier time is already set. */
  addAfter(key: string, delayUs: number): void {
    if (delayUs <= 0) return this.add(key);
    const atUs = this.actor.engine.nowUs + delayUs;
    const known = this.waiting.get(key);
    if (known !== undefined && known <= atUs) return;
    this.waiting.set(key, atUs);
    this.actor.spawn(this.addLater(key, atUs, delayUs));
  }

  /** Adds after the back-off that the key's failures have earned. */
  addRateLimited(key: string): void {
    const failures = this.failures.get(key) ?? 0;
    this.failures.set(key, failures + 1);
    let delayUs = this.baseDelayUs;
    for (let i = 0; i < failures && delayUs < this.maxDelayUs; i++) delayUs *= 2;
    if (delayUs > this.maxDelayUs) delayUs = this.maxDelayUs;
    const limitedUs = this.bucket.reserveUs();
    this.addAfter(key, delayUs > limitedUs ? delayUs : limitedUs);
  }

  forget(key: string): void {
    this.failures.delete(key);
  }

  numRequeues(key: string): number {
    return this.failures.get(key) ?? 0;
  }

  /** Takes the next key, waiting for one, and lets the calling task follow its cause. Call `done` afterwards. */
  *get(): Process<string> {
    while (this.head >= this.queue.length) yield this.bell;
    const key = this.queue[this.head++];
    if (this.head > 1024 && this.head * 2 > this.queue.length) this.trim();
    const span = this.dirty.get(key) ?? 0;
    this.dirty.delete(key);
    this.processing.add(key);
    this.actor.engine.task!.follow(span);
    return key;
  }

  done(key: string): void {
    this.processing.delete(key);
    if (this.dirty.has(key)) {
      this.queue.push(key);
      this.bell.notify();
    }
    this.actor.touch();
  }

  private trim(): void {
    this.queue.splice(0, this.head);
    this.head = 0;
  }

  private *addLater(key: string, atUs: number, delayUs: number): Process<void> {
    yield delayUs;
    if (this.waiting.get(key) !== atUs) return;
    this.waiting.delete(key);
    this.add(key);
  }
}

/**
 * Runs `workers` tasks that take keys and hand them to `sync`. `sync` answers undefined when done, or an error text:
 * then the key comes again with back-off.
 */
export function runWorkers(actor: Actor, queue: Workqueue, workers: number, sync: (key: string) => Process<string | void>): void {
  for (let i = 0; i < workers; i++) actor.spawn(work(queue, sync), 0);
}

function* work(queue: Workqueue, sync: (key: string) => Process<string | void>): Process<void> {
  for (;;) {
    const key = yield* queue.get();
    const error = yield* sync(key);
    if (error === undefined) queue.forget(key);
    else queue.addRateLimited(key);
    queue.done(key);
  }
}
