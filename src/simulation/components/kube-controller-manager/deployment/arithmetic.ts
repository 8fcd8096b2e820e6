import { fencepostsOf } from '../../../kinds/apps/deployment/fenceposts.ts';
import { activeSets, available, byAge, bySizeNewer, bySizeOlder, type DeploymentObject, replicasOf, type ReplicaSetObject, wanted } from './objects.ts';
import { MAX_REPLICAS, whole } from './annotations.ts';

/** One set and the size it should get. */
export interface Resize {
  readonly set: ReplicaSetObject;
  readonly to: number;
  /** Why: shown to learners. */
  readonly reason: 'surge' | 'complete' | 'unhealthy' | 'available' | 'recreate' | 'proportional' | 'scale' | 'saturated';
}

const isRolling = (deployment: DeploymentObject): boolean => deployment.spec?.strategy?.type === 'RollingUpdate';

/**
 * The size of the newest set: as many more pods as maxSurge leaves room for.
 * Source: kubernetes v1.32 pkg/controller/deployment/util/deployment_util.go, NewRSNewReplicas.
 */
export function newSetSize(deployment: DeploymentObject, all: readonly ReplicaSetObject[], newSize: number): number {
  const replicas = replicasOf(deployment);
  if (!isRolling(deployment)) return replicas;
  const room = replicas + fencepostsOf(deployment).maxSurge - wanted(all);
  if (room <= 0) return newSize;
  return newSize + Math.min(room, replicas - newSize);
}

/**
 * How the old sets shrink: first the pods that are not available anyway, then as many as may be missed.
 * Source: kubernetes v1.32 pkg/controller/deployment/rolling.go, reconcileOldReplicaSets.
 */
export function shrinkOldSets(deployment: DeploymentObject, old: readonly ReplicaSetObject[], newest: ReplicaSetObject): Resize[] {
  const active = activeSets(old).sort(byAge);
  const minAvailable = replicasOf(deployment) - fencepostsOf(deployment).maxUnavailable;
  const newUnavailable = replicasOf(newest) - (newest.status?.availableReplicas ?? 0);
  const maxScaledDown = wanted([...active, newest]) - minAvailable - newUnavailable;
  if (wanted(active) === 0 || maxScaledDown <= 0) return [];
  const sizes = active.map(replicasOf);
  const cleaned = cleanUnhealthy(active, sizes, maxScaledDown);
  const spare = available([...active, newest]) - minAvailable;
  const shrunk = takeFrom(sizes, spare);
  return active.flatMap((set, index) => {
    const afterCleaning = replicasOf(set) - (cleaned[index] ?? 0);
    const steps: Resize[] = [];
    if (cleaned[index]) steps.push({ set, to: afterCleaning, reason: 'unhealthy' });
    if (shrunk[index]) steps.push({ set, to: afterCleaning - shrunk[index], reason: 'available' });
    return steps;
  });
}

/** Changes `sizes`; answers how many each set lost. Source: rolling.go, cleanupUnhealthyReplicas. */
function cleanUnhealthy(sets: readonly ReplicaSetObject[], sizes: number[], most: number): number[] {
  let left = most;
  return sets.map((set, index) => {
    const unhealthy = sizes[index] - (set.status?.availableReplicas ?? 0);
    const taken = Math.max(0, Math.min(left, unhealthy));
    sizes[index] -= taken;
    left -= taken;
    return taken;
  });
}

/** Source: rolling.go, scaleDownOldReplicaSetsForRollingUpdate. */
function takeFrom(sizes: readonly number[], most: number): number[] {
  let left = most;
  return sizes.map((size) => {
    const taken = Math.max(0, Math.min(size, left));
    left -= taken;
    return taken;
  });
}

/**
 * What a change of spec.replicas does to the sets: the only active one follows; a finished rollout empties the old ones; in the middle
 * of one, each set gets its share. Source: kubernetes v1.32 pkg/controller/deployment/sync.go, scale.
 */
export function scaleSets(deployment: DeploymentObject, newest: ReplicaSetObject | undefined, old: readonly ReplicaSetObject[]): Resize[] {
  const replicas = replicasOf(deployment);
  const only = activeOrLatest(newest, old);
  if (only) return replicasOf(only) === replicas ? [] : [{ set: only, to: replicas, reason: 'scale' }];
  if (newest && isSaturated(deployment, newest)) return activeSets(old).map((set) => ({ set, to: 0, reason: 'saturated' }));
  return isRolling(deployment) ? scaleInProportion(deployment, activeSets(newest ? [...old, newest] : old)) : [];
}

function activeOrLatest(newest: ReplicaSetObject | undefined, old: readonly ReplicaSetObject[]): ReplicaSetObject | undefined {
  if (!newest && old.length === 0) return undefined;
  const all = newest ? [...old, newest] : old;
  const active = activeSets(all);
  if (active.length === 1) return active[0];
  return active.length === 0 ? (newest ?? [...old].sort((a, b) => byAge(b, a))[0]) : undefined;
}

/** Source: deployment_util.go, IsSaturated. */
function isSaturated(deployment: DeploymentObject, set: ReplicaSetObject): boolean {
  const replicas = replicasOf(deployment);
  const desired = whole(set.metadata.annotations?.['deployment.kubernetes.io/desired-replicas']);
  return replicasOf(set) === replicas && desired === replicas && (set.status?.availableReplicas ?? 0) === replicas;
}

function scaleInProportion(deployment: DeploymentObject, sets: readonly ReplicaSetObject[]): Resize[] {
  const replicas = replicasOf(deployment);
  const allowed = replicas > 0 ? replicas + fencepostsOf(deployment).maxSurge : 0;
  const toAdd = allowed - wanted(sets);
  const sorted = [...sets].sort(toAdd > 0 ? bySizeNewer : bySizeOlder);
  let added = 0;
  const sizes = sorted.map((set) => {
    const share = proportion(deployment, set, toAdd, added);
    added += share;
    return replicasOf(set) + share;
  });
  if (sizes.length > 0 && toAdd !== 0) sizes[0] = Math.max(0, sizes[0] + toAdd - added);
  return sorted.map((set, index) => ({ set, to: sizes[index], reason: 'proportional' }));
}

/** Source: deployment_util.go, GetReplicaSetProportion. */
function proportion(deployment: DeploymentObject, set: ReplicaSetObject, toAdd: number, added: number): number {
  if (replicasOf(set) === 0 || toAdd === 0 || toAdd === added) return 0;
  const fraction = fractionOf(deployment, set);
  const left = toAdd - added;
  return toAdd > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
}

/** How much the set grows when the Deployment grows from what it was to what it is. Source: deployment_util.go, getReplicaSetFraction. */
function fractionOf(deployment: DeploymentObject, set: ReplicaSetObject): number {
  const size = replicasOf(set);
  if (replicasOf(deployment) === 0) return -size;
  const max = replicasOf(deployment) + fencepostsOf(deployment).maxSurge;
  const maxBefore = whole(set.metadata.annotations?.[MAX_REPLICAS]) || (deployment.status?.replicas ?? 0);
  if (maxBefore === 0) return 0;
  return Math.floor((2 * size * max + maxBefore) / (2 * maxBefore)) - size;
}

/** Source: kubernetes v1.32 pkg/controller/deployment/util/deployment_util.go, DeploymentComplete. */
export function isComplete(deployment: DeploymentObject, status: DeploymentObject['status']): boolean {
  const replicas = replicasOf(deployment);
  return (
    (status?.updatedReplicas ?? 0) === replicas &&
    (status?.replicas ?? 0) === replicas &&
    (status?.availableReplicas ?? 0) === replicas &&
    (status?.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

