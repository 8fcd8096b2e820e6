import type { RandomStream } from '../../engine/index.ts';
import type { Cache } from './cache/cache.ts';
import type { DecisionLog } from './decision-log.ts';
import { CycleState } from './framework/cycle-state.ts';
import { Diagnosis } from './framework/diagnosis.ts';
import type { NodeInfo } from './framework/node-info.ts';
import type { PodInfo } from './framework/pod-info.ts';
import type { Framework, WeightedScore } from './framework/runtime.ts';
import { Status, unresolvable } from './framework/status.ts';

/** What one attempt to schedule a pod came to. Exactly one of `node`, `diagnosis` and `error` says so. */
export interface ScheduleResult {
  readonly state: CycleState;
  readonly node: NodeInfo | null;
  readonly diagnosis: Diagnosis | null;
  readonly error: Status | null;
  /** Nodes that were looked at, and how many of them fit. */
  readonly evaluated: number;
  readonly feasible: number;
  /** The best score and how many nodes had it; 0 when nothing was scored. */
  readonly score: number;
  readonly tied: number;
}

const MIN_FEASIBLE_NODES = 100;
const MIN_PERCENTAGE = 5;

/**
 * How many fitting nodes are enough. `percentage` 0 adapts to the size of the cluster.
 * Source: kubernetes v1.32 pkg/scheduler/schedule_one.go, numFeasibleNodesToFind.
 */
export function numFeasibleNodesToFind(percentage: number, nodes: number): number {
  if (nodes < MIN_FEASIBLE_NODES) return nodes;
  let percent = percentage;
  if (percent === 0) {
    percent = 50 - Math.floor(nodes / 125);
    if (percent < MIN_PERCENTAGE) percent = MIN_PERCENTAGE;
  }
  const enough = Math.floor((nodes * percent) / 100);
  return enough < MIN_FEASIBLE_NODES ? MIN_FEASIBLE_NODES : enough;
}

/**
 * Finds the best node for one pod: filter until enough nodes fit, score those, pick among the best at random.
 * Pure but for the round-robin start and the tie-break; takes no virtual time.
 * Source: kubernetes v1.32 pkg/scheduler/schedule_one.go, schedulePod.
 */
export class Algorithm {
  private nextStart = 0;
  private readonly feasible: NodeInfo[] = [];
  private readonly totals: number[] = [];
  private readonly raw: number[][] = [];
  private readonly weighted: number[][] = [];
  private readonly cache: Cache;
  private readonly tieBreak: RandomStream;
  private readonly percentage: number;
  private readonly log: DecisionLog;

  constructor(cache: Cache, tieBreak: RandomStream, log: DecisionLog, percentageOfNodesToScore = 0) {
    this.cache = cache;
    this.tieBreak = tieBreak;
    this.log = log;
    this.percentage = percentageOfNodesToScore;
  }

  schedule(framework: Framework, pod: PodInfo): ScheduleResult {
    const state = new CycleState();
    const { nodes } = this.cache;
    if (nodes.length === 0) return failed(state, null, NO_NODES, 0);
    const diagnosis = new Diagnosis(this.cache);
    const evaluated = this.findFeasible(framework, state, pod, diagnosis);
    if (typeof evaluated !== 'number') return failed(state, null, evaluated, 0);
    const { feasible } = this;
    if (feasible.length === 0) {
      this.log.rejected(pod, diagnosis, evaluated);
      return failed(state, diagnosis, null, evaluated);
    }
    if (feasible.length === 1) {
      this.log.onlyOne(pod, diagnosis, evaluated, feasible[0]);
      return { state, node: feasible[0], diagnosis: null, error: null, evaluated, feasible: 1, score: 0, tied: 0 };
    }
    return this.best(framework, state, pod, diagnosis, evaluated);
  }

  /** Fills `feasible`; answers how many nodes were looked at, or an error. */
  private findFeasible(framework: Framework, state: CycleState, pod: PodInfo, diagnosis: Diagnosis): number | Status {
    this.feasible.length = 0;
    const { rejection, nodeNames, narrowedBy } = framework.runPreFilter(state, pod);
    if (rejection !== null) return this.rejectAll(rejection, diagnosis);
    const nominated = pod.pod.status?.nominatedNodeName;
    if (nominated && this.fitsNominated(framework, state, pod, nominated, nodeNames)) return 1;
    let candidates = this.cache.nodes;
    if (nodeNames !== null) {
      candidates = [...nodeNames].map((name) => this.cache.get(name)).filter((node) => node !== undefined);
      diagnosis.absent = new Status('UnschedulableAndUnresolvable', [`node(s) didn't satisfy plugin(s) [${narrowedBy.join(' ')}]`]);
      for (const plugin of narrowedBy) diagnosis.unschedulablePlugins.add(plugin);
    }
    return this.filter(framework, state, pod, candidates, diagnosis);
  }

  private rejectAll(rejection: Status, diagnosis: Diagnosis): number | Status {
    if (!rejection.isRejected) return rejection;
    diagnosis.absent = rejection;
    diagnosis.preFilterMessage = rejection.message;
    if (rejection.plugin !== '') diagnosis.unschedulablePlugins.add(rejection.plugin);
    return 0;
  }

  private fitsNominated(framework: Framework, state: CycleState, pod: PodInfo, name: string, allowed: ReadonlySet<string> | null): boolean {
    const node = this.cache.get(name);
    if (node === undefined || (allowed !== null && !allowed.has(name))) return false;
    if (framework.filterWithNominated(state, pod, node) !== null) return false;
    this.feasible.push(node);
    return true;
  }

  private filter(framework: Framework, state: CycleState, pod: PodInfo, nodes: readonly NodeInfo[], diagnosis: Diagnosis): number {
    const { feasible } = this;
    const enough = numFeasibleNodesToFind(this.percentage, nodes.length);
    const count = nodes.length;
    const start = count === 0 ? 0 : this.nextStart % count;
    const filters = framework.filtersFor(state);
    const simple = framework.nominator.empty;
    let seen = 0;
    for (let at = start; seen < count && feasible.length < enough; seen++) {
      const node = nodes[at];
      if (++at === count) at = 0;
      let status: Status | null = null;
      if (simple) for (let i = 0; i < filters.length && status === null; i++) status = filters[i].filter(state, pod, node);
      else status = framework.filterWithNominated(state, pod, node);
      if (status === null) feasible.push(node);
      else diagnosis.set(node, status);
    }
    const all = this.cache.nodes.length;
    this.nextStart = (this.nextStart + seen) % all;
    return seen;
  }

  private best(framework: Framework, state: CycleState, pod: PodInfo, diagnosis: Diagnosis, evaluated: number): ScheduleResult {
    const { feasible, totals } = this;
    const plugins = framework.runPreScore(state, pod, feasible);
    if (plugins instanceof Status) return failed(state, null, plugins, evaluated);
    this.score(plugins, state, pod);
    let best = totals[0];
    let tied = 0;
    for (let i = 0; i < feasible.length; i++) {
      if (totals[i] > best) tied = 0;
      if (totals[i] < best) continue;
      best = totals[i];
      tied++;
    }
    const node = feasible[this.nthBest(best, tied === 1 ? 0 : this.tieBreak.int(tied))];
    this.log.scored(pod, diagnosis, evaluated, { node, feasible, plugins, raw: this.raw, weighted: this.weighted, totals, tied });
    return { state, node, diagnosis: null, error: null, evaluated, feasible: feasible.length, score: best, tied };
  }

  private nthBest(best: number, nth: number): number {
    let left = nth;
    for (let i = 0; ; i++) if (this.totals[i] === best && left-- === 0) return i;
  }

  /** Fills `raw`, `weighted` (after normalisation and weight) and `totals`, all aligned with `feasible`. */
  private score(plugins: readonly WeightedScore[], state: CycleState, pod: PodInfo): void {
    const { feasible, totals } = this;
    const count = feasible.length;
    if (totals.length !== count) totals.length = count;
    totals.fill(0);
    for (let p = 0; p < plugins.length; p++) {
      const { plugin, weight } = plugins[p];
      const raw = (this.raw[p] ??= []);
      const weighted = (this.weighted[p] ??= []);
      // Setting a length costs even where it changes nothing.
      if (raw.length !== count) raw.length = weighted.length = count;
      for (let i = 0; i < count; i++) weighted[i] = raw[i] = plugin.score(state, pod, feasible[i]);
      plugin.normalize?.(state, pod, weighted, feasible);
      for (let i = 0; i < count; i++) totals[i] += weighted[i] *= weight;
    }
  }
}

const NO_NODES = unresolvable('', 'no nodes available to schedule pods');

function failed(state: CycleState, diagnosis: Diagnosis | null, error: Status | null, evaluated: number): ScheduleResult {
  return { state, node: null, diagnosis, error, evaluated, feasible: 0, score: 0, tied: 0 };
}
