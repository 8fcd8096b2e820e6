import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { PodInfo } from './pod-info.ts';

/** What happened to an object, as bits. Source: kubernetes v1.32 pkg/scheduler/framework/types.go, ActionType. */
export const Action = {
  Add: 1,
  Delete: 2,
  UpdateNodeAllocatable: 4,
  UpdateNodeLabel: 8,
  UpdateNodeTaint: 16,
  UpdateNodeCondition: 32,
  UpdateNodeAnnotation: 64,
  UpdatePodLabel: 128,
  UpdatePodScaleDown: 256,
  UpdatePodToleration: 512,
  UpdatePodSchedulingGatesEliminated: 1024,
  Update: 2048,
} as const;

/** Any update, whatever of the object it changed. */
export const ANY_UPDATE = 4 | 8 | 16 | 32 | 64 | 128 | 256 | 512 | 1024 | 2048;

export type EventResource =
  | 'AssignedPod' | 'UnscheduledPod' | 'Node' | 'PersistentVolume' | 'PersistentVolumeClaim' | 'StorageClass' | 'CSINode' | 'CSIDriver' | 'CSIStorageCapacity' | 'Service' | '*';

/** Something that happened and may let a waiting pod in. */
export interface ClusterEvent {
  readonly resource: EventResource;
  readonly action: number;
  /** As traces name it: `AssignedPodDelete`, `NodeAdd`. */
  readonly label: string;
}

export type QueueingHint = 'Queue' | 'Skip';

/** A plugin's interest in an event. Without `hint` each such event queues the pods that the plugin rejected. */
export interface ClusterEventWithHint {
  readonly resource: EventResource;
  readonly actions: number;
  readonly hint?: (pod: PodInfo, old: KubeObject | undefined, object: KubeObject | undefined) => QueueingHint;
}

/** Source: kubernetes v1.32 pkg/scheduler/framework/events.go, ClusterEvent.Match. */
export function eventMatches(interest: ClusterEventWithHint, event: ClusterEvent): boolean {
  return event.resource === '*' || (interest.resource === event.resource && (interest.actions & event.action) !== 0);
}
