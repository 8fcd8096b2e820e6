import type { Pod } from 'kubernetes-types/core/v1.d.ts';

/** Whether the phase is one of those a pod never leaves. Source: kubernetes v1.32 pkg/api/v1/pod/util.go, IsPodPhaseTerminal. */
export function isTerminalPhase(phase: string | undefined): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

/** Whether the pod has run to its end. Source: kubernetes v1.32 pkg/api/v1/pod/util.go, IsPodTerminal. */
export function isTerminal(pod: Pod): boolean {
  return isTerminalPhase(pod.status?.phase);
}

/** Whether the pod still counts for who manages it: neither ended nor being deleted. Source: kubernetes v1.32 pkg/controller/controller_utils.go, IsPodActive. */
export function isPodActive(pod: Pod): boolean {
  return !isTerminal(pod) && (pod.metadata?.deletionTimestamp ?? undefined) === undefined;
}
