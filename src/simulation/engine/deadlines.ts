import type { Engine } from './engine.ts';
import type { Runnable } from './queue.ts';

/** Something that gives up when its time is over. */
export interface Expiring {
  expire(): void;
}

/** A deadline that has been set. Setting `callback` to null cancels it for free: nothing is taken out of the event queue. */
export interface Deadline {
  readonly atUs: number;
  callback: (() => void) | Expiring | null;
}

/**
 * All deadlines of one duration. They fall due in the order in which they were set, so one list and a single
 * queue entry serve any number of requests in flight: a 60 s timeout per request costs the heap nothing.
 */
class DeadlineList implements Runnable {
  private readonly pending: Deadline[] = [];
  private head = 0;
  private armed = false;
  private readonly engine: Engine;
  private readonly durationUs: number;

  constructor(engine: Engine, durationUs: number) {
    this.engine = engine;
    this.durationUs = durationUs;
  }

  add(callback: (() => void) | Expiring): Deadline {
    const deadline: Deadline = { atUs: this.engine.nowUs + this.durationUs, callback };
    this.pending.push(deadline);
    if (!this.armed) this.arm(deadline.atUs);
    return deadline;
  }

  run(): void {
    this.armed = false;
    while (this.head < this.pending.length) {
      const deadline = this.pending[this.head];
      if (deadline.callback && deadline.atUs > this.engine.nowUs) break;
      this.head++;
      const callback = deadline.callback;
      deadline.callback = null;
      if (typeof callback === 'function') callback();
      else callback?.expire();
    }
    this.trim();
    if (!this.armed && this.head < this.pending.length) this.arm(this.pending[this.head].atUs);
  }

  private arm(atUs: number): void {
    this.armed = true;
    this.engine.enqueue(atUs, this);
  }

  private trim(): void {
    if (this.head < 1024 && this.head < this.pending.length) return;
    this.pending.splice(0, this.head);
    this.head = 0;
  }
}

/** Timeouts by duration. Use it for what is nearly always cancelled; use `engine.after` for what happens. */
export class Deadlines {
  private readonly lists = new Map<number, DeadlineList>();
  private readonly engine: Engine;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** Calls back after `durationUs` unless the answer's `callback` is set to null before. */
  add(durationUs: number, callback: (() => void) | Expiring): Deadline {
    let list = this.lists.get(durationUs);
    if (!list) this.lists.set(durationUs, (list = new DeadlineList(this.engine, durationUs)));
    return list.add(callback);
  }
}
