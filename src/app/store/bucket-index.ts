import { Cells, type Cell } from './cell.ts';

const NONE: readonly string[] = Object.freeze([]);

/** Where a key belongs now, by what its record says; undefined: nowhere. */
export type BucketOf<R> = (record: R, key: string) => string | undefined;

/** Keys by bucket, kept up to date record by record. A bucket's list is a new array exactly when its members changed, in key order. */
export class BucketIndex<R> {
  private readonly bucketOf: BucketOf<R>;
  private readonly members = new Map<string, Set<string>>();
  private readonly lists = new Map<string, readonly string[]>();
  private readonly changed = new Set<string>();
  private readonly cells = new Cells<readonly string[]>((bucket) => this.keys(bucket));

  constructor(bucketOf: BucketOf<R>) {
    this.bucketOf = bucketOf;
  }

  put(key: string, before: R | null, after: R | null): void {
    const from = before === null ? undefined : this.bucketOf(before, key);
    const to = after === null ? undefined : this.bucketOf(after, key);
    if (from === to) return;
    if (from !== undefined) this.remove(from, key);
    if (to !== undefined) this.add(to, key);
  }

  /** Ordered by key, bytewise; the same array until the bucket's members change. */
  keys(bucket: string): readonly string[] {
    let list = this.lists.get(bucket);
    if (!list) {
      const members = this.members.get(bucket);
      list = members ? [...members].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)) : NONE;
      this.lists.set(bucket, list);
    }
    return list;
  }

  count(bucket: string): number {
    return this.members.get(bucket)?.size ?? 0;
  }

  cell(bucket: string): Cell<readonly string[]> {
    return this.cells.cell(bucket);
  }

  /** Tells watchers of the buckets whose members changed since the last time. */
  tell(): void {
    if (this.changed.size === 0) return;
    const changed = [...this.changed];
    this.changed.clear();
    this.cells.tell(changed);
  }

  clear(): void {
    for (const bucket of this.members.keys()) this.touch(bucket);
    this.members.clear();
  }

  private add(bucket: string, key: string): void {
    const members = this.members.get(bucket);
    if (members) members.add(key);
    else this.members.set(bucket, new Set([key]));
    this.touch(bucket);
  }

  private remove(bucket: string, key: string): void {
    const members = this.members.get(bucket);
    members?.delete(key);
    if (members?.size === 0) this.members.delete(bucket);
    this.touch(bucket);
  }

  private touch(bucket: string): void {
    this.changed.add(bucket);
    this.lists.delete(bucket);
  }
}
