import type { DaemonSet, DaemonSetStatus } from 'kubernetes-types/apps/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { timeToUs } from '../../../apimachinery/time.ts';
import { getScaledValueFromIntOrPercent } from '../../../apimachinery/int-or-string.ts';
import { POD_REVISION_LABEL } from '../history/revision.ts';
import type { NodeObject } from '../node-conditions.ts';
import { isPodAvailable, isPodReady, isPodTerminating, type PodObject } from '../pod-state.ts';
import { daemonFits, daemonTolerations } from './placement.ts';

export type DaemonSetObject = Typed<DaemonSet>;

/** What a pass does: nodes that get a pod, pods that go, and why. */
export interface DaemonPlan {
  readonly create: string[];
  readonly remove: { readonly pod: PodObject; readonly reason: 'node' | 'failed' | 'succeeded' | 'surplus' | 'update' }[];
}

export type PodsByNode = ReadonlyMap<string, readonly PodObject[]>;

/** The node a daemon pod is on or is meant for. Source: kubernetes v1.32 pkg/controller/daemon/util, GetTargetNodeName. */
export function targetNode(pod: PodObject): string {
  if (pod.spec?.nodeName) return pod.spec.nodeName;
  const terms = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  for (const term of terms) for (const field of term.matchFields ?? []) if (field.key === 'metadata.name') return field.values?.[0] ?? '';
  return '';
}

export const hashOf = (pod: PodObject): string => pod.metadata.labels?.[POD_REVISION_LABEL] ?? '';

/** Source: kubernetes v1.32 pkg/controller/daemon/daemon_controller.go, manage and podsShouldBeOnNode. */
export function manage(set: DaemonSetObject, nodes: Iterable<NodeObject>, known: (name: string) => boolean, pods: PodsByNode): DaemonPlan {
  const plan: DaemonPlan = { create: [], remove: [] };
  const spec = set.spec!.template.spec!;
  const tolerations = daemonTolerations(spec);
  for (const node of nodes) {
    const name = node.metadata.name!;
    const present = pods.get(name);
    const { run, keep } = daemonFits(spec, tolerations, node);
    if (run && !present) plan.create.push(name);
    else if (present && keep) weed(plan, present);
    else if (present) for (const pod of present) if (!isPodTerminating(pod)) plan.remove.push({ pod, reason: 'node' });
  }
  // Pods that were meant for a node which is gone and never got there.
  for (const [name, present] of pods) if (!known(name)) for (const pod of present) if (!pod.spec?.nodeName && !isPodTerminating(pod)) plan.remove.push({ pod, reason: 'node' });
  return plan;
}

/** Ended pods make room for new ones; of several only the oldest stays. */
function weed(plan: DaemonPlan, present: readonly PodObject[]): void {
  const living: PodObject[] = [];
  for (const pod of present) {
    if (isPodTerminating(pod)) continue;
    if (pod.status?.phase === 'Failed') plan.remove.push({ pod, reason: 'failed' });
    else if (pod.status?.phase === 'Succeeded') plan.remove.push({ pod, reason: 'succeeded' });
    else living.push(pod);
  }
  living.sort((a, b) => Number(!a.spec?.nodeName) - Number(!b.spec?.nodeName) || born(a) - born(b) || (a.metadata.name! < b.metadata.name! ? -1 : 1));
  for (const pod of living.slice(1)) plan.remove.push({ pod, reason: 'surplus' });
}

const born = (pod: PodObject): number => timeToUs(pod.metadata.creationTimestamp) ?? 0;

/** Old pods that may go now. Source: kubernetes v1.32 pkg/controller/daemon/update.go, rollingUpdate. Differs: without surge. */
export function rollingUpdate(set: DaemonSetObject, desired: number, pods: PodsByNode, hash: string, nowUs: number): DaemonPlan['remove'] {
  const strategy = set.spec!.updateStrategy;
  if (strategy?.type === 'OnDelete') return [];
  const most = getScaledValueFromIntOrPercent(strategy?.rollingUpdate?.maxUnavailable ?? 1, desired, true) ?? 1;
  const available = (pod: PodObject): boolean => !isPodTerminating(pod) && isPodAvailable(pod, set.spec!.minReadySeconds ?? 0, nowUs);
  let unavailable = 0;
  const replace: PodObject[] = [];
  const candidates: PodObject[] = [];
  for (const present of pods.values()) {
    const fresh = present.filter((pod) => hashOf(pod) === hash && !isPodTerminating(pod));
    const stale = present.filter((pod) => hashOf(pod) !== hash && !isPodTerminating(pod));
    if (fresh.length + stale.length !== 1) unavailable++;
    else if (fresh.length === 1) unavailable += available(fresh[0]) ? 0 : 1;
    else if (available(stale[0])) candidates.push(stale[0]);
    else {
      unavailable++;
      replace.push(stale[0]);
    }
  }
  const left = Math.max(0, most - unavailable);
  return [...replace, ...candidates.slice(0, left)].map((pod) => ({ pod, reason: 'update' as const }));
}

/** Source: daemon_controller.go, updateDaemonSetStatus. */
export function statusOf(set: DaemonSetObject, nodes: Iterable<NodeObject>, pods: PodsByNode, hash: string, collisionCount: number | undefined, nowUs: number): DaemonSetStatus {
  const status = { observedGeneration: set.metadata.generation, currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0, updatedNumberScheduled: 0, numberAvailable: 0, numberUnavailable: 0 };
  const spec = set.spec!.template.spec!;
  const tolerations = daemonTolerations(spec);
  for (const node of nodes) {
    const present = pods.get(node.metadata.name!);
    if (!daemonFits(spec, tolerations, node).run) {
      if (present) status.numberMisscheduled++;
      continue;
    }
    status.desiredNumberScheduled++;
    if (!present) continue;
    status.currentNumberScheduled++;
    const oldest = [...present].sort((a, b) => born(a) - born(b))[0];
    if (isPodReady(oldest)) status.numberReady++;
    if (isPodReady(oldest) && isPodAvailable(oldest, set.spec!.minReadySeconds ?? 0, nowUs)) status.numberAvailable++;
    if (hashOf(oldest) === hash) status.updatedNumberScheduled++;
  }
  status.numberUnavailable = status.desiredNumberScheduled - status.numberAvailable;
  return lean(status, collisionCount);
}

const ALWAYS = new Set(['currentNumberScheduled', 'numberMisscheduled', 'desiredNumberScheduled', 'numberReady', 'observedGeneration']);

/** Go leaves some zero counts out of JSON. */
function lean(status: DaemonSetStatus, collisionCount: number | undefined): DaemonSetStatus {
  const kept = Object.fromEntries(Object.entries(status).filter(([key, value]) => value !== 0 || ALWAYS.has(key)));
  return (collisionCount === undefined ? kept : { ...kept, collisionCount }) as unknown as DaemonSetStatus;
}
