import type { ProfileEntry } from '../framework/runtime.ts';
import { defaultBinder } from './default-binder.ts';
import { defaultPreemption } from './default-preemption/plugin.ts';
import { imageLocality } from './image-locality.ts';
import { interPodAffinity } from './inter-pod-affinity/plugin.ts';
import { nodeAffinity } from './node-affinity.ts';
import { nodeName } from './node-name.ts';
import { nodePorts } from './node-ports.ts';
import { nodeResourcesBalancedAllocation } from './node-resources-balanced-allocation.ts';
import { nodeResourcesFit } from './node-resources-fit.ts';
import { nodeUnschedulable } from './node-unschedulable.ts';
import { nodeVolumeLimits } from './node-volume-limits.ts';
import { podTopologySpread } from './pod-topology-spread/plugin.ts';
import { prioritySort } from './priority-sort.ts';
import { schedulingGates } from './scheduling-gates.ts';
import { taintToleration } from './taint-toleration.ts';
import { volumeBinding } from './volume-binding/plugin.ts';
import { volumeRestrictions } from './volume-restrictions.ts';
import { volumeZone } from './volume-zone.ts';

/**
 * The default profile. The order is the order in which the plugins run: a node is refused by the first that refuses it.
 * Source: kubernetes v1.32 pkg/scheduler/apis/config/v1/default_plugins.go.
 */
export const defaultProfile: readonly ProfileEntry[] = [
  { name: 'SchedulingGates', plugin: schedulingGates, weight: 0 },
  { name: 'PrioritySort', plugin: prioritySort, weight: 0 },
  { name: 'NodeUnschedulable', plugin: nodeUnschedulable, weight: 0 },
  { name: 'NodeName', plugin: nodeName, weight: 0 },
  { name: 'TaintToleration', plugin: taintToleration, weight: 3 },
  { name: 'NodeAffinity', plugin: nodeAffinity, weight: 2 },
  { name: 'NodePorts', plugin: nodePorts, weight: 0 },
  { name: 'NodeResourcesFit', plugin: nodeResourcesFit, weight: 1 },
  { name: 'VolumeRestrictions', plugin: volumeRestrictions, weight: 0 },
  { name: 'NodeVolumeLimits', plugin: nodeVolumeLimits, weight: 0 },
  { name: 'VolumeBinding', plugin: volumeBinding, weight: 0 },
  { name: 'VolumeZone', plugin: volumeZone, weight: 0 },
  { name: 'PodTopologySpread', plugin: podTopologySpread, weight: 2 },
  { name: 'InterPodAffinity', plugin: interPodAffinity, weight: 2 },
  { name: 'DefaultPreemption', plugin: defaultPreemption, weight: 0 },
  { name: 'NodeResourcesBalancedAllocation', plugin: nodeResourcesBalancedAllocation, weight: 1 },
  { name: 'ImageLocality', plugin: imageLocality, weight: 1 },
  { name: 'DefaultBinder', plugin: defaultBinder, weight: 0 },
];
