import type { CacheEvent } from './event.ts';

/** Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/storage/cacher/watch_cache.go. */
const CAPACITY_MIN = 100;
const CAPACITY_MAX = 102_400;
const FRESH_US = 75_000_000;

/**
 * The newest events of a resource, so that a watch can begin a little in the past. Grows while its oldest event is
 * younger than 75 s, so that a burst does not push a watcher out that was only just disconnected.
 */
export class EventWindow {
  private events: CacheEvent[] = [];
  private head = 0;
  /** Everything after this revision is in the window. */
  private after: number;

  constructor(after: number) {
    this.after = after;
  }

  get size(): number {
    return this.events.length - this.head;
  }

  /** The oldest revision from which a watch may begin is one more than this. */
  get oldestAfter(): number {
    return this.after;
  }

  add(event: CacheEvent): void {
    this.events.push(event);
    while (this.size > CAPACITY_MAX || (this.size > CAPACITY_MIN && this.events[this.head].atUs <= event.atUs - FRESH_US)) this.drop();
    if (this.head < 1_024 || this.head < this.events.length >> 1) return;
    this.events = this.events.slice(this.head);
    this.head = 0;
  }

  /** Events after `revision`, oldest first, or undefined when some of them are gone. */
  since(revision: number): readonly CacheEvent[] | undefined {
    if (revision < this.after) return undefined;
    let low = this.head;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.events[middle].revision <= revision) low = middle + 1;
      else high = middle;
    }
    return this.events.slice(low);
  }

  private drop(): void {
    this.after = this.events[this.head].revision;
    this.head++;
  }
}
