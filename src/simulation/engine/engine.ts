import type { Actor } from './actor.ts';
import { Deadlines } from './deadlines.ts';
import { SimulationCrash } from './invariant.ts';
import { Network } from './network.ts';
import type { Task } from './process.ts';
import { EventQueue, type QueueEntry, type Runnable } from './queue.ts';
import { RandomSource } from './random.ts';
import { defaultNetworkOptions, type NetworkOptions } from './route.ts';
import { type SpanId, Trace } from './trace.ts';

export interface EngineOptions {
  /** Any text; equal seeds and equal commands give equal runs. */
  readonly seed: string;
  readonly network?: NetworkOptions;
  /** How many spans the trace remembers. Default 262,144. */
  readonly traceCapacity?: number;
  /** Freeze objects deeply where they are shared, so that a mutation throws. For tests and development. */
  readonly freeze?: boolean;
}

class Callback implements Runnable {
  readonly run: () => void;
  constructor(run: () => void) {
    this.run = run;
  }
}

/**
 * The virtual clock and everything that hangs on it. Time is an integer number of microseconds since the start
 * and moves only when the queue is run.
 */
export class Engine {
  nowUs = 0;
  /** The cause of what is being done right now. */
  span: SpanId = 0;
  /** The task that is being run right now. */
  task: Task | null = null;
  /** Number of queue entries that have run. */
  events = 0;
  readonly queue = new EventQueue();
  readonly random: RandomSource;
  readonly trace: Trace;
  readonly network: Network;
  readonly deadlines: Deadlines;
  readonly seed: string;
  readonly freeze: boolean;
  /** Called when an actor's visible state may have changed. Observers must not touch the simulation. */
  onTouch: ((actor: Actor) => void) | undefined;

  constructor(options: EngineOptions) {
    this.seed = options.seed;
    this.freeze = options.freeze ?? false;
    this.random = new RandomSource(options.seed);
    this.trace = new Trace(options.traceCapacity ?? 262_144);
    this.network = new Network(this, options.network ?? defaultNetworkOptions);
    this.deadlines = new Deadlines(this);
  }

  /** Puts a runnable into the queue at an instant, not before now. */
  enqueue(atUs: number, target: Runnable): QueueEntry {
    return this.queue.push(atUs < this.nowUs ? this.nowUs : atUs, target);
  }

  /** Calls back after a delay. Set the entry's `target` to null to cancel. Not tied to an actor: see `after`. */
  after(delayUs: number, callback: () => void): QueueEntry {
    return this.enqueue(this.nowUs + delayUs, new Callback(callback));
  }

  /** The instant of the next event, or Infinity when nothing is left to happen. */
  get nextAtUs(): number {
    const entry = this.queue.peek();
    return entry ? entry.atUs : Infinity;
  }

  /** Runs one event. False when there is none. */
  step(): boolean {
    const entry = this.queue.peek();
    if (!entry) return false;
    this.runEntry(entry);
    return true;
  }

  /**
   * Runs everything due up to and including `untilUs`, then stands there. Stops early, with the clock at the last
   * event, after `maxEvents` events or when `stop()` answers true after an event. Answers true when it arrived.
   */
  runUntil(untilUs: number, maxEvents = Infinity, stop?: () => boolean): boolean {
    let left = maxEvents;
    for (let entry = this.queue.peek(); entry && entry.atUs <= untilUs; entry = this.queue.peek()) {
      if (left-- <= 0) return false;
      this.runEntry(entry);
      if (stop?.()) return false;
    }
    if (untilUs > this.nowUs) this.nowUs = untilUs;
    return true;
  }

  private runEntry(entry: QueueEntry): void {
    this.queue.pop();
    this.nowUs = entry.atUs;
    this.events++;
    const target = entry.target!;
    entry.target = null;
    try {
      target.run();
    } catch (error) {
      throw error instanceof SimulationCrash ? error : new SimulationCrash(error, this.crashSite());
    }
  }

  private crashSite(): { seed: string; nowUs: number; event: number; actor: string | undefined } {
    return { seed: this.seed, nowUs: this.nowUs, event: this.events, actor: this.task?.actor.id };
  }
}
