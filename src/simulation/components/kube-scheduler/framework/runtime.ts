import type { RandomStream } from '../../../engine/index.ts';
import { compareStrings } from '../../../apimachinery/equality.ts';
import type { Snapshot } from '../cache/snapshot.ts';
import type { CycleState, StateKey } from './cycle-state.ts';
import type {
  AnyPlugin, BindPlugin, FilterPlugin, Handle, NodeStatuses, Nominator, PermitPlugin, PluginArgs, PluginFactory, PostBindPlugin,
  PostFilterPlugin, PostFilterResult, PreBindPlugin, PreEnqueuePlugin, PreFilterPlugin, PreScorePlugin, QueueSortPlugin, ReservePlugin, ScorePlugin,
} from './interface.ts';
import type { Listers } from './listers.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import { Status } from './status.ts';

/** One line of a profile. */
export interface ProfileEntry {
  readonly name: string;
  readonly plugin: PluginFactory;
  /** Of the plugin's score; 0 where it has none. */
  readonly weight: number;
}

export interface FrameworkOptions {
  readonly profile: readonly ProfileEntry[];
  readonly args?: PluginArgs;
  readonly snapshot: Snapshot;
  readonly listers: Listers;
  readonly nominator: Nominator;
  readonly random: (purpose: string) => RandomStream;
  nowUs(): number;
}

/** What PreFilter came to: a rejection of the pod, or the nodes to look at (null: all). */
export interface PreFilterRun {
  readonly rejection: Status | null;
  readonly nodeNames: ReadonlySet<string> | null;
  /** Which plugins left out nodes, sorted. */
  readonly narrowedBy: readonly string[];
}

export interface WeightedScore {
  readonly plugin: ScorePlugin;
  readonly weight: number;
}

/** Runs the plugins of a profile in its order. Source: kubernetes v1.32 pkg/scheduler/framework/runtime/framework.go. */
export class Framework implements Handle {
  readonly plugins: readonly AnyPlugin[];
  readonly queueSort: QueueSortPlugin;
  readonly preEnqueues: readonly PreEnqueuePlugin[];
  readonly preFilters: readonly PreFilterPlugin[];
  readonly filters: readonly FilterPlugin[];
  readonly postFilters: readonly PostFilterPlugin[];
  readonly preScores: readonly PreScorePlugin[];
  readonly scores: readonly WeightedScore[];
  readonly reserves: readonly ReservePlugin[];
  readonly permits: readonly PermitPlugin[];
  readonly preBinds: readonly PreBindPlugin[];
  readonly binds: readonly BindPlugin[];
  readonly postBinds: readonly PostBindPlugin[];
  private readonly extensions: readonly PreFilterPlugin[];
  private readonly activeFilters = new Map<number, readonly FilterPlugin[]>();
  private readonly activeScores = new Map<number, readonly WeightedScore[]>();
  private readonly options: FrameworkOptions;
  private states = 0;

  constructor(options: FrameworkOptions) {
    this.options = options;
    const made = options.profile.map(({ plugin, weight }) => ({ plugin: plugin(this, options.args ?? {}), weight }));
    const plugins = (this.plugins = made.map(({ plugin }) => plugin));
    this.queueSort = plugins.find((plugin) => plugin.compare) as QueueSortPlugin;
    this.preEnqueues = plugins.filter((plugin) => plugin.preEnqueue) as PreEnqueuePlugin[];
    this.preFilters = plugins.filter((plugin) => plugin.preFilter) as PreFilterPlugin[];
    this.filters = plugins.filter((plugin) => plugin.filter) as FilterPlugin[];
    this.postFilters = plugins.filter((plugin) => plugin.postFilter) as PostFilterPlugin[];
    this.preScores = plugins.filter((plugin) => plugin.preScore) as PreScorePlugin[];
    this.scores = made.filter(({ plugin, weight }) => plugin.score && weight > 0) as WeightedScore[];
    this.reserves = plugins.filter((plugin) => plugin.reserve) as ReservePlugin[];
    this.permits = plugins.filter((plugin) => plugin.permit) as PermitPlugin[];
    this.preBinds = plugins.filter((plugin) => plugin.preBind) as PreBindPlugin[];
    this.binds = plugins.filter((plugin) => plugin.bind) as BindPlugin[];
    this.postBinds = plugins.filter((plugin) => plugin.postBind) as PostBindPlugin[];
    this.extensions = this.preFilters.filter((plugin) => plugin.addPod);
  }

  get snapshot(): Snapshot {
    return this.options.snapshot;
  }

  get listers(): Listers {
    return this.options.listers;
  }

  get nominator(): Nominator {
    return this.options.nominator;
  }

  random(purpose: string): RandomStream {
    return this.options.random(purpose);
  }

  nowUs(): number {
    return this.options.nowUs();
  }

  stateKey<T>(name: string): StateKey<T> {
    return { name, index: this.states++ };
  }

  runPreEnqueue(pod: PodInfo): Status | null {
    for (const plugin of this.preEnqueues) {
      const status = plugin.preEnqueue(pod);
      if (status !== null) return status;
    }
    return null;
  }

  /** Source: as above, RunPreFilterPlugins. */
  runPreFilter(state: CycleState, pod: PodInfo): PreFilterRun {
    let nodeNames: ReadonlySet<string> | null = null;
    let rejection: Status | null = null;
    const narrowedBy: string[] = [];
    for (const plugin of this.preFilters) {
      const outcome = plugin.preFilter(state, pod);
      if (outcome === null) continue;
      if (outcome instanceof Status) {
        if (outcome.code === 'Skip') state.skippedFilters |= this.filterBit(plugin.name);
        else if (outcome.code !== 'Unschedulable') return { rejection: outcome, nodeNames, narrowedBy };
        // Preemption may help, so what the other plugins prepare is needed for its dry run.
        else rejection = outcome;
        continue;
      }
      narrowedBy.push(plugin.name);
      nodeNames = nodeNames === null ? outcome : intersection(nodeNames, outcome);
      if (nodeNames.size === 0) return { rejection: narrowedToNothing(narrowedBy), nodeNames, narrowedBy };
    }
    return { rejection, nodeNames, narrowedBy: narrowedBy.sort(compareStrings) };
  }

  private filterBit(name: string): number {
    const index = this.filters.findIndex((plugin) => plugin.name === name);
    return index < 0 ? 0 : 1 << index;
  }

  /** The Filter plugins that have something to say in this cycle. */
  filtersFor(state: CycleState): readonly FilterPlugin[] {
    const known = this.activeFilters.get(state.skippedFilters);
    if (known !== undefined) return known;
    const active = this.filters.filter((_, index) => (state.skippedFilters & (1 << index)) === 0);
    this.activeFilters.set(state.skippedFilters, active);
    return active;
  }

  runFilters(state: CycleState, pod: PodInfo, node: NodeInfo): Status | null {
    const filters = this.filtersFor(state);
    for (let i = 0; i < filters.length; i++) {
      const status = filters[i].filter(state, pod, node);
      if (status !== null) return status;
    }
    return null;
  }

  /** Source: as above, RunFilterPluginsWithNominatedPods. */
  filterWithNominated(state: CycleState, pod: PodInfo, node: NodeInfo): Status | null {
    if (this.nominator.empty) return this.runFilters(state, pod, node);
    const nominated = this.nominator.nominatedTo(node.name).filter((other) => other.priority >= pod.priority && other.uid !== pod.uid);
    if (nominated.length > 0) {
      const trialState = state.clone();
      const trialNode = node.clone();
      for (const other of nominated) {
        trialNode.addPod(other);
        this.addPod(trialState, pod, other, trialNode);
      }
      const status = this.runFilters(trialState, pod, trialNode);
      if (status !== null) return status;
    }
    // Once more without them: nobody knows whether they will really come.
    return this.runFilters(state, pod, node);
  }

  addPod(state: CycleState, pod: PodInfo, added: PodInfo, node: NodeInfo): void {
    for (const plugin of this.extensions) if (!this.skips(state, plugin)) plugin.addPod!(state, pod, added, node);
  }

  removePod(state: CycleState, pod: PodInfo, removed: PodInfo, node: NodeInfo): void {
    for (const plugin of this.extensions) if (!this.skips(state, plugin)) plugin.removePod!(state, pod, removed, node);
  }

  private skips(state: CycleState, plugin: PreFilterPlugin): boolean {
    return (state.skippedFilters & this.filterBit(plugin.name)) !== 0;
  }

  runPostFilter(state: CycleState, pod: PodInfo, statuses: NodeStatuses): PostFilterResult {
    let last: PostFilterResult = { nominatedNode: null, status: null, victims: [], candidates: [] };
    for (const plugin of this.postFilters) {
      last = plugin.postFilter(state, pod, statuses);
      if (last.status === null) return last;
    }
    return last;
  }

  /** The Score plugins that have something to say; or an error. */
  runPreScore(state: CycleState, pod: PodInfo, nodes: readonly NodeInfo[]): readonly WeightedScore[] | Status {
    for (const plugin of this.preScores) {
      const status = plugin.preScore(state, pod, nodes);
      if (status === null) continue;
      if (status.code !== 'Skip') return status;
      state.skippedScores |= this.scoreBit(plugin.name);
    }
    return this.scoresFor(state.skippedScores);
  }

  private scoreBit(name: string): number {
    const index = this.scores.findIndex(({ plugin }) => plugin.name === name);
    return index < 0 ? 0 : 1 << index;
  }

  private scoresFor(skipped: number): readonly WeightedScore[] {
    const known = this.activeScores.get(skipped);
    if (known !== undefined) return known;
    const active = this.scores.filter((_, index) => (skipped & (1 << index)) === 0);
    this.activeScores.set(skipped, active);
    return active;
  }

  /** Reserves, or gives back what was reserved and answers why not. */
  runReserve(state: CycleState, pod: PodInfo, node: string): Status | null {
    for (const plugin of this.reserves) {
      const status = plugin.reserve(state, pod, node);
      if (status === null) continue;
      this.runUnreserve(state, pod, node);
      return status;
    }
    return null;
  }

  runUnreserve(state: CycleState, pod: PodInfo, node: string): void {
    for (let i = this.reserves.length - 1; i >= 0; i--) this.reserves[i].unreserve(state, pod, node);
  }
}

const intersection = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> => new Set([...a].filter((name) => b.has(name)));

function narrowedToNothing(plugins: readonly string[]): Status {
  const sorted = [...plugins].sort(compareStrings);
  const reason = sorted.length === 1 ? `node(s) didn't satisfy plugin ${sorted[0]}` : `node(s) didn't satisfy plugin(s) [${sorted.join(' ')}] simultaneously`;
  return new Status('UnschedulableAndUnresolvable', [reason]);
}
