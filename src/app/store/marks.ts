import type { MarkRecord } from '../../protocol/index.ts';
import { Cells, type Cell } from './cell.ts';

const KEPT = 50_000;
const NONE: readonly MarkRecord[] = Object.freeze([]);

/** Reasons, commands, faults and commits, in order of time, and by what they are about. */
export class Marks {
  private all: MarkRecord[] = [];
  private readonly byAbout = new Map<string, MarkRecord[]>();
  /** What `about` answered, until it grows. */
  private readonly answers = new Map<string, readonly MarkRecord[]>();
  private readonly cells = new Cells<readonly MarkRecord[]>((about) => this.about(about));

  take(marks: readonly MarkRecord[]): void {
    if (marks.length === 0) return;
    const touched = new Set<string>(['']);
    for (const mark of marks) {
      this.all.push(mark);
      if (mark.about === '') continue;
      this.file(mark);
      touched.add(mark.about);
      this.answers.delete(mark.about);
    }
    if (this.all.length > KEPT * 1.1) this.forget();
    this.cells.tell(touched);
  }

  /** Everything said about an object key or an actor id, oldest first; a new array when it grew. */
  about(key: string): readonly MarkRecord[] {
    if (key === '') return this.all;
    let answer = this.answers.get(key);
    if (!answer) this.answers.set(key, (answer = this.byAbout.get(key)?.slice() ?? NONE));
    return answer;
  }

  /** To watch `about(key)`. With '' it tells of every mark, but the array stays the same: read with `between`. */
  cell(key: string): Cell<readonly MarkRecord[]> {
    return this.cells.cell(key);
  }

  /** Marks with atUs in (fromUs, toUs], oldest first. */
  between(fromUs: number, toUs: number): readonly MarkRecord[] {
    return this.all.slice(this.firstAfter(fromUs), this.firstAfter(toUs));
  }

  /** The last mark at or before `us` that passes, looking back no further than `most` marks. */
  lastBefore(us: number, passes: (mark: MarkRecord) => boolean, most = 500): MarkRecord | undefined {
    const end = this.firstAfter(us);
    for (let index = end - 1; index >= Math.max(0, end - most); index--) if (passes(this.all[index]!)) return this.all[index];
    return undefined;
  }

  truncate(us: number): void {
    this.all.length = this.firstAfter(us);
    this.reindex();
  }

  clear(): void {
    this.all = [];
    this.reindex();
  }

  private forget(): void {
    this.all = this.all.slice(-KEPT);
    this.reindex();
  }

  private reindex(): void {
    const touched = new Set(['', ...this.byAbout.keys()]);
    this.byAbout.clear();
    this.answers.clear();
    for (const mark of this.all) if (mark.about !== '') this.file(mark);
    this.cells.tell(touched);
  }

  private file(mark: MarkRecord): void {
    const list = this.byAbout.get(mark.about);
    if (list) list.push(mark);
    else this.byAbout.set(mark.about, [mark]);
  }

  private firstAfter(us: number): number {
    let low = 0;
    let high = this.all.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.all[middle]!.atUs <= us) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
