import type { ProfileEntry } from '../framework/runtime.ts';
import { defaultBinder } from './default-binder.ts';
import { nodeAffinity } from './node-affinity.ts';
import { nodeName } from './node-name.ts';
import { nodeResourcesBalancedAllocation } from './node-resources-balanced-allocation.ts';
import { nodeResourcesFit } from './node-resources-fit.ts';
import { nodeUnschedulable } from './node-unschedulable.ts';
import { prioritySort } from './priority-sort.ts';
import { taintToleration } from './taint-toleration.ts';

/**
 * The default profile. The order is the order in which the plugins run: a node is refused by the first that refuses it.
 * Source: kubernetes v1.32 pkg/scheduler/apis/config/v1/default_plugins.go.
 */
export const defaultProfile: readonly ProfileEntry[] = [
  { name: 'PrioritySort', plugin: prioritySort, weight: 0 },
  { name: 'NodeUnschedulable', plugin: nodeUnschedulable, weight: 0 },
  { name: 'NodeName', plugin: nodeName, weight: 0 },
  { name: 'TaintToleration', plugin: taintToleration, weight: 3 },
  { name: 'NodeAffinity', plugin: nodeAffinity, weight: 2 },
  { name: 'NodeResourcesFit', plugin: nodeResourcesFit, weight: 1 },
  { name: 'NodeResourcesBalancedAllocation', plugin: nodeResourcesBalancedAllocation, weight: 1 },
  { name: 'DefaultBinder', plugin: defaultBinder, weight: 0 },
];
