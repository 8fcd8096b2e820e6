const NONE: ReadonlySet<string> = new Set();

/** Which keys hang on which lease. Lease 0 means none. */
export class Attachments {
  private readonly byLease = new Map<number, Set<string>>();

  /** Moves a key from one lease to another. */
  move(key: string, from: number, to: number): void {
    if (from === to) return;
    if (from !== 0) this.detach(key, from);
    if (to === 0) return;
    const keys = this.byLease.get(to);
    if (keys === undefined) this.byLease.set(to, new Set([key]));
    else keys.add(key);
  }

  keysOf(lease: number): ReadonlySet<string> {
    return this.byLease.get(lease) ?? NONE;
  }

  private detach(key: string, lease: number): void {
    const keys = this.byLease.get(lease);
    if (keys === undefined) return;
    keys.delete(key);
    if (keys.size === 0) this.byLease.delete(lease);
  }
}
