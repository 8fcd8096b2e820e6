import type { Pod, PodCondition } from 'kubernetes-types/core/v1.d.ts';
import { parseTime } from '../../../apimachinery/time.ts';

/** The condition of that type, if the pod has it. Source: kubernetes v1.32 pkg/api/v1/pod/util.go, GetPodCondition. */
export function getCondition(pod: Pod, type: string): PodCondition | undefined {
  const conditions = pod.status?.conditions;
  if (conditions === undefined || conditions === null) return undefined;
  for (const condition of conditions) if (condition.type === type) return condition;
  return undefined;
}

/** Whether the condition is there and True. */
export function isConditionTrue(pod: Pod, type: string): boolean {
  return getCondition(pod, type)?.status === 'True';
}

/** Whether the pod may serve. Source: kubernetes v1.32 pkg/api/v1/pod/util.go, IsPodReady. */
export function isPodReady(pod: Pod): boolean {
  return isConditionTrue(pod, 'Ready');
}

/**
 * Whether the pod has been ready for `minReadySeconds` at `nowUs`.
 * Source: kubernetes v1.32 pkg/api/v1/pod/util.go, IsPodAvailable.
 */
export function isPodAvailable(pod: Pod, minReadySeconds: number, nowUs: number): boolean {
  const ready = getCondition(pod, 'Ready');
  if (ready?.status !== 'True') return false;
  if (minReadySeconds === 0) return true;
  if (!ready.lastTransitionTime) return false;
  return parseTime(ready.lastTransitionTime) + minReadySeconds * 1_000_000 <= nowUs;
}
