import { isPodAvailable, isPodFinished, isPodTerminating, type PodObject } from '../pod-state.ts';
import { ordinalOf, revisionOfPod, startOrdinal, type StatefulSetObject } from './identity.ts';
import { isHealthy, isRunningAndReady } from './status.ts';

/** One step of a sync. */
export type Step =
  | { readonly kind: 'create'; readonly ordinal: number; readonly revision: 'current' | 'update' }
  | { readonly kind: 'delete'; readonly pod: PodObject; readonly reason: 'failed' | 'scale-down' | 'update' }
  | { readonly kind: 'claims'; readonly ordinal: number };

/**
 * What to do now. OrderedReady does one thing and waits for its effect; Parallel does all at once, but for updates.
 * Source: kubernetes v1.32 pkg/controller/statefulset/stateful_set_control.go, updateStatefulSet, processReplica, processCondemned.
 */
export function planSteps(set: StatefulSetObject, pods: readonly PodObject[], updateRevision: string, nowUs: number): Step[] {
  const start = startOrdinal(set);
  const count = set.spec!.replicas ?? 1;
  const ordered = set.spec!.podManagementPolicy !== 'Parallel';
  const replicas = new Array<PodObject | undefined>(count).fill(undefined);
  const condemned: PodObject[] = [];
  for (const pod of pods) {
    const ordinal = ordinalOf(set, pod.metadata.name!);
    if (ordinal >= start && ordinal < start + count) replicas[ordinal - start] = pod;
    else if (ordinal >= 0) condemned.push(pod);
  }
  condemned.sort((a, b) => ordinalOf(set, b.metadata.name!) - ordinalOf(set, a.metadata.name!));
  const steps: Step[] = [];
  const available = (pod: PodObject): boolean => isRunningAndReady(pod) && isPodAvailable(pod, set.spec!.minReadySeconds ?? 0, nowUs);
  for (const [index, pod] of replicas.entries()) {
    const step = stepFor(set, pod, start + index);
    if (step) steps.push(step);
    const waits = step?.kind === 'create' || step?.kind === 'delete' || (pod !== undefined && (isPodTerminating(pod) || !available(pod)));
    if (ordered && waits) return steps;
  }
  for (const pod of condemned) {
    const verdict = condemnedStep(pod, replicas, condemned, ordered, available(pod));
    if (verdict) steps.push(verdict);
    if (ordered) return steps;
  }
  return steps.length > 0 || condemned.length > 0 ? steps : updateSteps(set, replicas as PodObject[], updateRevision);
}

function stepFor(set: StatefulSetObject, pod: PodObject | undefined, ordinal: number): Step | undefined {
  if (!pod) return { kind: 'create', ordinal, revision: ordinal < startOrdinal(set) + partition(set) ? 'current' : 'update' };
  if (isPodFinished(pod)) return isPodTerminating(pod) ? undefined : { kind: 'delete', pod, reason: 'failed' };
  return pod.status?.phase === 'Pending' && set.spec!.volumeClaimTemplates?.length ? { kind: 'claims', ordinal } : undefined;
}

function partition(set: StatefulSetObject): number {
  return set.spec!.updateStrategy?.type === 'RollingUpdate' ? (set.spec!.updateStrategy.rollingUpdate?.partition ?? 0) : 0;
}

/** In order, an unhealthy pod is only taken when it is the first unhealthy one: otherwise its predecessors come first. */
function condemnedStep(pod: PodObject, replicas: readonly (PodObject | undefined)[], condemned: readonly PodObject[], ordered: boolean, available: boolean): Step | undefined {
  if (isPodTerminating(pod)) return undefined;
  const firstUnhealthy = [...replicas, ...[...condemned].reverse()].find((one) => one && !isHealthy(one));
  if (ordered && !available && pod !== firstUnhealthy) return undefined;
  return { kind: 'delete', pod, reason: 'scale-down' };
}

/** From the highest ordinal down to the partition: the first of an old revision goes, once all above it are healthy. */
function updateSteps(set: StatefulSetObject, replicas: readonly PodObject[], updateRevision: string): Step[] {
  if (set.spec!.updateStrategy?.type === 'OnDelete') return [];
  for (let index = replicas.length - 1; index >= partition(set) - startOrdinal(set) && index >= 0; index--) {
    const pod = replicas[index];
    if (revisionOfPod(pod) !== updateRevision && !isPodTerminating(pod)) return [{ kind: 'delete', pod, reason: 'update' }];
    if (!isHealthy(pod)) return [];
  }
  return [];
}

