/** A watcher of the keys in [from, to), or from `from` on when `to` is undefined. */
export interface Watcher {
  readonly from: string;
  readonly to: string | undefined;
}

/**
 * Finds the watchers of a key without asking each of them: sorted by start, with the furthest end among all
 * that start no later. Source: etcd 3.5 server/storage/mvcc/watcher_group.go, which keeps an interval tree.
 */
export class WatcherGroup<W extends Watcher> {
  private sorted: W[] = [];
  /** `furthest[i]` is the greatest end among `sorted[0..i]`; undefined means no end. */
  private furthest: (string | undefined)[] = [];

  get size(): number {
    return this.sorted.length;
  }

  all(): readonly W[] {
    return this.sorted;
  }

  add(watcher: W): void {
    const index = this.startingAfter(watcher.from);
    this.sorted.splice(index, 0, watcher);
    this.measure();
  }

  delete(watcher: W): boolean {
    const index = this.sorted.indexOf(watcher);
    if (index < 0) return false;
    this.sorted.splice(index, 1);
    this.measure();
    return true;
  }

  /** Visits the watchers of `key`. */
  visit(key: string, visit: (watcher: W) => void): void {
    for (let i = this.startingAfter(key) - 1; i >= 0; i--) {
      const furthest = this.furthest[i];
      if (furthest !== undefined && furthest <= key) return;
      const watcher = this.sorted[i];
      if (watcher.to === undefined || key < watcher.to) visit(watcher);
    }
  }

  /** The first index whose watcher starts after `key`. */
  private startingAfter(key: string): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle].from <= key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private measure(): void {
    let furthest: string | undefined = '';
    this.furthest = this.sorted.map(({ to }) => {
      furthest = furthest === undefined || to === undefined || to > furthest ? (furthest === undefined ? undefined : to) : furthest;
      return furthest;
    });
  }
}
