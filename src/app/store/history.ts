import { applyChange, reapplyChange, revertChange, type Change, type MutableTables, type WireChange } from '../../protocol/index.ts';

/** Called for every change of the tables, in either direction. */
export type OnPut = (change: Change, direction: 'forward' | 'backward') => void;

/** Over this many changes the oldest tenth is forgotten; looking back ends there. */
const MAX_CHANGES = 600_000;

/**
 * Everything that changed, in order of time, and a place in it. The tables stand as of that place. What was never
 * applied yet (it arrived while somebody was looking back) learns what it replaces when it is reached.
 */
export class History {
  readonly tables: MutableTables;
  private changes: (Change | WireChange)[] = [];
  /** Changes before this index are in the tables. */
  private place = 0;
  /** Changes before this index know what they replaced. */
  private resolved = 0;
  private lastUs = 0;
  private readonly onPut: OnPut;
  /** Looking back further than this is not possible. */
  earliestUs = 0;

  constructor(tables: MutableTables, onPut: OnPut) {
    this.tables = tables;
    this.onPut = onPut;
  }

  get length(): number {
    return this.changes.length;
  }

  /** Changes are kept in order even where the host's samples are a little late. */
  append(wire: readonly WireChange[]): void {
    for (const change of wire) {
      const late = change.atUs < this.lastUs;
      this.changes.push(late ? { ...change, atUs: this.lastUs } : change);
      if (!late) this.lastUs = change.atUs;
    }
  }

  /** Moves to just after the last change at or before `us`. */
  seek(us: number): void {
    const target = this.indexAfter(us);
    while (this.place < target) this.forward();
    while (this.place > target) this.backward();
    if (this.place === this.changes.length && this.place > MAX_CHANGES) this.forget();
  }

  toEnd(): void {
    this.seek(Infinity);
  }

  /** Drops what happened after `us`; the tables must stand at or before it. */
  truncate(us: number): void {
    this.seek(us);
    this.changes.length = this.place;
    this.resolved = Math.min(this.resolved, this.place);
    this.lastUs = this.changes.at(-1)?.atUs ?? 0;
  }

  clear(): void {
    while (this.place > 0) this.backward();
    this.changes = [];
    this.resolved = 0;
    this.lastUs = 0;
    this.earliestUs = 0;
  }

  /** The changes with atUs in (fromUs, toUs], oldest first. */
  between(fromUs: number, toUs: number): readonly WireChange[] {
    return this.changes.slice(this.indexAfter(fromUs), this.indexAfter(toUs));
  }

  private indexAfter(us: number): number {
    let low = 0;
    let high = this.changes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.changes[middle]!.atUs <= us) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private forward(): void {
    const index = this.place++;
    if (index < this.resolved) {
      const change = this.changes[index] as Change;
      reapplyChange(this.tables, change);
      this.onPut(change, 'forward');
      return;
    }
    const change = applyChange(this.tables, this.changes[index]!);
    this.changes[index] = change;
    this.resolved = index + 1;
    this.onPut(change, 'forward');
  }

  private backward(): void {
    const change = this.changes[--this.place] as Change;
    revertChange(this.tables, change);
    this.onPut(change, 'backward');
  }

  private forget(): void {
    const count = Math.floor(this.changes.length / 10);
    this.earliestUs = this.changes[count - 1]!.atUs;
    this.changes = this.changes.slice(count);
    this.place -= count;
    this.resolved -= count;
  }
}
