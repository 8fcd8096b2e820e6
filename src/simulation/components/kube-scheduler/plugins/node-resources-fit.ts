import type { Node } from 'kubernetes-types/core/v1.d.ts';
import { value } from '../../../apimachinery/quantity.ts';
import { resourcesOf } from '../../../kinds/core/pod/requests.ts';
import { Action } from '../framework/cluster-event.ts';
import type { AnyPlugin, Handle, PluginArgs } from '../framework/interface.ts';
import type { NodeInfo } from '../framework/node-info.ts';
import type { PodInfo } from '../framework/pod-info.ts';
import { SKIP, type Status, unschedulable } from '../framework/status.ts';
import { type NodeResourcesFitArgs, scorerOf } from './resource-scorers.ts';

const NAME = 'NodeResourcesFit';

/**
 * The node must have what the pod asks for: a place, cpu, memory, local disk and extended resources. Scores by the strategy of the profile.
 * Source: kubernetes v1.32 plugins/noderesources/fit.go.
 */
export function nodeResourcesFit(_handle: Handle, args: PluginArgs): AnyPlugin {
  const options = (args[NAME] ?? {}) as NodeResourcesFitArgs;
  const scorer = scorerOf(options);
  const verdicts = new Map<string, Status>();

  /** The same missing resources, the same verdict object: it is asked for per node. */
  function verdict(reasons: readonly string[]): Status {
    const name = reasons.length === 1 ? reasons[0] : reasons.join('\n');
    let status = verdicts.get(name);
    if (status === undefined) verdicts.set(name, (status = unschedulable(NAME, ...reasons)));
    return status;
  }

  return {
    name: NAME,
    events: () => [
      { resource: 'AssignedPod', actions: Action.Delete | Action.UpdatePodScaleDown },
      { resource: 'UnscheduledPod', actions: Action.UpdatePodScaleDown },
      { resource: 'Node', actions: Action.Add | Action.UpdateNodeAllocatable, hint: (pod, old, node) => (mayFitNow(pod, old as Node | undefined, node as Node) ? 'Queue' : 'Skip') },
    ],
    filter(_state, pod, node) {
      if (fits(pod, node)) return null;
      const reasons = missing(pod, node, options);
      return reasons.length === 0 ? null : verdict(reasons);
    },
    preScore: () => (scorer === undefined ? SKIP : null),
    score: (_state, pod, node) => scorer!(pod, node),
  };
}

/** The fast answer to what `missing` explains. */
function fits(pod: PodInfo, node: NodeInfo): boolean {
  const { requests } = pod;
  const { allocatable } = node;
  return node.pods.length < node.allocatablePods
    && (requests.milliCpu === 0 || requests.milliCpu <= allocatable.milliCpu - node.milliCpu)
    && (requests.memoryBytes === 0 || requests.memoryBytes <= allocatable.memoryBytes - node.memoryBytes)
    && (requests.ephemeralBytes === 0 || requests.ephemeralBytes <= allocatable.ephemeralBytes - node.ephemeralBytes)
    && requests.scalars.size === 0;
}

/** Source: as above, fitsRequest. */
function missing({ requests }: PodInfo, node: NodeInfo, options: NodeResourcesFitArgs): string[] {
  const { allocatable } = node;
  const reasons: string[] = [];
  if (node.pods.length + 1 > node.allocatablePods) reasons.push('Too many pods');
  if (requests.milliCpu > 0 && requests.milliCpu > allocatable.milliCpu - node.milliCpu) reasons.push('Insufficient cpu');
  if (requests.memoryBytes > 0 && requests.memoryBytes > allocatable.memoryBytes - node.memoryBytes) reasons.push('Insufficient memory');
  if (requests.ephemeralBytes > 0 && requests.ephemeralBytes > allocatable.ephemeralBytes - node.ephemeralBytes) reasons.push('Insufficient ephemeral-storage');
  for (const [name, amount] of requests.scalars) {
    if (amount === 0 || isIgnored(name, options)) continue;
    if (amount > (allocatable.scalars.get(name) ?? 0) - (node.scalars.get(name) ?? 0)) reasons.push(`Insufficient ${name}`);
  }
  return reasons;
}

function isIgnored(name: string, options: NodeResourcesFitArgs): boolean {
  if (!options.ignoredResources && !options.ignoredResourceGroups) return false;
  if (options.ignoredResources?.includes(name) === true) return true;
  const slash = name.indexOf('/');
  return slash >= 0 && options.ignoredResourceGroups?.includes(name.slice(0, slash)) === true;
}

/** Whether the empty node would do, and its older version would not have, or had less of something. */
function mayFitNow(pod: PodInfo, old: Node | undefined, node: Node): boolean {
  if (!fitsEmpty(pod, node)) return false;
  return old === undefined || !fitsEmpty(pod, old) || hasMoreOf(pod, old, node);
}

function fitsEmpty({ requests }: PodInfo, node: Node): boolean {
  const allocatable = resourcesOf(node.status?.allocatable);
  if (value(node.status?.allocatable?.pods ?? '0') < 1) return false;
  if (requests.milliCpu > allocatable.milliCpu || requests.memoryBytes > allocatable.memoryBytes || requests.ephemeralBytes > allocatable.ephemeralBytes) return false;
  for (const [name, amount] of requests.scalars) if (amount > (allocatable.scalars.get(name) ?? 0)) return false;
  return true;
}

function hasMoreOf({ requests }: PodInfo, old: Node, node: Node): boolean {
  const before = resourcesOf(old.status?.allocatable);
  const after = resourcesOf(node.status?.allocatable);
  if (value(node.status?.allocatable?.pods ?? '0') > value(old.status?.allocatable?.pods ?? '0')) return true;
  if (requests.milliCpu > 0 && after.milliCpu > before.milliCpu) return true;
  if (requests.memoryBytes > 0 && after.memoryBytes > before.memoryBytes) return true;
  if (requests.ephemeralBytes > 0 && after.ephemeralBytes > before.ephemeralBytes) return true;
  for (const name of requests.scalars.keys()) if ((after.scalars.get(name) ?? 0) > (before.scalars.get(name) ?? 0)) return true;
  return false;
}
