/** Anything the event queue can run. A runnable is called once per entry, at the entry's instant. */
export interface Runnable {
  run(): void;
}

/** One entry of the queue. `target` becomes null when the entry is cancelled. */
export interface QueueEntry {
  readonly atUs: number;
  readonly seq: number;
  target: Runnable | null;
}

const before = (a: QueueEntry, b: QueueEntry): boolean => a.atUs < b.atUs || (a.atUs === b.atUs && a.seq < b.seq);

/**
 * A binary heap ordered by (time, sequence). Equal instants keep the order in which they were pushed,
 * so the queue alone decides who goes first and a run can be repeated.
 */
export class EventQueue {
  private readonly heap: QueueEntry[] = [];
  private nextSeq = 0;

  get size(): number {
    return this.heap.length;
  }

  /** Number of entries ever pushed: part of the determinism hash. */
  get pushed(): number {
    return this.nextSeq;
  }

  push(atUs: number, target: Runnable): QueueEntry {
    const entry: QueueEntry = { atUs, seq: this.nextSeq++, target };
    this.siftUp(entry, this.heap.length);
    return entry;
  }

  peek(): QueueEntry | undefined {
    const heap = this.heap;
    // Cancelled entries leave when they reach the top; nobody pays for them earlier.
    while (heap.length > 0 && heap[0].target === null) this.pop();
    return heap[0];
  }

  pop(): QueueEntry | undefined {
    const heap = this.heap;
    const top = heap[0];
    const last = heap.pop();
    if (last !== undefined && heap.length > 0) this.siftDown(last);
    return top;
  }

  /** The pending entries in no particular order, for inspection only. */
  entries(): readonly QueueEntry[] {
    return this.heap;
  }

  private siftUp(entry: QueueEntry, start: number): void {
    const heap = this.heap;
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(entry, heap[parent])) break;
      heap[index] = heap[parent];
      index = parent;
    }
    heap[index] = entry;
  }

  private siftDown(entry: QueueEntry): void {
    const heap = this.heap;
    const size = heap.length;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= size) break;
      if (child + 1 < size && before(heap[child + 1], heap[child])) child++;
      if (!before(heap[child], entry)) break;
      heap[index] = heap[child];
      index = child;
    }
    heap[index] = entry;
  }
}
