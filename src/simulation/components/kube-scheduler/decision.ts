import type { Diagnosis } from './framework/diagnosis.ts';
import type { NodeInfo } from './framework/node-info.ts';
import type { PodInfo } from './framework/pod-info.ts';
import type { WeightedScore } from './framework/runtime.ts';
import type { Status } from './framework/status.ts';

export type DecisionOutcome = 'assumed' | 'bound' | 'unschedulable' | 'error';

/** A refusal of one node. */
export interface Verdict {
  readonly plugin: string;
  readonly code: string;
  readonly reasons: readonly string[];
}

/** One plugin's scores, aligned with the decision's `nodes`; null where the node was not scored. */
export interface PluginScores {
  readonly plugin: string;
  readonly weight: number;
  /** What the plugin gave, what became of it in [0, 100], and that times the weight. */
  readonly raw: readonly (number | null)[];
  readonly normalized: readonly (number | null)[];
  readonly weighted: readonly (number | null)[];
}

/** One attempt to schedule a pod, as plain data. Of clusters with more than 100 nodes it shows 100. */
export interface Decision {
  readonly id: number;
  readonly pod: string;
  readonly uid: string;
  readonly atUs: number;
  readonly outcome: DecisionOutcome;
  /** Of all nodes: how many were looked at, and how many of these fit. */
  readonly nodeCount: number;
  readonly evaluated: number;
  readonly feasible: number;
  /** Names of the nodes shown, and why each was refused (null: it fits; undefined never occurs). */
  readonly nodes: readonly string[];
  readonly verdicts: readonly (Verdict | null)[];
  readonly scores: readonly PluginScores[];
  readonly totals: readonly (number | null)[];
  readonly chosen: string;
  /** How many nodes shared the best score. */
  readonly tied: number;
  readonly message: string;
  readonly nominatedNode: string;
  readonly victims: readonly string[];
}

interface Scoring {
  readonly node: NodeInfo;
  readonly evaluated: number;
  readonly feasible: readonly NodeInfo[];
  readonly plugins: readonly WeightedScore[];
  readonly raw: readonly (readonly number[])[];
  readonly weighted: readonly (readonly number[])[];
  readonly totals: readonly number[];
  readonly tied: number;
}

/** As it is kept: references and number lists only; `Decision` is made when somebody looks. */
interface Kept {
  readonly id: number;
  readonly pod: PodInfo;
  readonly atUs: number;
  outcome: DecisionOutcome;
  readonly nodeCount: number;
  readonly evaluated: number;
  readonly feasible: number;
  readonly nodes: readonly string[];
  readonly verdicts: readonly (Status | null)[];
  readonly plugins: readonly WeightedScore[];
  readonly raw: readonly (readonly (number | null)[])[];
  readonly weighted: readonly (readonly (number | null)[])[];
  readonly totals: readonly (number | null)[];
  readonly chosen: string;
  readonly tied: number;
  message: string;
  nominatedNode: string;
  victims: readonly string[];
}

const RING = 200;
const MOST_NODES = 100;

/** Keeps the last 200 attempts. Made for the hot path: it copies at most 100 numbers per plugin. */
export class DecisionLog {
  private readonly ring: Kept[] = [];
  private count = 0;
  private readonly nowUs: () => number;
  /** False keeps nothing, for measuring. */
  enabled = true;

  constructor(nowUs: () => number) {
    this.nowUs = nowUs;
  }

  rejected(pod: PodInfo, diagnosis: Diagnosis, evaluated: number): void {
    if (!this.enabled) return;
    this.keep(pod, diagnosis, { evaluated, feasible: 0, chosen: '', tied: 0, outcome: 'unschedulable' }, [], diagnosis.refusedNodes([]));
  }

  onlyOne(pod: PodInfo, diagnosis: Diagnosis, node: NodeInfo, evaluated: number): void {
    if (!this.enabled) return;
    this.keep(pod, diagnosis, { evaluated, feasible: 1, chosen: node.name, tied: 0, outcome: 'assumed' }, [node], diagnosis.refusedNodes([node]));
  }

  scored(pod: PodInfo, diagnosis: Diagnosis, scoring: Scoring): void {
    if (!this.enabled) return;
    const { feasible, plugins, totals, node } = scoring;
    const refused = diagnosis.refusedNodes(feasible);
    const room = Math.max(MOST_NODES - refused.length, MOST_NODES / 2);
    const places = shownPlaces(feasible, node, Math.min(room, feasible.length));
    const outcome = { evaluated: scoring.evaluated, feasible: feasible.length, chosen: node.name, tied: scoring.tied, outcome: 'assumed' } as const;
    const kept = this.keep(pod, diagnosis, outcome, places.map((place) => feasible[place]), refused);
    const pick = (values: readonly number[]): number[] => places.map((place) => values[place]);
    Object.assign(kept, { plugins, raw: plugins.map((_, p) => pick(scoring.raw[p])), weighted: plugins.map((_, p) => pick(scoring.weighted[p])), totals: pick(totals) });
  }

  /** An attempt that ended before or without looking at nodes. */
  failed(pod: PodInfo, nodeCount: number, message: string): void {
    if (!this.enabled) return;
    this.push({ ...EMPTY, id: this.count, pod, atUs: this.nowUs(), outcome: 'error', nodeCount, message });
  }

  /** Adds to the pod's latest attempt what came of it. */
  amend(pod: PodInfo, more: { outcome?: DecisionOutcome; message?: string; nominatedNode?: string; victims?: readonly string[] }): void {
    for (let i = 0; i < RING && i < this.count; i++) {
      const kept = this.ring[(this.count - 1 - i) % RING];
      if (kept.pod.uid !== pod.uid) continue;
      Object.assign(kept, more);
      return;
    }
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

  get attempts(): number {
    return this.count;
  }

  private keep(pod: PodInfo, diagnosis: Diagnosis, outcome: Pick<Kept, 'evaluated' | 'feasible' | 'chosen' | 'tied' | 'outcome'>, fitting: readonly NodeInfo[], refused: readonly NodeInfo[]): Kept {
    const shown = refused.slice(0, MOST_NODES - fitting.length);
    const kept: Kept = {
      ...EMPTY, ...outcome, id: this.count, pod, atUs: this.nowUs(), nodeCount: diagnosis.statuses.length,
      nodes: [...fitting, ...shown].map((node) => node.name),
      verdicts: [...fitting.map(() => null), ...shown.map((node) => diagnosis.statusOf(node))],
      message: diagnosis.preFilterMessage,
    };
    this.push(kept);
    return kept;
  }

  private push(kept: Kept): void {
    this.ring[this.count++ % RING] = kept;
  }
}

const EMPTY = {
  evaluated: 0, feasible: 0, nodes: [], verdicts: [], plugins: [], raw: [], weighted: [], totals: [], chosen: '', tied: 0, message: '', nominatedNode: '', victims: [],
} as const;

/** Places in `feasible` to show: the first `count`, and the chosen node in any case. */
function shownPlaces(feasible: readonly NodeInfo[], chosen: NodeInfo, count: number): number[] {
  const places: number[] = [];
  for (let i = 0; i < count; i++) places.push(i);
  const at = feasible.indexOf(chosen);
  if (at >= count) places[count - 1] = at;
  return places;
}

function decisionOf(kept: Kept): Decision {
  const { pod, verdicts, plugins, raw, weighted, totals, nodes, ...rest } = kept;
  const pad = (values: readonly (number | null)[]): (number | null)[] => nodes.map((_, i) => values[i] ?? null);
  const scores = plugins.map(({ plugin, weight }, p): PluginScores => ({
    plugin: plugin.name, weight, raw: pad(raw[p]), weighted: pad(weighted[p]),
    normalized: pad(weighted[p]).map((value) => (value === null ? null : value / weight)),
  }));
  const said = verdicts.map((status) => (status === null ? null : { plugin: status.plugin, code: status.code, reasons: status.reasons }));
  return { ...rest, pod: pod.key, uid: pod.uid, nodes, verdicts: said, scores, totals: pad(totals) };
}
