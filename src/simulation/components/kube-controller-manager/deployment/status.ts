import type { DeploymentStatus } from 'kubernetes-types/apps/v1.d.ts';
import { formatTime, timeToUs } from '../../../apimachinery/time.ts';
import { fencepostsOf } from '../../../kinds/apps/deployment/fenceposts.ts';
import { isComplete } from './arithmetic.ts';
import { condition, conditionOf, type Conditions, withCondition, withoutCondition } from './conditions.ts';
import { actual, available, type DeploymentObject, ready, replicasOf, type ReplicaSetObject, wanted } from './objects.ts';

const NO_DEADLINE = 2_147_483_647;

export function hasProgressDeadline(deployment: DeploymentObject): boolean {
  const seconds = deployment.spec?.progressDeadlineSeconds;
  return seconds !== undefined && seconds !== null && seconds !== NO_DEADLINE;
}

/** Source: kubernetes v1.32 pkg/controller/deployment/sync.go, calculateStatus. */
export function calculateStatus(deployment: DeploymentObject, all: readonly ReplicaSetObject[], newest: ReplicaSetObject | undefined, nowUs: number): DeploymentStatus {
  const now = formatTime(nowUs);
  const availableReplicas = available(all);
  const unavailable = wanted(all) - availableReplicas;
  const enough = availableReplicas >= replicasOf(deployment) - fencepostsOf(deployment).maxUnavailable;
  const availability = enough
    ? condition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', now)
    : condition('Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.', now);
  return lean({
    observedGeneration: deployment.metadata.generation,
    replicas: actual(all),
    updatedReplicas: newest ? actual([newest]) : 0,
    readyReplicas: ready(all),
    availableReplicas,
    unavailableReplicas: unavailable > 0 ? unavailable : 0,
    collisionCount: deployment.status?.collisionCount,
    conditions: withCondition(deployment.status?.conditions ?? [], availability) as DeploymentStatus['conditions'],
  });
}

/** Go leaves zero counts out of JSON. */
function lean(status: DeploymentStatus): DeploymentStatus {
  return Object.fromEntries(Object.entries(status).filter(([key, value]) => value !== undefined && (value !== 0 || key === 'observedGeneration' || key === 'collisionCount')));
}

/**
 * The status with what it says about progress: complete, going on, or out of time.
 * Source: kubernetes v1.32 pkg/controller/deployment/progress.go, syncRolloutStatus.
 */
export function rolloutStatus(deployment: DeploymentObject, all: readonly ReplicaSetObject[], newest: ReplicaSetObject | undefined, nowUs: number): DeploymentStatus {
  const status = calculateStatus(deployment, all, newest, nowUs);
  let conditions: Conditions = status.conditions ?? [];
  if (!hasProgressDeadline(deployment)) conditions = withoutCondition(conditions, 'Progressing');
  const current = conditionOf(deployment.status, 'Progressing');
  const settled = (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === 'NewReplicaSetAvailable';
  if (hasProgressDeadline(deployment) && !settled) conditions = withProgress(deployment, { ...status, conditions: conditions as never }, newest, nowUs);
  return { ...status, conditions: withFailure(conditions, all, newest) as DeploymentStatus['conditions'] };
}

function withProgress(deployment: DeploymentObject, status: DeploymentStatus, newest: ReplicaSetObject | undefined, nowUs: number): Conditions {
  const now = formatTime(nowUs);
  const conditions: Conditions = status.conditions ?? [];
  const subject = newest ? `ReplicaSet "${newest.metadata.name}"` : `Deployment "${deployment.metadata.name}"`;
  if (isComplete(deployment, status))
    return withCondition(conditions, condition('Progressing', 'True', 'NewReplicaSetAvailable', `${subject} has successfully progressed.`, now));
  if (isProgressing(deployment, status)) {
    const current = conditionOf(deployment.status, 'Progressing');
    const next = condition('Progressing', 'True', 'ReplicaSetUpdated', `${subject} is progressing.`, now);
    const kept = current?.status === 'True' ? { ...next, lastTransitionTime: current.lastTransitionTime } : next;
    // Removed first, so that the update time moves even when status and reason stay.
    return withCondition(withoutCondition(conditions, 'Progressing'), kept);
  }
  if (hasTimedOut(deployment, status, nowUs))
    return withCondition(conditions, condition('Progressing', 'False', 'ProgressDeadlineExceeded', `${subject} has timed out progressing.`, now));
  return conditions;
}

/** Source: deployment_util.go, DeploymentProgressing. */
function isProgressing(deployment: DeploymentObject, status: DeploymentStatus): boolean {
  const before = deployment.status ?? {};
  const oldBefore = (before.replicas ?? 0) - (before.updatedReplicas ?? 0);
  const oldNow = (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  return (
    (status.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    oldNow < oldBefore ||
    (status.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (status.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

/** Source: deployment_util.go, DeploymentTimedOut. */
function hasTimedOut(deployment: DeploymentObject, status: DeploymentStatus, nowUs: number): boolean {
  const progressing = conditionOf(status, 'Progressing');
  if (!progressing || progressing.reason === 'NewReplicaSetAvailable') return false;
  if (progressing.reason === 'ProgressDeadlineExceeded') return true;
  return deadlineUs(deployment, progressing.lastUpdateTime) < nowUs;
}

const deadlineUs = (deployment: DeploymentObject, lastUpdate: string | undefined): number =>
  (timeToUs(lastUpdate) ?? 0) + (deployment.spec!.progressDeadlineSeconds ?? 0) * 1_000_000;

/**
 * How long until a rollout that stands still must be looked at again; undefined: never, 0: it is due.
 * Source: progress.go, requeueStuckDeployment.
 */
export function stuckAfterUs(deployment: DeploymentObject, status: DeploymentStatus, nowUs: number): number | undefined {
  const current = conditionOf(deployment.status, 'Progressing');
  if (!hasProgressDeadline(deployment) || !current) return undefined;
  if (isComplete(deployment, status) || current.reason === 'ProgressDeadlineExceeded') return undefined;
  const afterUs = deadlineUs(deployment, current.lastUpdateTime) - nowUs;
  return afterUs < 1_000_000 ? 0 : afterUs + 1_000_000;
}

/** The first failure that a set reports becomes the Deployment's. Source: progress.go, getReplicaFailures. */
function withFailure(conditions: Conditions, all: readonly ReplicaSetObject[], newest: ReplicaSetObject | undefined): Conditions {
  for (const set of newest ? [newest, ...all] : all) {
    const failure = set.status?.conditions?.find((one) => one.type === 'ReplicaFailure');
    if (!failure) continue;
    const { type, status, reason, message, lastTransitionTime } = failure;
    return withCondition(conditions, { type, status, reason, message, lastTransitionTime, lastUpdateTime: lastTransitionTime });
  }
  return withoutCondition(conditions, 'ReplicaFailure');
}
