import type { ReplicaSetCondition, ReplicaSetStatus } from 'kubernetes-types/apps/v1.d.ts';
import type { PodCounts } from '../controlled-pods.ts';
import type { ReplicaSetObject } from './flavour.ts';

/** What a sync has to tell besides counts. */
export interface SyncOutcome {
  /** Set when creating or deleting pods failed. */
  readonly error: string | undefined;
  /** Replicas wanted minus pods at the sync's start. */
  readonly missing: number;
  readonly now: string;
}

/** Source: kubernetes v1.32 pkg/controller/replicaset/replica_set_utils.go, calculateStatus. */
export function calculateStatus(set: ReplicaSetObject, counts: PodCounts, available: number, outcome: SyncOutcome): ReplicaSetStatus {
  const conditions = withFailure(set.status?.conditions, outcome);
  const status: ReplicaSetStatus = {
    replicas: counts.active,
    fullyLabeledReplicas: counts.labelled,
    readyReplicas: counts.ready,
    availableReplicas: available,
    observedGeneration: set.metadata.generation,
  };
  return conditions && conditions.length > 0 ? { ...status, conditions } : status;
}

function withFailure(conditions: readonly ReplicaSetCondition[] | undefined, outcome: SyncOutcome): ReplicaSetCondition[] | undefined {
  const failure = conditions?.find((one) => one.type === 'ReplicaFailure');
  if (outcome.error === undefined) return failure ? conditions!.filter((one) => one !== failure) : (conditions as ReplicaSetCondition[] | undefined);
  if (failure) return conditions as ReplicaSetCondition[];
  const reason = outcome.missing > 0 ? 'FailedCreate' : 'FailedDelete';
  return [...(conditions ?? []), { type: 'ReplicaFailure', status: 'True', reason, message: outcome.error, lastTransitionTime: outcome.now }];
}

/** True when a write would tell nothing new. Source: replica_set_utils.go, updateReplicaSetStatus. */
export function sameStatus(a: ReplicaSetStatus | undefined, b: ReplicaSetStatus): boolean {
  return (
    a !== undefined &&
    (a.replicas ?? 0) === b.replicas &&
    (a.fullyLabeledReplicas ?? 0) === b.fullyLabeledReplicas &&
    (a.readyReplicas ?? 0) === b.readyReplicas &&
    (a.availableReplicas ?? 0) === b.availableReplicas &&
    a.observedGeneration === b.observedGeneration &&
    (a.conditions === b.conditions || ((a.conditions?.length ?? 0) === 0 && (b.conditions?.length ?? 0) === 0))
  );
}
