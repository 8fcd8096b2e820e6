import '../../simulation/cluster/with-kubectl.ts';
import type { ApiSink } from '../../simulation/cluster/api.ts';
import { describeField } from '../../simulation/cluster/descriptions.ts';
import { Run } from '../../simulation/cluster/run.ts';
import type { ApiCommand, CommandResult, SessionFile, SimulationCommand } from '../../protocol/index.ts';
import type { Speed } from './options.ts';

const TICK_MS = 4;
/** How long a turn may keep the server from its sockets. */
const BUDGET_MS = 10;
const CHUNK_EVENTS = 2_000;
/** A request runs the clock on until it is answered, at most so far; after that it waits like everybody. */
const HURRY_US = 100_000;
/** Who cannot keep the pace does not try to catch up with more than this, in real ms. */
const LAG_MS = 200;
/** What a heartbeat writes. */
const heartbeat = /^\/registry\/(leases|minions|masterleases)\//;

/** Keeps a run going in real time and puts commands and requests into it. One per server. */
export class Crank {
  paused = false;
  speed: Speed;
  /** When something other than a heartbeat was written last. */
  lastChangeUs = 0;
  private current: Run;
  /** Where the clock should stand; requests may have run it ahead of that. */
  private targetUs = 0;
  private lastTurnMs = performance.now();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private advance: { readonly toUs: number; readonly done: () => void }[] = [];
  private readonly onCrash: (error: unknown) => void;

  constructor(session: SessionFile, speed: Speed, onCrash: (error: unknown) => void) {
    this.speed = speed;
    this.onCrash = onCrash;
    this.current = this.begin(session);
    this.schedule();
  }

  get run(): Run {
    return this.current;
  }

  get nowUs(): number {
    return this.current.cluster.nowUs;
  }

  /** Drops the present run and begins another one; who waited for something of the old one is let go. */
  restart(session: SessionFile): void {
    this.current.observer.detach();
    for (const { done } of this.advance.splice(0)) done();
    this.current = this.begin(session);
  }

  /** Passes a request on; answers the number of the call. Its answer usually comes before this returns. */
  call(request: ApiCommand['request'], sink: ApiSink): number {
    let answered = false;
    const call = this.current.call(request, { ...sink, onAnswer: (answer) => {
      answered = true;
      sink.onAnswer(answer);
    } });
    this.turn(() => void this.current.cluster.runUntil(this.nowUs + HURRY_US, Infinity, () => answered));
    return call;
  }

  hangUp(run: Run, call: number): void {
    if (run === this.current) this.turn(() => run.hangUp(call));
  }

  execute(command: SimulationCommand): Promise<CommandResult> {
    return new Promise((resolve) => this.turn(() => void this.current.execute(command, resolve)));
  }

  /** Runs on by so much virtual time as fast as possible; resolves when it is there. */
  advanceBy(us: number): Promise<void> {
    const toUs = Math.max(this.nowUs, ...this.advance.map((one) => one.toUs)) + us;
    return new Promise((done) => {
      this.advance.push({ toUs, done });
      this.schedule();
    });
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const { done } of this.advance.splice(0)) done();
  }

  private begin(session: SessionFile): Run {
    const run = new Run(session, { describeField });
    const { cluster } = run;
    for (const _ of run.replay(session.commands, session.playheadUs)) void _;
    this.targetUs = cluster.nowUs;
    this.lastChangeUs = cluster.nowUs;
    cluster.store.onCommit((event, _span, nowUs) => {
      if (!heartbeat.test(event.kv.key)) this.lastChangeUs = nowUs;
    });
    return run;
  }

  /** All work on the simulation passes here: what breaks it, breaks it once and loudly. */
  private turn(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.stop();
      this.onCrash(error);
    }
  }

  private schedule(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.turn(() => this.tick());
      if (this.timer !== undefined) this.schedule();
    }, this.busy ? 0 : TICK_MS);
  }

  private get busy(): boolean {
    return this.advance.length > 0 || (this.speed === 'max' && !this.paused);
  }

  private tick(): void {
    const startMs = performance.now();
    const elapsedMs = Math.min(LAG_MS, startMs - this.lastTurnMs);
    this.lastTurnMs = startMs;
    // What was observed waits for a viewer; without one it must not pile up.
    this.current.observer.take();
    if (this.advance.length > 0) return this.advanceOn(startMs);
    if (this.paused) this.targetUs = this.nowUs;
    else if (this.speed === 'max') this.runFor(startMs, Infinity);
    else this.keepPace(startMs, elapsedMs, this.speed);
  }

  private advanceOn(startMs: number): void {
    const [{ toUs, done }] = this.advance;
    this.runFor(startMs, toUs);
    this.targetUs = this.nowUs;
    if (this.nowUs < toUs) return;
    this.advance.shift();
    done();
  }

  private keepPace(startMs: number, elapsedMs: number, speed: number): void {
    this.targetUs += Math.round(speed * elapsedMs * 1000);
    this.runFor(startMs, this.targetUs);
    this.targetUs = Math.min(this.targetUs, this.nowUs + Math.round(speed * LAG_MS * 1000));
  }

  private runFor(startMs: number, toUs: number): void {
    const { cluster } = this.current;
    while (cluster.nowUs < toUs && !cluster.runUntil(Math.min(toUs, cluster.nowUs + 1_000_000_000), CHUNK_EVENTS)) {
      if (performance.now() - startMs > BUDGET_MS) return;
    }
  }
}
