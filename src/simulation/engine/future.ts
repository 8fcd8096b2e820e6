import type { Process, Task, Waitable } from './process.ts';

/** A value that arrives once. Whoever waits gets it, in the order in which they came. */
export class Future<T> implements Waitable {
  ready = false;
  value: T | undefined = undefined;
  /** Nearly always one task waits, so it needs no list. */
  private first: Task | null = null;
  private others: Task[] | null = null;

  /** Sets the value and wakes the waiters. Later calls change nothing. */
  resolve(value: T): void {
    if (this.ready) return;
    this.ready = true;
    this.value = value;
    const { first, others } = this;
    this.first = this.others = null;
    if (first) first.wake(value);
    if (others) for (const task of others) task.wake(value);
  }

  /** The same, but who waits goes on within this event. For deliveries, which run while no task does. */
  hand(value: T): void {
    const { first } = this;
    if (this.ready || first === null || this.others !== null) return this.resolve(value);
    this.ready = true;
    this.value = value;
    this.first = null;
    first.goOn(value);
  }

  subscribe(task: Task): void {
    if (this.first === null && this.others === null) this.first = task;
    else (this.others ??= []).push(task);
  }

  unsubscribe(task: Task): void {
    if (this.first === task) this.first = null;
    const index = this.others ? this.others.indexOf(task) : -1;
    if (index >= 0) this.others!.splice(index, 1);
  }

  /** Waits for the value: `const reply = yield* future.wait()`. */
  *wait(): Process<T> {
    return (yield this) as T;
  }
}

/** A bell: `yield* signal.wait()` sleeps until the next `notify`. Nothing is remembered between rings. */
export class Signal implements Waitable {
  readonly ready = false;
  readonly value = undefined;
  private waiters: Task[] = [];

  notify(): void {
    if (this.waiters.length === 0) return;
    const waiters = this.waiters;
    this.waiters = [];
    for (const task of waiters) task.wake(undefined);
  }

  subscribe(task: Task): void {
    this.waiters.push(task);
  }

  unsubscribe(task: Task): void {
    const index = this.waiters.indexOf(task);
    if (index >= 0) this.waiters.splice(index, 1);
  }

  *wait(): Process<void> {
    yield this;
  }
}
