import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { timeToUs } from '../../../apimachinery/time.ts';

export type DeploymentObject = Typed<Deployment>;
export type ReplicaSetObject = Typed<ReplicaSet>;

export const replicasOf = (object: DeploymentObject | ReplicaSetObject): number => object.spec?.replicas ?? 1;

/** Sums over sets: of spec.replicas, of pods there are, ready, available. */
export const wanted = (sets: readonly ReplicaSetObject[]): number => sum(sets, replicasOf);
export const actual = (sets: readonly ReplicaSetObject[]): number => sum(sets, (set) => set.status?.replicas ?? 0);
export const ready = (sets: readonly ReplicaSetObject[]): number => sum(sets, (set) => set.status?.readyReplicas ?? 0);
export const available = (sets: readonly ReplicaSetObject[]): number => sum(sets, (set) => set.status?.availableReplicas ?? 0);

function sum(sets: readonly ReplicaSetObject[], of: (set: ReplicaSetObject) => number): number {
  let total = 0;
  for (const set of sets) total += of(set);
  return total;
}

/** Sets that want pods. */
export const activeSets = (sets: readonly ReplicaSetObject[]): ReplicaSetObject[] => sets.filter((set) => replicasOf(set) > 0);

/** Oldest first; names decide among equals. Source: kubernetes v1.32 pkg/controller, ReplicaSetsByCreationTimestamp. */
export function byAge(a: ReplicaSetObject, b: ReplicaSetObject): number {
  const [left, right] = [timeToUs(a.metadata.creationTimestamp) ?? 0, timeToUs(b.metadata.creationTimestamp) ?? 0];
  return left !== right ? left - right : a.metadata.name! < b.metadata.name! ? -1 : 1;
}
/** Largest first, then the older or the newer ones. */
export const bySizeOlder = (a: ReplicaSetObject, b: ReplicaSetObject): number => replicasOf(b) - replicasOf(a) || byAge(a, b);
export const bySizeNewer = (a: ReplicaSetObject, b: ReplicaSetObject): number => replicasOf(b) - replicasOf(a) || byAge(b, a);
