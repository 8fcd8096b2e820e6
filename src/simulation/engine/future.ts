import type { Process, Task, Waitable } from './process.ts';

/** A value that arrives once. Whoever waits gets it, in the order in which they came. */
export class Future<T> implements Waitable {
  ready = false;
  value: T | undefined = undefined;
  private waiters: Task[] | null = null;

  /** Sets the value and wakes the waiters. Later calls change nothing. */
  resolve(value: T): void {
    if (this.ready) return;
    this.ready = true;
    this.value = value;
    const waiters = this.waiters;
    this.waiters = null;
    if (waiters) for (const task of waiters) task.wake(value);
  }

  subscribe(task: Task): void {
    (this.waiters ??= []).push(task);
  }

  unsubscribe(task: Task): void {
    const index = this.waiters ? this.waiters.indexOf(task) : -1;
    if (index >= 0) this.waiters!.splice(index, 1);
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
