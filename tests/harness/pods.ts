import type { KubeObject } from '../../src/simulation/apimachinery/meta.ts';

/** True when the pod's Ready condition is True and it is not going away. */
export function isPodReady(pod: KubeObject): boolean {
  const conditions: readonly { type: string; status: string }[] = pod.status?.conditions ?? [];
  return pod.metadata.deletionTimestamp === undefined && conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True');
}
