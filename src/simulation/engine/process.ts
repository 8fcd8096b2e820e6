import type { Actor } from './actor.ts';
import type { Call } from './connection.ts';
import type { Engine } from './engine.ts';
import type { QueueEntry, Runnable } from './queue.ts';
import type { SpanId } from './trace.ts';

/** What a process may yield: a number of microseconds to sleep, or something that wakes it. */
export type Wait = number | Waitable;

/** A process: a generator that runs on the virtual clock. `const pod = yield* client.pods.get(…)`. */
export type Process<T = void> = Generator<Wait, T, unknown>;

/** Something a task can wait for. When `ready`, the task goes on at once with `value`. */
export interface Waitable {
  readonly ready: boolean;
  readonly value: unknown;
  subscribe(task: Task): void;
  unsubscribe(task: Task): void;
}

/** Sleeps for `durationUs` microseconds of virtual time (≥ 0). */
export function* sleep(durationUs: number): Process<void> {
  yield durationUs;
}

/**
 * A running process, owned by an actor: it stops when the actor crashes and waits while the actor is frozen.
 * `span` is the cause that everything it does is traced back to.
 */
export class Task implements Runnable {
  span: SpanId;
  finished = false;
  onDone: ((value: unknown) => void) | undefined;
  /** The request that the process answers with what it returns. */
  call: Call | undefined;
  private input: unknown = undefined;
  private entry: QueueEntry | null = null;
  private waitingFor: Waitable | null = null;
  readonly engine: Engine;
  readonly actor: Actor;
  private readonly generator: Process<unknown>;

  constructor(engine: Engine, actor: Actor, generator: Process<unknown>, span: SpanId) {
    this.engine = engine;
    this.actor = actor;
    this.generator = generator;
    this.span = span;
  }

  /** Makes the task go on with `value` at the present instant, after what is already due. */
  wake(value: unknown): void {
    if (this.finished) return;
    this.input = value;
    this.waitingFor = null;
    this.entry = this.engine.enqueue(this.engine.nowUs, this);
  }

  /** Goes on with `value` within the present event. Only while no task runs. */
  goOn(value: unknown): void {
    if (this.finished) return;
    this.input = value;
    this.waitingFor = null;
    this.run();
  }

  run(): void {
    if (this.finished) return;
    if (this.actor.holdsWhileFrozen(this)) return;
    this.entry = null;
    const engine = this.engine;
    const outerTask = engine.task;
    const outerSpan = engine.span;
    engine.task = this;
    engine.span = this.span;
    // No `finally`: a throw ends the run, and the crash report wants to know who was running.
    this.advance();
    engine.task = outerTask;
    engine.span = outerSpan;
  }

  /** Adopts another cause from here on: a worker does so for each key that it takes from its queue. */
  follow(span: SpanId): void {
    this.span = span;
    this.engine.span = span;
  }

  /** Ends the task where it stands; its `finally` blocks run, its caller hears nothing. */
  cancel(): void {
    if (this.finished) return;
    this.finished = true;
    if (this.entry) this.entry.target = null;
    this.waitingFor?.unsubscribe(this);
    this.actor.forget(this);
    // A task that cancels itself is inside its own generator, which must not be re-entered.
    if (this.engine.task !== this) this.generator.return(undefined);
  }

  private advance(): void {
    let input = this.input;
    for (;;) {
      const step = this.generator.next(input);
      if (this.finished) return;
      if (step.done) return this.finish(step.value);
      const wait = step.value;
      if (typeof wait === 'number') {
        this.input = undefined;
        this.entry = this.engine.enqueue(this.engine.nowUs + wait, this);
        return;
      }
      if (!wait.ready) {
        this.waitingFor = wait;
        wait.subscribe(this);
        return;
      }
      input = wait.value;
    }
  }

  private finish(value: unknown): void {
    this.finished = true;
    this.actor.forget(this);
    this.onDone?.(value);
    if (this.call) this.engine.network.answer(this.call, value);
  }
}
