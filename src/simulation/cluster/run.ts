import type { ApiCommand, LoggedCommand, SessionFile, SimulationCommand } from '../../protocol/commands.ts';
import { SimulationCrash } from '../engine/index.ts';
import type { ApiSink } from './api-calls.ts';
import { Cluster, type ClusterOptions, type ResultListener } from './cluster.ts';
import { Observer } from './observe/observer.ts';

/** How far a new session is run before anybody sees it: nodes are Ready by then. */
export const SETTLED_US = 30_000_000;
/** How much virtual time a replay covers between two looks at the clock of its host. */
const SLICE_US = 1_000_000;
const SLICE_EVENTS = 20_000;

/** A new session with nothing in its log. */
export function newSession(seed: string, topology: SessionFile['topology']): SessionFile {
  return { version: 1, seed, topology, commands: [], playheadUs: SETTLED_US };
}

/**
 * A session that is being run: a cluster, its observer, and the log that reproduces both. Knows no real time; a host
 * turns the crank.
 */
export class Run {
  readonly cluster: Cluster;
  readonly observer: Observer;
  readonly log: LoggedCommand[] = [];
  private calls = 0;
  private readonly seed: string;

  constructor(session: Pick<SessionFile, 'seed' | 'topology'>, options: Pick<ClusterOptions, 'freeze' | 'describeField'> = {}) {
    this.seed = session.seed;
    this.cluster = Cluster.create({ seed: session.seed, topology: session.topology, ...options });
    this.observer = new Observer(this.cluster);
  }

  /** Carries a command out at the present instant and writes it into the log. */
  execute(command: SimulationCommand, onResult?: ResultListener): LoggedCommand {
    if (command.type === 'api' && command.call > this.calls) this.calls = command.call;
    this.cluster.execute(command, onResult);
    const entry: LoggedCommand = { atUs: this.cluster.nowUs, command };
    this.log.push(entry);
    return entry;
  }

  /** Passes a request from outside on to kube-apiserver; answers the number of the call, by which its client hangs up. */
  call(request: ApiCommand['request'], sink: ApiSink): number {
    const call = ++this.calls;
    this.cluster.calls.listen(call, sink);
    this.execute({ type: 'api', call, request });
    return call;
  }

  /** The client of that call is gone. Writes nothing into the log when the call is over anyway. */
  hangUp(call: number): void {
    if (this.cluster.calls.isOpen(call)) this.execute({ type: 'hang-up', call });
  }

  /**
   * Runs to `toUs` carrying out `commands` at their instants. A generator so that a host can show progress and give up:
   * each step does a bounded piece of work and yields the fraction done.
   */
  *replay(commands: readonly LoggedCommand[], toUs: number): Generator<number, void, void> {
    const due = commands.filter((entry) => entry.atUs <= toUs);
    for (const entry of due) {
      yield* this.runTo(entry.atUs, toUs);
      this.execute(entry.command);
    }
    yield* this.runTo(toUs, toUs);
  }

  /** What reproduces this run up to now. */
  session(): SessionFile {
    const { topology, nowUs } = this.cluster;
    return { version: 1, seed: this.seed, topology, commands: [...this.log], playheadUs: nowUs };
  }

  private *runTo(untilUs: number, endUs: number): Generator<number, void, void> {
    const { cluster } = this;
    while (cluster.nowUs < untilUs) {
      const sliceUs = cluster.nowUs + SLICE_US < untilUs ? cluster.nowUs + SLICE_US : untilUs;
      while (!cluster.runUntil(sliceUs, SLICE_EVENTS)) yield cluster.nowUs / endUs;
      yield cluster.nowUs / endUs;
    }
  }
}

export { SimulationCrash };
