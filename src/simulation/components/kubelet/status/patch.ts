import type { PodCondition, PodStatus } from 'kubernetes-types/core/v1.d.ts';
import { deepEqual } from '../../../apimachinery/equality.ts';

const plainFields = ['phase', 'reason', 'message', 'hostIP', 'podIP', 'startTime', 'qosClass', 'initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses'] as const;

/**
 * The strategic merge patch that takes a pod from one status to another, or undefined when they are equal. Lists with a
 * merge key carry what changed and the order; others travel whole.
 * Source: kubernetes v1.32 pkg/util/pod/pod.go, PatchPodStatus.
 */
export function statusPatch(uid: string, old: PodStatus, next: PodStatus): object | undefined {
  const status: Record<string, unknown> = {};
  let changed = false;
  for (const field of plainFields) {
    if (deepEqual(old[field], next[field])) continue;
    status[field] = next[field] ?? null;
    changed = true;
  }
  if (patchConditions(status, old.conditions ?? [], next.conditions ?? [])) changed = true;
  if (patchAddresses(status, 'podIPs', old, next)) changed = true;
  if (patchAddresses(status, 'hostIPs', old, next)) changed = true;
  return changed ? { metadata: { uid }, status } : undefined;
}

function patchConditions(status: Record<string, unknown>, old: readonly PodCondition[], next: readonly PodCondition[]): boolean {
  const changed: object[] = [];
  for (const condition of next) {
    const before = old.find((candidate) => candidate.type === condition.type);
    if (!deepEqual(condition, before)) changed.push(before ? conditionPatch(before, condition) : condition);
  }
  if (changed.length === 0 && sameOrder(old, next)) return false;
  status['$setElementOrder/conditions'] = next.map(({ type }) => ({ type }));
  if (changed.length > 0) status.conditions = changed;
  return true;
}

const conditionFields = ['status', 'reason', 'message', 'lastTransitionTime'] as const;

function conditionPatch(before: PodCondition, after: PodCondition): object {
  const patch: Record<string, unknown> = { type: after.type };
  for (const field of conditionFields) if (before[field] !== after[field]) patch[field] = after[field] ?? null;
  return patch;
}

function sameOrder(old: readonly PodCondition[], next: readonly PodCondition[]): boolean {
  return old.length === next.length && old.every((condition, i) => condition.type === next[i].type);
}

type Address = { ip?: string };

function patchAddresses(status: Record<string, unknown>, field: 'podIPs' | 'hostIPs', old: PodStatus, next: PodStatus): boolean {
  const before = ((old as Record<string, unknown>)[field] ?? []) as Address[];
  const after = ((next as Record<string, unknown>)[field] ?? []) as Address[];
  if (deepEqual(before, after)) return false;
  const gone = before.filter(({ ip }) => !after.some((address) => address.ip === ip)).map(({ ip }) => ({ $patch: 'delete', ip }));
  if (after.length > 0) status[`$setElementOrder/${field}`] = after;
  status[field] = [...after, ...gone];
  return true;
}
