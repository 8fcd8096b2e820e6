import type { StatefulSetStatus } from 'kubernetes-types/apps/v1.d.ts';
import type { Revisions } from '../history/history.ts';
import { isPodAvailable, isPodReady, isPodTerminating, type PodObject } from '../pod-state.ts';
import { revisionOfPod, type StatefulSetObject } from './identity.ts';

export const isRunningAndReady = (pod: PodObject): boolean => pod.status?.phase === 'Running' && isPodReady(pod);
export const isHealthy = (pod: PodObject): boolean => isRunningAndReady(pod) && !isPodTerminating(pod);

/**
 * Counts the pods there are; when all are of the new revision and ready, it becomes the current one.
 * Source: kubernetes v1.32 pkg/controller/statefulset/stateful_set_control.go, updateStatus, and stateful_set_utils.go, completeRollingUpdate.
 */
export function statusOf(set: StatefulSetObject, pods: readonly PodObject[], current: string, revisions: Revisions, nowUs: number): StatefulSetStatus {
  const created = pods.filter((pod) => (pod.status?.phase ?? '') !== '');
  const ready = created.filter(isRunningAndReady);
  const living = created.filter((pod) => !isPodTerminating(pod));
  const update = revisions.update.metadata.name!;
  const ofRevision = (name: string): number => living.filter((pod) => revisionOfPod(pod) === name).length;
  const status = {
    observedGeneration: set.metadata.generation,
    replicas: created.length,
    readyReplicas: ready.length,
    availableReplicas: ready.filter((pod) => isPodAvailable(pod, set.spec!.minReadySeconds ?? 0, nowUs)).length,
    currentReplicas: ofRevision(current),
    updatedReplicas: ofRevision(update),
    currentRevision: current,
    updateRevision: update,
    collisionCount: revisions.collisionCount ?? 0,
  };
  const replicas = set.spec!.replicas ?? 1;
  const complete = set.spec!.updateStrategy?.type === 'RollingUpdate' && status.updatedReplicas === replicas && status.readyReplicas === replicas && status.replicas === replicas;
  return lean(complete ? { ...status, currentReplicas: status.updatedReplicas, currentRevision: update } : status);
}

const ALWAYS = new Set(['replicas', 'availableReplicas', 'observedGeneration', 'collisionCount']);

/** Go leaves most zero counts out of JSON. */
function lean(status: StatefulSetStatus): StatefulSetStatus {
  return Object.fromEntries(Object.entries(status).filter(([key, value]) => value !== 0 || ALWAYS.has(key))) as unknown as StatefulSetStatus;
}
