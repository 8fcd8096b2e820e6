import type { ClockCommand, Frame, HostMessage, Question, SessionFile, SimulationCommand, ViewerMessage } from '../../protocol/index.ts';
import { answerQuestion } from '../../simulation/cluster/answers.ts';
import { Run, SimulationCrash } from '../../simulation/cluster/run.ts';
import { Pace, type Traffic } from './pace.ts';

/** The real world as the conductor needs it. */
export interface Surroundings {
  post(message: HostMessage): void;
  nowMs(): number;
  /** Freeze what the simulation shares, so that a mutation throws: for development. */
  readonly freeze?: boolean;
  /** Calls back once, after about `delayMs`. */
  later(callback: () => void, delayMs: number): void;
}

const TICK_MS = 8;
/** How long one tick may keep the worker from its inbox. */
const BUDGET_MS = 10;
const CHUNK_EVENTS = 2_000;
/** `next` gives up here: an hour in which nothing but heartbeats happened. */
const NEXT_LIMIT_US = 3_600_000_000;
/**
 * After this long without anything but heartbeats nothing is waited for: longer than the longest wait that Kubernetes has by
 * default, the 10 min of a rollout's progress deadline. Then the heartbeats are worth looking at, instead of hours of them.
 */
const CALM_AFTER_US = 660_000_000;

/** Plays a run to a viewer: keeps the pace, obeys the viewer, sends one frame per acknowledgement. */
export class Conductor {
  private run: Run | undefined;
  private readonly pace = new Pace();
  private branch = 0;
  private seq = 0;
  private acked = 0;
  private lastTickMs = 0;
  private advanceToUs: number | undefined;
  private work: Generator<number, void, void> | undefined;
  private afterWork: (() => void) | undefined;
  private dirty = true;
  private readonly world: Surroundings;

  constructor(world: Surroundings) {
    this.world = world;
    this.tick();
  }

  /** Handles one message of the viewer. */
  receive(message: ViewerMessage): void {
    switch (message.type) {
      case 'start':
        return this.start(message.session);
      case 'command':
        return this.command(message.id, message.command);
      case 'clock':
        return this.clock(message.command);
      case 'ack':
        this.acked = Math.max(this.acked, message.seq);
        return;
      case 'branch':
        return this.fork(message.atUs);
      case 'ask':
        return this.ask(message.id, message.question);
      case 'cancel':
        return this.cancel();
    }
  }

  private start(session: SessionFile): void {
    this.pace.paused = true;
    this.begin(session, session.playheadUs, false);
  }

  private fork(atUs: number): void {
    if (!this.run) return;
    const session = this.run.session();
    this.begin({ ...session, commands: session.commands.filter((entry) => entry.atUs <= atUs) }, atUs, true);
  }

  /** Replays a session up to an instant in slices, then goes on from there. */
  private begin(session: SessionFile, atUs: number, keepsPast: boolean): void {
    const before = this.run;
    const run = new Run(session, { freeze: this.world.freeze });
    this.work = run.replay(session.commands, atUs);
    this.afterWork = () => {
      before?.observer.detach();
      this.run = run;
      this.branch++;
      this.acked = this.seq;
      this.advanceToUs = undefined;
      this.dirty = true;
      if (keepsPast) run.observer.reset();
      this.world.post({ type: 'reset', branch: this.branch, keepsPast, atUs: run.cluster.nowUs, topology: session.topology, seed: session.seed, log: [...run.log] });
    };
  }

  private cancel(): void {
    if (!this.work || !this.run) return;
    this.work = undefined;
    this.world.post({ type: 'progress', what: 'replay', fraction: 1, done: true });
  }

  private command(id: number, command: SimulationCommand): void {
    if (!this.run) return;
    const { branch } = this;
    const entry = this.run.execute(command, (result) => {
      if (branch === this.branch) this.world.post({ type: 'result', id, result });
    });
    this.dirty = true;
    this.world.post({ type: 'logged', entry });
  }

  private clock(command: ClockCommand): void {
    this.dirty = true;
    switch (command.type) {
      case 'play':
        this.pace.paused = false;
        this.lastTickMs = this.world.nowMs();
        return;
      case 'pause':
        this.pace.paused = true;
        this.advanceToUs = undefined;
        return;
      case 'speed':
        return this.pace.setSpeed(command.speed);
      case 'advance':
        this.pace.paused = true;
        this.advanceToUs = command.toUs;
        return;
      case 'step':
        return this.step();
      case 'next':
        return this.next();
    }
  }

  /** Runs events until something was said. */
  private step(): void {
    const { run } = this;
    if (!run) return;
    this.pace.paused = true;
    const before = run.cluster.engine.trace.next;
    run.cluster.runUntil(run.cluster.nowUs + NEXT_LIMIT_US, Infinity, () => run.cluster.engine.trace.next !== before);
  }

  /** Runs events until something other than a heartbeat was said. */
  private next(): void {
    const { run } = this;
    if (!run) return;
    this.pace.paused = true;
    const before = run.observer.interesting;
    run.cluster.runUntil(run.cluster.nowUs + NEXT_LIMIT_US, Infinity, () => run.observer.interesting !== before);
  }

  private ask(id: number, question: Question): void {
    if (this.run) this.world.post({ type: 'answer', id, answer: answerQuestion(this.run, question) });
  }

  private tick(): void {
    try {
      this.turn();
    } catch (error) {
      this.crash(error);
    }
    this.world.later(() => this.tick(), TICK_MS);
  }

  private turn(): void {
    const startMs = this.world.nowMs();
    const elapsedMs = Math.min(100, startMs - this.lastTickMs);
    this.lastTickMs = startMs;
    if (this.work) return this.replaySlice(startMs);
    if (!this.run) return;
    if (this.advanceToUs !== undefined) this.advance(startMs);
    else if (!this.pace.paused) this.play(startMs, elapsedMs);
    this.sendFrame();
  }

  private replaySlice(startMs: number): void {
    const work = this.work!;
    let step = work.next();
    while (!step.done && this.world.nowMs() - startMs < 4 * BUDGET_MS) step = work.next();
    this.world.post({ type: 'progress', what: this.run ? 'replay' : 'start', fraction: step.done ? 1 : step.value, done: step.done === true });
    if (!step.done) return;
    this.work = undefined;
    this.afterWork?.();
  }

  private advance(startMs: number): void {
    const { cluster } = this.run!;
    const toUs = this.advanceToUs!;
    this.dirty = true;
    while (!cluster.runUntil(toUs, CHUNK_EVENTS)) if (this.world.nowMs() - startMs > 2 * BUDGET_MS) return;
    this.advanceToUs = undefined;
  }

  private play(startMs: number, elapsedMs: number): void {
    const { cluster, observer } = this.run!;
    const { runUs, stopsAtTraffic } = this.pace.plan(elapsedMs, this.traffic());
    const targetUs = cluster.nowUs + runUs;
    const spoken = this.calm ? () => cluster.engine.trace.next : () => observer.interesting;
    const before = spoken();
    const stop = stopsAtTraffic ? () => spoken() !== before : undefined;
    this.dirty = true;
    while (!cluster.runUntil(Math.min(targetUs, cluster.nowUs + 1_000_000_000), CHUNK_EVENTS, stop)) {
      if (stop?.() || this.world.nowMs() - startMs > BUDGET_MS) return;
    }
  }

  private traffic(): Traffic {
    let count = 0;
    let shortestUs = Infinity;
    for (const { sentUs, receivedUs } of this.run!.observer.inFlight(this.calm)) {
      count++;
      if (receivedUs - sentUs < shortestUs) shortestUs = receivedUs - sentUs;
    }
    return { count, shortestUs };
  }

  /** Nobody did anything yet, or all that followed from it is long over. */
  private get calm(): boolean {
    const { log, observer, cluster } = this.run!;
    return log.length === 0 || cluster.nowUs - observer.lastInterestingUs > CALM_AFTER_US;
  }

  /** At most one frame is on its way; what happens meanwhile waits for the next. */
  private sendFrame(): void {
    if (!this.dirty || this.acked < this.seq) return;
    const { run } = this;
    const { cluster } = run!;
    this.dirty = false;
    const frame: Frame = {
      type: 'frame',
      seq: ++this.seq,
      branch: this.branch,
      nowUs: cluster.nowUs,
      revision: cluster.store?.revision ?? 0,
      clock: this.pace.state,
      ...run!.observer.take(),
      upcoming: [],
    };
    this.world.post(frame);
  }

  /** The run broke one of its own rules: tell the story, keep the log, stop the clock. */
  private crash(error: unknown): void {
    const message = error instanceof SimulationCrash ? error.message : String(error);
    const session = this.run?.session();
    this.pace.paused = true;
    this.work = undefined;
    this.run = undefined;
    if (session) this.world.post({ type: 'crashed', message, session });
    else throw error;
  }
}
