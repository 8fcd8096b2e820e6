/** Percentiles of one measure, in real ms. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** `work`: main-thread ms per frame. `interval`: ms from frame to frame. Of the frames since the last call. */
export interface FrameStats {
  readonly frames: number;
  readonly work: Percentiles;
  readonly interval: Percentiles;
}

const KEPT = 10_000;

function percentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? 0 };
}

/**
 * Measures frames as the browser makes them: from the first animation callback to the first task after painting, and
 * what taking in the host's frames cost in between.
 */
export class FrameStatistics {
  private work: number[] = [];
  private intervals: number[] = [];
  private lastMs = 0;
  private pendingMs = 0;
  private startMs = 0;
  private readonly channel = new MessageChannel();

  constructor() {
    this.channel.port1.onmessage = () => this.painted();
    requestAnimationFrame((nowMs) => this.frame(nowMs));
  }

  /** Work for the next frame that was done outside animation callbacks. */
  worked(ms: number): void {
    this.pendingMs += ms;
  }

  take(): FrameStats {
    const stats = { frames: this.work.length, work: percentiles(this.work), interval: percentiles(this.intervals) };
    this.work = [];
    this.intervals = [];
    return stats;
  }

  private frame(nowMs: number): void {
    requestAnimationFrame((next) => this.frame(next));
    if (this.lastMs > 0) this.intervals.push(nowMs - this.lastMs);
    this.lastMs = nowMs;
    this.startMs = performance.now();
    this.channel.port2.postMessage(null);
    if (this.intervals.length > KEPT) this.intervals.shift();
  }

  private painted(): void {
    this.work.push(performance.now() - this.startMs + this.pendingMs);
    this.pendingMs = 0;
    if (this.work.length > KEPT) this.work.shift();
  }
}
