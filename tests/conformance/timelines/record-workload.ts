import type { KubeObject } from '../../../src/simulation/apimachinery/meta.ts';

const count = (value: unknown): number => (typeof value === 'number' ? value : 0);

type StatusText = (status: Record<string, unknown>) => string;

const statusTexts: ReadonlyMap<string, StatusText> = new Map<string, StatusText>([
  ['ReplicaSet', (s) => `replicas=${count(s.replicas)} ready=${count(s.readyReplicas)} available=${count(s.availableReplicas)}`],
  ['Deployment', (s) => `replicas=${count(s.replicas)} updated=${count(s.updatedReplicas)} ready=${count(s.readyReplicas)} available=${count(s.availableReplicas)} unavailable=${count(s.unavailableReplicas)}`],
  ['StatefulSet', (s) => `replicas=${count(s.replicas)} ready=${count(s.readyReplicas)} available=${count(s.availableReplicas)} current=${count(s.currentReplicas)} updated=${count(s.updatedReplicas)}`],
  ['DaemonSet', (s) => `desired=${count(s.desiredNumberScheduled)} current=${count(s.currentNumberScheduled)} ready=${count(s.numberReady)} available=${count(s.numberAvailable)} updated=${count(s.updatedNumberScheduled)}`],
  ['PodDisruptionBudget', (s) => `disruptionsAllowed=${count(s.disruptionsAllowed)} currentHealthy=${count(s.currentHealthy)} desiredHealthy=${count(s.desiredHealthy)} expected=${count(s.expectedPods)}`],
]);

/** What changed of a workload or budget, a line each. */
export function describeWorkload(kind: string, before: KubeObject | undefined, after: KubeObject | undefined): string[] {
  const text = statusTexts.get(kind);
  if (!text) return [];
  if (!after) return ['deleted'];
  return [...replicas(kind, before, after), ...status(text, before, after), ...(kind === 'Deployment' ? conditions(before, after) : [])];
}

function replicas(kind: string, before: KubeObject | undefined, after: KubeObject): string[] {
  const now = after.spec?.replicas;
  if (typeof now !== 'number') return [];
  if (!before) return [`created replicas=${now}`];
  if (before.spec.replicas === now) return [];
  return [`${kind === 'ReplicaSet' ? 'scaled' : 'spec.replicas'} ${before.spec.replicas}->${now}`];
}

function status(text: StatusText, before: KubeObject | undefined, after: KubeObject): string[] {
  const [old, now] = [text(before?.status ?? {}), text(after.status ?? {})];
  return old === now ? [] : [`status ${now}`];
}

function conditions(before: KubeObject | undefined, after: KubeObject): string[] {
  const list = (object: KubeObject | undefined): { type: string; status: string; reason?: string }[] => object?.status?.conditions ?? [];
  return list(after).flatMap(({ type, status, reason }) => {
    const old = list(before).find((condition) => condition.type === type);
    return old?.status === status && old.reason === reason ? [] : [`${type}=${status} reason=${reason}`];
  });
}
