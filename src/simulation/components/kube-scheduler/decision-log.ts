import type { Decision, DecisionOutcome, PluginScores } from './decision.ts';
import type { Diagnosis } from './framework/diagnosis.ts';
import type { NodeInfo } from './framework/node-info.ts';
import type { PodInfo } from './framework/pod-info.ts';
import type { WeightedScore } from './framework/runtime.ts';
import type { Status } from './framework/status.ts';

/** The scores of one cycle, aligned with `feasible`. The lists are the algorithm's own: copy what is to stay. */
export interface Scoring {
  readonly node: NodeInfo;
  readonly feasible: readonly NodeInfo[];
  readonly plugins: readonly WeightedScore[];
  readonly raw: readonly (readonly number[])[];
  readonly weighted: readonly (readonly number[])[];
  readonly totals: readonly number[];
  readonly tied: number;
}

const RING = 200;
const MOST_NODES = 100;
const NO_NODES: readonly NodeInfo[] = [];
const NO_STATUSES: readonly Status[] = [];
const NO_PLUGINS: readonly WeightedScore[] = [];
const NO_LISTS: readonly (readonly number[])[] = [];
const NO_NUMBERS: readonly number[] = [];
const NO_NAMES: readonly string[] = [];

/** An attempt as it is kept: references and number lists only; a `Decision` is made when somebody looks. */
class Kept {
  outcome: DecisionOutcome;
  fitting = NO_NODES;
  refused = NO_NODES;
  statuses = NO_STATUSES;
  plugins = NO_PLUGINS;
  raw = NO_LISTS;
  weighted = NO_LISTS;
  totals = NO_NUMBERS;
  evaluated = 0;
  feasible = 0;
  chosen = '';
  tied = 0;
  message = '';
  nominatedNode = '';
  victims = NO_NAMES;
  readonly id: number;
  readonly pod: PodInfo;
  readonly atUs: number;
  readonly nodeCount: number;

  constructor(id: number, pod: PodInfo, atUs: number, nodeCount: number, outcome: DecisionOutcome) {
    this.id = id;
    this.pod = pod;
    this.atUs = atUs;
    this.nodeCount = nodeCount;
    this.outcome = outcome;
  }
}

/** What became of an attempt after its scheduling cycle. */
export interface Aftermath {
  readonly outcome?: DecisionOutcome;
  readonly message?: string;
  readonly nominatedNode?: string;
  readonly victims?: readonly string[];
}

/** Keeps the last 200 attempts. Made for the hot path: it copies at most 100 numbers per plugin. */
export class DecisionLog {
  private readonly ring: Kept[] = [];
  /** The latest attempt of each pod that has one in the ring. */
  private readonly byUid = new Map<string, Kept>();
  private count = 0;
  private readonly nowUs: () => number;

  constructor(nowUs: () => number) {
    this.nowUs = nowUs;
  }

  get attempts(): number {
    return this.count;
  }

  rejected(pod: PodInfo, diagnosis: Diagnosis, evaluated: number): void {
    this.keep(pod, diagnosis, evaluated, 'unschedulable', NO_NODES).message = diagnosis.preFilterMessage;
  }

  onlyOne(pod: PodInfo, diagnosis: Diagnosis, evaluated: number, node: NodeInfo): void {
    const kept = this.keep(pod, diagnosis, evaluated, 'assumed', [node]);
    kept.feasible = 1;
    kept.chosen = node.name;
  }

  scored(pod: PodInfo, diagnosis: Diagnosis, evaluated: number, scoring: Scoring): void {
    const { feasible, plugins, totals, node } = scoring;
    const kept = this.keep(pod, diagnosis, evaluated, 'assumed', feasible);
    const shown = shorten(feasible.length, kept.refused.length);
    // The chosen node is always shown, in the last place if need be.
    const chosenAt = feasible.indexOf(node);
    const copy = <T>(values: readonly T[]): T[] => {
      const copied = values.slice(0, shown);
      if (chosenAt >= shown) copied[shown - 1] = values[chosenAt];
      return copied;
    };
    kept.feasible = feasible.length;
    kept.chosen = node.name;
    kept.tied = scoring.tied;
    kept.plugins = plugins;
    kept.fitting = copy(feasible);
    kept.raw = plugins.map((_, p) => copy(scoring.raw[p]));
    kept.weighted = plugins.map((_, p) => copy(scoring.weighted[p]));
    kept.totals = copy(totals);
  }

  /** An attempt that ended before it looked at nodes. */
  failed(pod: PodInfo, nodeCount: number, message: string): void {
    this.push(new Kept(this.count, pod, this.nowUs(), nodeCount, 'error')).message = message;
  }

  /** Adds to the pod's latest attempt what came of it. */
  amend(pod: PodInfo, aftermath: Aftermath): void {
    const kept = this.byUid.get(pod.uid);
    if (kept !== undefined) Object.assign(kept, aftermath);
  }

  /** The last attempts, newest first. */
  latest(most: number): Decision[] {
    const decisions: Decision[] = [];
    for (let i = 0; i < most && i < RING && i < this.count; i++) decisions.push(decisionOf(this.ring[(this.count - 1 - i) % RING]));
    return decisions;
  }

  /** The last attempt for a pod by `namespace/name`. */
  of(pod: string): Decision | undefined {
    for (let i = 0; i < RING && i < this.count; i++) {
      const kept = this.ring[(this.count - 1 - i) % RING];
      if (kept.pod.key === pod) return decisionOf(kept);
    }
    return undefined;
  }

  private keep(pod: PodInfo, diagnosis: Diagnosis, evaluated: number, outcome: DecisionOutcome, fitting: readonly NodeInfo[]): Kept {
    const kept = new Kept(this.count, pod, this.nowUs(), diagnosis.statuses.length, outcome);
    const refused = diagnosis.refusedNodes(fitting);
    kept.evaluated = evaluated;
    kept.fitting = fitting;
    kept.refused = fitting.length + refused.length <= MOST_NODES ? refused : refused.slice(0, MOST_NODES - shorten(fitting.length, refused.length));
    if (refused.length > 0) kept.statuses = kept.refused.map((node) => diagnosis.statusOf(node));
    return this.push(kept);
  }

  private push(kept: Kept): Kept {
    const at = this.count++ % RING;
    const old = this.ring[at];
    if (old !== undefined && this.byUid.get(old.pod.uid) === old) this.byUid.delete(old.pod.uid);
    this.byUid.set(kept.pod.uid, kept);
    this.ring[at] = kept;
    return kept;
  }
}

/** How many of the fitting nodes are shown: all, or at least half of the places. */
function shorten(fitting: number, refused: number): number {
  if (fitting + refused <= MOST_NODES) return fitting;
  return Math.min(fitting, Math.max(MOST_NODES - refused, MOST_NODES / 2));
}

function decisionOf(kept: Kept): Decision {
  const { id, pod, atUs, outcome, nodeCount, evaluated, feasible, chosen, tied, message, nominatedNode, victims } = kept;
  const nodes = [...kept.fitting, ...kept.refused];
  const pad = (values: readonly number[]): (number | null)[] => nodes.map((_, i) => values[i] ?? null);
  const scores = kept.plugins.map(({ plugin, weight }, p): PluginScores => {
    const weighted = pad(kept.weighted[p]);
    return { plugin: plugin.name, weight, raw: pad(kept.raw[p]), normalized: weighted.map((value) => (value === null ? null : value / weight)), weighted };
  });
  const verdicts = [...kept.fitting.map(() => null), ...kept.statuses.map(({ plugin, code, reasons }) => ({ plugin, code, reasons }))];
  return {
    id, pod: pod.key, uid: pod.uid, atUs, outcome, nodeCount, evaluated, feasible, nodes: nodes.map(({ name }) => name), verdicts, scores, totals: pad(kept.totals),
    chosen, tied, message, nominatedNode, victims,
  };
}
