import type { Pod } from 'kubernetes-types/core/v1.d.ts';
import { isNotFound } from '../../apimachinery/status.ts';
import { formatTime } from '../../apimachinery/time.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { type Client, type EventRecorder, isFailure, resources } from '../../client-go/index.ts';
import type { Process } from '../../engine/index.ts';
import type { PodInfo } from './framework/pod-info.ts';
import { patchPodStatus } from './pod-status.ts';
import type { NominatedPods } from './queue/nominated-pods.ts';

interface Parts {
  readonly client: Client;
  readonly events: EventRecorder;
  readonly nominated: NominatedPods;
  /** The pod as the informer has it. */
  latest(pod: PodInfo): Typed<Pod> | undefined;
}

/**
 * Makes room: tells the victims why, deletes them, and takes back the promise to less important pods that wait for the same node.
 * Answers what went wrong, or null. Source: kubernetes v1.32 pkg/scheduler/framework/preemption/preemption.go, prepareCandidate.
 */
export function* prepareCandidate(parts: Parts, preemptor: PodInfo, node: string, victims: readonly PodInfo[]): Process<string | null> {
  for (const victim of victims) {
    const error = yield* evict(parts, preemptor, node, victim);
    if (error !== null) return error;
  }
  for (const other of [...parts.nominated.nominatedTo(node)]) {
    if (other.priority >= preemptor.priority || other.uid === preemptor.uid) continue;
    parts.nominated.delete(other.uid);
    const latest = parts.latest(other);
    if (latest !== undefined) yield* patchPodStatus(parts.client, latest, { nominatedNode: '' });
  }
  return null;
}

function* evict({ client, events, latest }: Parts, preemptor: PodInfo, node: string, victim: PodInfo): Process<string | null> {
  const { actor } = client;
  const pod = latest(victim);
  if (pod === undefined) return null;
  const lastTransitionTime = formatTime(actor.engine.nowUs);
  const message = `${preemptor.pod.spec!.schedulerName ?? 'default-scheduler'}: preempting to accommodate a higher priority pod`;
  const condition = { type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler', message, lastTransitionTime };
  const patched = yield* patchPodStatus(client, pod, { condition });
  if (isFailure(patched)) return isNotFound(patched) ? null : (patched.message ?? 'the API server did not answer');
  const deleted = yield* client.resource(resources.pods).delete(victim.namespace, victim.name);
  if (isFailure(deleted)) return isNotFound(deleted) ? null : (deleted.message ?? 'the API server did not answer');
  events.event(pod, 'Normal', 'Preempted', `Preempted by pod ${preemptor.uid} on node ${node}`);
  actor.why('kube-scheduler.preempted', `pods/${victim.key}`, { node, by: preemptor.key, priority: victim.priority, byPriority: preemptor.priority });
  return null;
}
