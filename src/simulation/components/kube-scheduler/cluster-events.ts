import type { Node, NodeCondition, Pod } from 'kubernetes-types/core/v1.d.ts';
import { deepEqual } from '../../apimachinery/equality.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { podRequests } from '../../kinds/core/pod/requests.ts';
import { Action, type ClusterEvent, type EventResource } from './framework/cluster-event.ts';

const event = (resource: EventResource, action: number, label: string): ClusterEvent => ({ resource, action, label: `${resource}${label}` });

export const assignedPodAdd = event('AssignedPod', Action.Add, 'Add');
export const assignedPodDelete = event('AssignedPod', Action.Delete, 'Delete');
export const nodeAdd = event('Node', Action.Add, 'Add');
export const nodeDelete = event('Node', Action.Delete, 'Delete');

export const objectAdd = (resource: EventResource): ClusterEvent => event(resource, Action.Add, 'Add');
export const objectUpdate = (resource: EventResource): ClusterEvent => event(resource, Action.Update, 'Update');
export const objectDelete = (resource: EventResource): ClusterEvent => event(resource, Action.Delete, 'Delete');

/** The scheduler cares for what of a node changed. Source: kubernetes v1.32 pkg/scheduler/framework/events.go, NodeSchedulingPropertiesChange. */
export function nodeChanges(old: Typed<Node>, node: Typed<Node>): ClusterEvent[] {
  const changes: ClusterEvent[] = [];
  if (old.spec?.unschedulable !== node.spec?.unschedulable || differ(old.spec?.taints, node.spec?.taints)) changes.push(event('Node', Action.UpdateNodeTaint, 'TaintUpdate'));
  if (differ(old.status?.allocatable, node.status?.allocatable)) changes.push(event('Node', Action.UpdateNodeAllocatable, 'AllocatableUpdate'));
  if (differ(old.metadata.labels, node.metadata.labels)) changes.push(event('Node', Action.UpdateNodeLabel, 'LabelUpdate'));
  if (conditionsDiffer(old.status?.conditions, node.status?.conditions)) changes.push(event('Node', Action.UpdateNodeCondition, 'ConditionUpdate'));
  if (differ(old.metadata.annotations, node.metadata.annotations)) changes.push(event('Node', Action.UpdateNodeAnnotation, 'AnnotationUpdate'));
  return changes;
}

const differ = (a: unknown, b: unknown): boolean => a !== b && !deepEqual(a, b);

/** Heartbeats change the times of conditions only. */
function conditionsDiffer(a: readonly NodeCondition[] | undefined, b: readonly NodeCondition[] | undefined): boolean {
  if (a === b) return false;
  if (a === undefined || b === undefined || a.length !== b.length) return true;
  return a.some((condition, i) => condition.type !== b[i].type || condition.status !== b[i].status);
}

/** Source: as above, PodSchedulingPropertiesChange. */
export function podChanges(resource: 'AssignedPod' | 'UnscheduledPod', old: Typed<Pod>, pod: Typed<Pod>): ClusterEvent[] {
  const changes: ClusterEvent[] = [];
  if (differ(old.metadata.labels, pod.metadata.labels)) changes.push(event(resource, Action.UpdatePodLabel, 'LabelUpdate'));
  if (asksForLess(old, pod)) changes.push(event(resource, Action.UpdatePodScaleDown, 'ScaleDown'));
  if (hasGates(old) && !hasGates(pod)) changes.push(event(resource, Action.UpdatePodSchedulingGatesEliminated, 'GatesEliminated'));
  if (differ(old.spec!.tolerations, pod.spec!.tolerations)) changes.push(event(resource, Action.UpdatePodToleration, 'TolerationUpdate'));
  return changes;
}

const hasGates = (pod: Pod): boolean => (pod.spec!.schedulingGates?.length ?? 0) > 0;

function asksForLess(old: Pod, pod: Pod): boolean {
  if (old.spec!.containers === pod.spec!.containers) return false;
  const before = podRequests(old.spec!);
  const after = podRequests(pod.spec!);
  if (after.milliCpu < before.milliCpu || after.memoryBytes < before.memoryBytes || after.ephemeralBytes < before.ephemeralBytes) return true;
  for (const [name, amount] of before.scalars) if ((after.scalars.get(name) ?? 0) < amount) return true;
  return false;
}
