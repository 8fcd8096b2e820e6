import { type Actor, type Process, Signal, type SpanId } from '../../engine/index.ts';
import { TokenBucket } from '../../client-go/index.ts';

/** Runs work when asked, at most once per interval after a burst of two. Source: kubernetes v1.32 pkg/util/async/bounded_frequency_runner.go. */
export class BoundedFrequencyRunner {
  private readonly bell = new Signal();
  private readonly bucket: TokenBucket;
  private cause: SpanId = 0;
  private wanted = false;
  private readonly actor: Actor;
  private readonly work: () => void;

  constructor(actor: Actor, minIntervalUs: number, work: () => void) {
    this.actor = actor;
    this.work = work;
    this.bucket = new TokenBucket(actor.engine, 1_000_000 / minIntervalUs, 2);
  }

  /** Asks for a run; the cause is the first request since the last run. */
  run(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.cause = this.actor.engine.span;
    this.bell.notify();
  }

  *loop(): Process<void> {
    for (;;) {
      while (!this.wanted) yield this.bell;
      const waitUs = this.bucket.reserveUs();
      if (waitUs > 0) yield waitUs;
      this.actor.engine.task!.follow(this.cause);
      this.wanted = false;
      this.work();
    }
  }
}
