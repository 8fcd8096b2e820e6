import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.d.ts';
import type { Typed } from '../../../../apimachinery/meta.ts';
import { parseTime } from '../../../../apimachinery/time.ts';
import type { CycleState } from '../../framework/cycle-state.ts';
import { Diagnosis } from '../../framework/diagnosis.ts';
import type { AnyPlugin, Handle, NodeStatuses, PluginArgs, PostFilterResult, PreemptionCandidate } from '../../framework/interface.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { Status, unresolvable, unschedulable } from '../../framework/status.ts';
import { byImportance, selectCandidate } from './candidates.ts';
import { partByBudgets } from './disruption-budgets.ts';

const NAME = 'DefaultPreemption';
const NO_VICTIMS = unresolvable(NAME, 'No preemption victims found for incoming pod');
const NO_HELP = unresolvable(NAME, 'Preemption is not helpful for scheduling');

interface DefaultPreemptionArgs {
  readonly minCandidateNodesPercentage?: number;
  readonly minCandidateNodesAbsolute?: number;
}

/**
 * Finds room for a pod that fits nowhere by removing less important ones, as few and as unimportant as possible.
 * Source: kubernetes v1.32 plugins/defaultpreemption/default_preemption.go; pkg/scheduler/framework/preemption/preemption.go.
 */
export function defaultPreemption(handle: Handle, args: PluginArgs): AnyPlugin {
  const { minCandidateNodesPercentage = 10, minCandidateNodesAbsolute = 100 } = (args[NAME] ?? {}) as DefaultPreemptionArgs;
  const startedUs = ({ pod }: PodInfo): number => (pod.status?.startTime ? parseTime(pod.status.startTime) : handle.nowUs());
  const order = byImportance(startedUs);

  function enough(nodes: number): number {
    const wanted = Math.max(Math.floor((nodes * minCandidateNodesPercentage) / 100), minCandidateNodesAbsolute);
    return Math.min(wanted, nodes);
  }

  /** The pods that would have to go, or why that would not help. `node` and `state` are copies. */
  function selectVictims(state: CycleState, pod: PodInfo, node: NodeInfo, budgets: readonly Typed<PodDisruptionBudget>[]): PreemptionCandidate | Status {
    const possible = node.pods.filter(({ priority }) => priority < pod.priority);
    if (possible.length === 0) return NO_VICTIMS;
    const remove = (other: PodInfo): void => {
      node.removePod(other.uid);
      handle.removePod(state, pod, other, node);
    };
    for (const other of possible) remove(other);
    const refusal = handle.filterWithNominated(state, pod, node);
    if (refusal !== null) return refusal;
    const { violating, others } = partByBudgets(possible.sort(order), budgets);
    const victims: PodInfo[] = [];
    const reprieve = (other: PodInfo): boolean => {
      node.addPod(other);
      handle.addPod(state, pod, other, node);
      if (handle.filterWithNominated(state, pod, node) === null) return true;
      remove(other);
      victims.push(other);
      return false;
    };
    let pdbViolations = 0;
    for (const other of violating) if (!reprieve(other)) pdbViolations++;
    for (const other of others) reprieve(other);
    if (violating.length > 0 && others.length > 0) victims.sort(order);
    return { node, victims, pdbViolations };
  }

  /** Tries nodes from a random one on until there are enough candidates, one of which violates no budget. */
  function dryRun(state: CycleState, pod: PodInfo, nodes: readonly NodeInfo[], diagnosis: Diagnosis): PreemptionCandidate[] {
    const budgets = [...handle.listers.podDisruptionBudgets.all()];
    const candidates: PreemptionCandidate[] = [];
    const wanted = enough(nodes.length);
    const offset = handle.random('preemption').int(nodes.length);
    let harmless = false;
    for (let i = 0; i < nodes.length && !(harmless && candidates.length >= wanted); i++) {
      const node = nodes[(offset + i) % nodes.length];
      const found = selectVictims(state.clone(), pod, node.clone(), budgets);
      if (found instanceof Status) diagnosis.set(node, found);
      else if (found.victims.length > 0) candidates.push({ ...found, node });
      harmless ||= !(found instanceof Status) && found.pdbViolations === 0;
    }
    return candidates;
  }

  return {
    name: NAME,
    postFilter(state, pod, statuses) {
      const obstacle = ineligible(handle, pod, statuses);
      if (obstacle !== null) return nothing(null, obstacle);
      const nodes = statuses.preemptable();
      const diagnosis = new Diagnosis(handle.snapshot);
      diagnosis.absent = NO_HELP;
      const candidates = nodes.length === 0 ? [] : dryRun(state, pod, nodes, diagnosis);
      if (candidates.length === 0) return nothing('', diagnosis.message());
      const { node, victims } = selectCandidate(candidates, startedUs);
      return { nominatedNode: node.name, status: null, victims, candidates };
    },
  };
}

const nothing = (nominatedNode: string | null, message: string): PostFilterResult => ({ nominatedNode, status: unschedulable(NAME, `preemption: ${message}`), victims: [], candidates: [] });

/** Source: default_preemption.go, PodEligibleToPreemptOthers. */
function ineligible(handle: Handle, pod: PodInfo, statuses: NodeStatuses): string | null {
  if (pod.pod.spec!.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  const nominated = pod.pod.status?.nominatedNodeName;
  if (!nominated || statuses.get(nominated)?.code === 'UnschedulableAndUnresolvable') return null;
  const leaving = handle.snapshot.get(nominated)?.pods.some((other) => other.priority < pod.priority && isBeingPreempted(other));
  return leaving ? 'not eligible due to a terminating pod on the nominated node.' : null;
}

function isBeingPreempted({ terminating, pod }: PodInfo): boolean {
  if (!terminating) return false;
  return (pod.status?.conditions ?? []).some(({ type, status, reason }) => type === 'DisruptionTarget' && status === 'True' && reason === 'PreemptionByScheduler');
}
