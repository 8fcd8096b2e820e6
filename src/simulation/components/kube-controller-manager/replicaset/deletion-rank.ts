import { timeToUs } from '../../../apimachinery/time.ts';
import { isPodReady, podCondition, type PodObject } from '../pod-state.ts';

/** Why one pod is deleted before another. */
export type DeletionReason = 'unassigned' | 'pending' | 'not-ready' | 'deletion-cost' | 'doubled-up' | 'ready-shorter' | 'restarts' | 'younger' | 'all';

interface Ranked {
  readonly pod: PodObject;
  readonly assigned: boolean;
  readonly phase: number;
  readonly ready: boolean;
  readonly cost: number;
  /** How many related pods share its node. */
  readonly neighbours: number;
  readonly readyAgeRank: number;
  readonly readySince: number;
  readonly restarts: number;
  readonly ageRank: number;
  readonly createdUs: number;
}

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const phaseOrder = new Map([['Pending', 0], ['Unknown', 1], ['Running', 2]]);

export interface Chosen {
  readonly pod: PodObject;
  /** Where it first differs from the pod that would be deleted last. */
  readonly reason: DeletionReason;
}

/**
 * The `count` pods to delete first, in order.
 * `related` are the pods that should be spread with these, themselves included.
 * Source: kubernetes v1.32 pkg/controller/controller_utils.go, ActivePodsWithRanks, and replica_set.go, getPodsToDelete.
 */
export function podsToDelete(pods: readonly PodObject[], related: Iterable<PodObject>, count: number, nowUs: number): Chosen[] {
  if (count >= pods.length) return pods.map((pod) => ({ pod, reason: 'all' }));
  const perNode = new Map<string, number>();
  for (const pod of related) perNode.set(pod.spec?.nodeName ?? '', (perNode.get(pod.spec?.nodeName ?? '') ?? 0) + 1);
  const ranked = pods.map((pod) => rank(pod, perNode.get(pod.spec?.nodeName ?? '') ?? 0, nowUs));
  ranked.sort((a, b) => compare(a, b).order);
  const last = ranked[ranked.length - 1];
  return ranked.slice(0, count).map((one) => ({ pod: one.pod, reason: compare(one, last).reason }));
}

function rank(pod: PodObject, neighbours: number, nowUs: number): Ranked {
  const readySince = timeToUs(podCondition(pod, 'Ready')?.lastTransitionTime) ?? 0;
  const createdUs = timeToUs(pod.metadata.creationTimestamp) ?? 0;
  return {
    pod,
    neighbours,
    assigned: (pod.spec?.nodeName ?? '') !== '',
    phase: phaseOrder.get(pod.status?.phase ?? '') ?? 0,
    ready: isPodReady(pod),
    cost: deletionCost(pod),
    readySince,
    readyAgeRank: logarithmicAge(nowUs - readySince),
    restarts: mostRestarts(pod),
    createdUs,
    ageRank: logarithmicAge(nowUs - createdUs),
  };
}

interface Verdict {
  readonly order: number;
  readonly reason: DeletionReason;
}

/** Negative: `a` goes first. */
function compare(a: Ranked, b: Ranked): Verdict {
  if (a.assigned !== b.assigned) return { order: a.assigned ? 1 : -1, reason: 'unassigned' };
  if (a.phase !== b.phase) return { order: a.phase - b.phase, reason: 'pending' };
  if (a.ready !== b.ready) return { order: a.ready ? 1 : -1, reason: 'not-ready' };
  if (a.cost !== b.cost) return { order: a.cost - b.cost, reason: 'deletion-cost' };
  if (a.neighbours !== b.neighbours) return { order: b.neighbours - a.neighbours, reason: 'doubled-up' };
  if (a.ready && b.ready && a.readySince !== b.readySince) return { order: a.readyAgeRank - b.readyAgeRank || byUid(a, b), reason: 'ready-shorter' };
  if (a.restarts !== b.restarts) return { order: b.restarts - a.restarts, reason: 'restarts' };
  if (a.createdUs !== b.createdUs) return { order: a.ageRank - b.ageRank || byUid(a, b), reason: 'younger' };
  // Kubernetes leaves full ties to the order of the list; by name, the same run gives the same choice.
  return { order: a.pod.metadata.name! < b.pod.metadata.name! ? -1 : 1, reason: 'younger' };
}

const byUid = (a: Ranked, b: Ranked): number => (a.pod.metadata.uid! < b.pod.metadata.uid! ? -1 : 1);

/** ⌊log₂⌋ of an age in ns: ages of the same magnitude count as equal. Source: controller_utils.go, logarithmicRankDiff. */
export function logarithmicAge(ageUs: number): number {
  const ns = ageUs * 1000;
  if (ns <= 0) return -1;
  const high = Math.floor(ns / 0x1_0000_0000);
  return high > 0 ? 63 - Math.clz32(high) : 31 - Math.clz32(ns);
}

function deletionCost(pod: PodObject): number {
  const text = pod.metadata.annotations?.[DELETION_COST];
  return text !== undefined && /^(0|-?[1-9]\d*)$/.test(text) ? Number(text) : 0;
}

function mostRestarts(pod: PodObject): number {
  let most = 0;
  for (const status of pod.status?.containerStatuses ?? []) if ((status.restartCount ?? 0) > most) most = status.restartCount;
  return most;
}
