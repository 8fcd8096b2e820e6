import type { Engine } from '../engine/index.ts';

/**
 * A token bucket on the virtual clock.
 * Source: client-go v0.32 util/flowcontrol/throttle.go (golang.org/x/time/rate): `burst` tokens at first, `qps` more per second.
 */
export class TokenBucket {
  private tokensMicro: number;
  private lastUs: number;
  private readonly engine: Engine;
  private readonly qps: number;
  private readonly burst: number;

  constructor(engine: Engine, qps: number, burst: number) {
    this.engine = engine;
    this.qps = qps;
    this.burst = burst;
    this.tokensMicro = burst * 1_000_000;
    this.lastUs = engine.nowUs;
  }

  /** Takes one token and answers how many µs to wait for it. A negative `qps` never waits. */
  reserveUs(): number {
    if (this.qps < 0) return 0;
    this.refill();
    this.tokensMicro -= 1_000_000;
    return this.tokensMicro >= 0 ? 0 : Math.ceil(-this.tokensMicro / this.qps);
  }

  /** Takes one token if there is one now. */
  tryTake(): boolean {
    this.refill();
    if (this.tokensMicro < 1_000_000) return false;
    this.tokensMicro -= 1_000_000;
    return true;
  }

  private refill(): void {
    const gained = (this.engine.nowUs - this.lastUs) * this.qps;
    this.lastUs = this.engine.nowUs;
    const full = this.burst * 1_000_000;
    this.tokensMicro = this.tokensMicro + gained > full ? full : this.tokensMicro + gained;
  }
}
