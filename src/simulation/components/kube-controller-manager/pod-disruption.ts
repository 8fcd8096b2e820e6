import type { PodCondition } from 'kubernetes-types/core/v1.d.ts';
import type { Status } from '../../apimachinery/status.ts';
import { formatTime } from '../../apimachinery/time.ts';
import { isFailure, type ResourceClient } from '../../client-go/index.ts';
import type { Process } from '../../engine/index.ts';
import { type PodObject, withPodCondition } from './pod-state.ts';

export interface Disruption {
  /** Set the phase, when the pod must end as Failed. */
  readonly phase?: 'Failed';
  readonly reason?: string;
  readonly message?: string;
}

/**
 * Patches into a pod's status why it is about to be deleted. Answers a failure, or undefined when written or already so.
 * Source: kubernetes v1.32 pkg/util/pod, PatchPodStatus.
 */
export function* markDisrupted(pods: ResourceClient<PodObject>, pod: PodObject, disruption: Disruption): Process<Status | undefined> {
  const now = formatTime(pods.client.actor.engine.nowUs);
  const { phase, reason, message } = disruption;
  const target = { type: 'DisruptionTarget', status: 'True', reason, message } as PodCondition;
  const conditions = reason === undefined ? undefined : withPodCondition(pod.status?.conditions ?? [], target, now);
  if (!conditions && (phase === undefined || pod.status?.phase === phase)) return undefined;
  const status: Record<string, unknown> = phase === undefined ? {} : { phase };
  if (conditions) {
    status['$setElementOrder/conditions'] = conditions.map(({ type }) => ({ type }));
    status.conditions = conditions.filter((one) => one.type === 'DisruptionTarget');
  }
  const { namespace, name, uid } = pod.metadata;
  const reply = yield* pods.patch(namespace!, name!, 'application/strategic-merge-patch+json', { metadata: { uid }, status }, 'status');
  return isFailure(reply) ? reply : undefined;
}
