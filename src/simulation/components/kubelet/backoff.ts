interface Entry {
  backoffUs: number;
  lastUpdateUs: number;
}

/**
 * Waiting times that double. Source: client-go v0.32 util/flowcontrol/backoff.go, without jitter.
 * An entry that was not touched for twice the greatest delay starts anew.
 */
export class Backoff {
  private readonly entries = new Map<string, Entry>();
  private readonly initialUs: number;
  private readonly maxUs: number;

  constructor(initialUs: number, maxUs: number) {
    this.initialUs = initialUs;
    this.maxUs = maxUs;
  }

  get(key: string): number {
    return this.entries.get(key)?.backoffUs ?? 0;
  }

  /** Lengthens the delay; `eventUs` is when the last failure happened. */
  next(key: string, eventUs: number, nowUs: number): void {
    const entry = this.entries.get(key);
    if (!entry || this.expired(entry, eventUs)) {
      this.entries.set(key, { backoffUs: this.initialUs, lastUpdateUs: nowUs });
      return;
    }
    entry.backoffUs = entry.backoffUs * 2 > this.maxUs ? this.maxUs : entry.backoffUs * 2;
    entry.lastUpdateUs = nowUs;
  }

  /** Whether the delay counted from an event is still running. */
  isInBackOffSince(key: string, eventUs: number, nowUs: number): boolean {
    const entry = this.entries.get(key);
    if (!entry || this.expired(entry, eventUs)) return false;
    return nowUs - eventUs < entry.backoffUs;
  }

  /** Whether the delay counted from the last `next` is still running. */
  isInBackOffSinceUpdate(key: string, nowUs: number): boolean {
    const entry = this.entries.get(key);
    if (!entry || this.expired(entry, nowUs)) return false;
    return nowUs - entry.lastUpdateUs < entry.backoffUs;
  }

  /** Microseconds until the delay since the last `next` is over. */
  remainingUs(key: string, nowUs: number): number {
    const entry = this.entries.get(key);
    if (!entry) return 0;
    const left = entry.lastUpdateUs + entry.backoffUs - nowUs;
    return left > 0 ? left : 0;
  }

  forget(key: string): void {
    this.entries.delete(key);
  }

  private expired(entry: Entry, eventUs: number): boolean {
    return eventUs - entry.lastUpdateUs > this.maxUs * 2;
  }
}
