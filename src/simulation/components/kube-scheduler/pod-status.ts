import type { Pod, PodCondition } from 'kubernetes-types/core/v1.d.ts';
import { setCondition } from '../../apimachinery/conditions.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import type { Status as ApiStatus } from '../../apimachinery/status.ts';
import { type Client, resources } from '../../client-go/index.ts';
import type { Process } from '../../engine/index.ts';

/** What is to change in a pod's status. */
export interface PodStatusChange {
  readonly condition?: PodCondition;
  /** Absent: leave it; '': clear it. */
  readonly nominatedNode?: string;
}

/**
 * Patches condition and nominated node where they differ; sends nothing when they do not.
 * Source: kubernetes v1.32 pkg/scheduler/schedule_one.go, updatePod; pkg/scheduler/util/utils.go, PatchPodStatus.
 */
export function* patchPodStatus(client: Client, pod: Typed<Pod>, change: PodStatusChange): Process<Typed<Pod> | ApiStatus | null> {
  const status: Record<string, unknown> = {};
  const { condition, nominatedNode } = change;
  if (condition !== undefined) {
    const conditions = setCondition(pod.status?.conditions as readonly Required<PodCondition>[] | undefined, condition as Required<PodCondition>);
    // A patch merges conditions by type, so it carries the one that changed.
    if (conditions !== pod.status?.conditions) status.conditions = conditions.filter(({ type }) => type === condition.type);
  }
  if (nominatedNode !== undefined && nominatedNode !== (pod.status?.nominatedNodeName ?? '')) status.nominatedNodeName = nominatedNode === '' ? null : nominatedNode;
  if (Object.keys(status).length === 0) return null;
  const { namespace, name } = pod.metadata;
  return yield* client.resource(resources.pods).patch(namespace!, name!, 'application/strategic-merge-patch+json', { status }, 'status');
}
