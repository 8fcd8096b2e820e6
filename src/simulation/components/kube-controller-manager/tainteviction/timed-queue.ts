import type { Actor, Process, Task } from '../../../engine/index.ts';

interface TimedWork {
  readonly node: string;
  readonly task: Task;
}

/**
 * Work that is done at a given time unless it is cancelled before. A key that is being or was worked on is refused until `cancel`,
 * so that no pod is deleted twice.
 * Source: kubernetes v1.32 pkg/controller/tainteviction/timed_workers.go.
 */
export class TimedQueue {
  /** Keys that wait, with the time at which they fall due. */
  readonly delayed = new Map<string, number>();
  readonly active = new Set<string>();
  private readonly waiting = new Map<string, TimedWork>();
  private readonly done = new Set<string>();
  private readonly self: Actor;
  private readonly act: (key: string, node: string) => Process<void>;
  /** As of a workqueue, for the inspection: nothing waits for a worker. */
  readonly length = 0;

  constructor(self: Actor, act: (key: string, node: string) => Process<void>) {
    this.self = self;
    this.act = act;
  }

  /** True of a key that waits, is in hand or was done. */
  has(key: string): boolean {
    return this.waiting.has(key) || this.active.has(key) || this.done.has(key);
  }

  nodeOf(key: string): string {
    return this.waiting.get(key)?.node ?? '';
  }

  add(key: string, node: string, atUs: number): void {
    if (this.has(key)) return;
    const task = this.self.spawn(this.run(key, node, atUs - this.self.engine.nowUs));
    this.waiting.set(key, { node, task });
    this.delayed.set(key, atUs);
  }

  /** Forgets the key. True when it was waiting. */
  cancel(key: string): boolean {
    this.done.delete(key);
    const work = this.waiting.get(key);
    if (!work) return false;
    this.waiting.delete(key);
    this.delayed.delete(key);
    work.task.cancel();
    return true;
  }

  private *run(key: string, node: string, delayUs: number): Process<void> {
    if (delayUs > 0) yield delayUs;
    this.waiting.delete(key);
    this.delayed.delete(key);
    this.active.add(key);
    yield* this.act(key, node);
    this.active.delete(key);
    this.done.add(key);
  }
}
