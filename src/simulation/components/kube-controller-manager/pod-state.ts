import type { Pod, PodCondition } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { timeToUs } from '../../apimachinery/time.ts';

export type PodObject = Typed<Pod>;

/** Source: kubernetes v1.32 pkg/controller/controller_utils.go, IsPodActive. */
export function isPodActive(pod: PodObject): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  const phase = pod.status?.phase;
  return phase !== 'Succeeded' && phase !== 'Failed';
}

export const isPodTerminating = (pod: PodObject): boolean => pod.metadata.deletionTimestamp !== undefined;

/** Succeeded or Failed: its containers will never run again. */
export function isPodFinished(pod: PodObject): boolean {
  const phase = pod.status?.phase;
  return phase === 'Succeeded' || phase === 'Failed';
}

export function podCondition(pod: PodObject, type: string): PodCondition | undefined {
  const conditions = pod.status?.conditions;
  if (!conditions) return undefined;
  for (const condition of conditions) if (condition.type === type) return condition;
  return undefined;
}

export const isPodReady = (pod: PodObject): boolean => podCondition(pod, 'Ready')?.status === 'True';

/** Ready for at least `minReadySeconds`. Source: kubernetes v1.32 pkg/api/v1/pod/util.go, IsPodAvailable. */
export function isPodAvailable(pod: PodObject, minReadySeconds: number, nowUs: number): boolean {
  const ready = podCondition(pod, 'Ready');
  if (ready?.status !== 'True') return false;
  if (minReadySeconds === 0) return true;
  const sinceUs = timeToUs(ready.lastTransitionTime);
  return sinceUs !== undefined && sinceUs + minReadySeconds * 1_000_000 < nowUs;
}

/**
 * The conditions with one of them set, or undefined when that changes nothing. The transition time moves only with the status.
 * Source: kubernetes v1.32 pkg/api/v1/pod/util.go, UpdatePodCondition.
 */
export function withPodCondition(conditions: readonly PodCondition[], condition: PodCondition, now: string): PodCondition[] | undefined {
  const index = conditions.findIndex((one) => one.type === condition.type);
  if (index < 0) return [...conditions, { ...condition, lastTransitionTime: now }];
  const old = conditions[index];
  const lastTransitionTime = old.status === condition.status ? old.lastTransitionTime : now;
  const next = { ...condition, lastTransitionTime };
  const same = old.status === next.status && old.reason === next.reason && old.message === next.message && old.lastProbeTime === next.lastProbeTime;
  if (same) return undefined;
  return conditions.map((one, at) => (at === index ? next : one));
}
