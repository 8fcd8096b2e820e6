import type { Process, RandomStream } from '../../../engine/index.ts';
import type { Client } from '../../../client-go/index.ts';
import type { ClusterEventWithHint } from './cluster-event.ts';
import type { CycleState, StateKey } from './cycle-state.ts';
import type { Listers } from './listers.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import type { Status } from './status.ts';
import type { Snapshot } from '../cache/snapshot.ts';

/** The best score of a node. */
export const MAX_NODE_SCORE = 100;

export interface Plugin {
  readonly name: string;
  /** The events that may make a pod schedulable which this plugin rejected. Absent: the plugin rejects no pod. */
  events?(): readonly ClusterEventWithHint[];
}

/** Says whether a pod may enter the active queue at all. */
export interface PreEnqueuePlugin extends Plugin {
  preEnqueue(pod: PodInfo): Status | null;
}

export interface QueueSortPlugin extends Plugin {
  /** Negative when `a` goes first. `queuedUs` is when the pod was put into the queue. */
  compare(a: QueueOrder, b: QueueOrder): number;
}

export interface QueueOrder {
  readonly priority: number;
  readonly queuedUs: number;
}

/** null: go on with all nodes. A set: only these nodes. SKIP: leave out the plugin's Filter. */
export type PreFilterOutcome = Status | ReadonlySet<string> | null;

export interface PreFilterPlugin extends Plugin {
  preFilter(state: CycleState, pod: PodInfo): PreFilterOutcome;
  /** Brings what PreFilter wrote up to date with a pod that came to or left the node in a dry run. */
  addPod?(state: CycleState, pod: PodInfo, added: PodInfo, node: NodeInfo): void;
  removePod?(state: CycleState, pod: PodInfo, removed: PodInfo, node: NodeInfo): void;
}

/** null means that the pod fits. Called per pod and node: it should allocate nothing on the good path. */
export interface FilterPlugin extends Plugin {
  filter(state: CycleState, pod: PodInfo, node: NodeInfo): Status | null;
}

/** What a PostFilter plugin did for a pod that fits nowhere. */
export interface PostFilterResult {
  /** null: leave the nominated node as it is; '': clear it. */
  readonly nominatedNode: string | null;
  readonly status: Status | null;
  readonly victims: readonly PodInfo[];
  /** Every node on which preemption would work, in the order in which they were tried. */
  readonly candidates: readonly PreemptionCandidate[];
}

/** A node and the pods that would have to go from it, the most important first. */
export interface PreemptionCandidate {
  readonly node: NodeInfo;
  readonly victims: readonly PodInfo[];
  readonly pdbViolations: number;
}

export interface PostFilterPlugin extends Plugin {
  postFilter(state: CycleState, pod: PodInfo, diagnosis: NodeStatuses): PostFilterResult;
}

/** Why each node was refused. */
export interface NodeStatuses {
  /** The nodes with status Unschedulable: where removing pods may help. */
  preemptable(): NodeInfo[];
  get(node: string): Status | null | undefined;
}

export interface PreScorePlugin extends Plugin {
  /** null, SKIP to leave out the plugin's Score, or an error. */
  preScore(state: CycleState, pod: PodInfo, nodes: readonly NodeInfo[]): Status | null;
}

export interface ScorePlugin extends Plugin {
  /** A whole number; after `normalize` it must be in [0, 100]. */
  score(state: CycleState, pod: PodInfo, node: NodeInfo): number;
  /** Changes `scores`, which are aligned with `nodes`, in place. */
  normalize?(state: CycleState, pod: PodInfo, scores: number[], nodes: readonly NodeInfo[]): void;
}

export interface ReservePlugin extends Plugin {
  reserve(state: CycleState, pod: PodInfo, node: string): Status | null;
  unreserve(state: CycleState, pod: PodInfo, node: string): void;
}

export interface PermitPlugin extends Plugin {
  permit(state: CycleState, pod: PodInfo, node: string): Process<Status | null>;
}

export interface PreBindPlugin extends Plugin {
  preBind(state: CycleState, pod: PodInfo, node: string, client: Client): Process<Status | null>;
}

export interface BindPlugin extends Plugin {
  bind(state: CycleState, pod: PodInfo, node: string, client: Client): Process<Status | null>;
}

export interface PostBindPlugin extends Plugin {
  postBind(state: CycleState, pod: PodInfo, node: string): void;
}

export type AnyPlugin = Plugin & Partial<
  PreEnqueuePlugin & QueueSortPlugin & PreFilterPlugin & FilterPlugin & PostFilterPlugin & PreScorePlugin & ScorePlugin & ReservePlugin & PermitPlugin & PreBindPlugin & BindPlugin & PostBindPlugin
>;

/** Pods that were nominated to a node by preemption and wait for their victims to go. */
export interface Nominator {
  readonly empty: boolean;
  nominatedTo(node: string): readonly PodInfo[];
}

/** What a framework gives to its plugins. */
export interface Handle {
  readonly snapshot: Snapshot;
  readonly listers: Listers;
  readonly nominator: Nominator;
  readonly random: (purpose: string) => RandomStream;
  nowUs(): number;
  stateKey<T>(name: string): StateKey<T>;
  /** All Filter plugins on a node, taking into account the pods that are nominated to it. */
  filterWithNominated(state: CycleState, pod: PodInfo, node: NodeInfo): Status | null;
  /** Tells the plugins' PreFilter state of a pod that comes to or leaves a node in a dry run. */
  addPod(state: CycleState, pod: PodInfo, added: PodInfo, node: NodeInfo): void;
  removePod(state: CycleState, pod: PodInfo, removed: PodInfo, node: NodeInfo): void;
}

export type PluginFactory = (handle: Handle, args: PluginArgs) => AnyPlugin;

/** The `pluginConfig` of a profile: arguments by plugin name. */
export type PluginArgs = Readonly<Record<string, unknown>>;
