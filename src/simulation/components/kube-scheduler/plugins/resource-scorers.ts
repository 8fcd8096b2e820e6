import { MAX_NODE_SCORE } from '../framework/interface.ts';
import type { NodeInfo } from '../framework/node-info.ts';
import type { PodInfo } from '../framework/pod-info.ts';

export interface ResourceSpec {
  readonly name: string;
  readonly weight?: number;
}

export interface UtilizationShapePoint {
  readonly utilization: number;
  readonly score: number;
}

/** `pluginConfig` of NodeResourcesFit. */
export interface NodeResourcesFitArgs {
  readonly ignoredResources?: readonly string[];
  readonly ignoredResourceGroups?: readonly string[];
  readonly scoringStrategy?: {
    readonly type?: 'LeastAllocated' | 'MostAllocated' | 'RequestedToCapacityRatio';
    readonly resources?: readonly ResourceSpec[];
    readonly requestedToCapacityRatio?: { readonly shape?: readonly UtilizationShapePoint[] };
  };
}

type Scorer = (pod: PodInfo, node: NodeInfo) => number;
/** How good it is that `requested` of `allocatable` (> 0) would be taken, 0 to 100. */
type PartScorer = (requested: number, allocatable: number) => number;

const CPU_AND_MEMORY: readonly ResourceSpec[] = [{ name: 'cpu', weight: 1 }, { name: 'memory', weight: 1 }];

/** Source: kubernetes v1.32 plugins/noderesources/{least_allocated,most_allocated,requested_to_capacity_ratio}.go. */
export function scorerOf(args: NodeResourcesFitArgs): Scorer {
  const strategy = args.scoringStrategy;
  const resources = (strategy?.resources ?? CPU_AND_MEMORY).map(({ name, weight }) => ({ name, weight: weight || 1 }));
  switch (strategy?.type) {
    case 'MostAllocated':
      return weighted(resources, mostAllocated, Math.trunc);
    case 'RequestedToCapacityRatio':
      return weighted(resources, byShape(strategy.requestedToCapacityRatio?.shape ?? []), Math.round, true);
    default:
      return strategy?.resources === undefined ? leastAllocatedByDefault : weighted(resources, leastAllocated, Math.trunc);
  }
}

/** LeastAllocated over cpu and memory alike, written out: it is asked for each node of each pod. */
function leastAllocatedByDefault(pod: PodInfo, node: NodeInfo): number {
  const { milliCpu, memoryBytes } = node.allocatable;
  if (milliCpu === 0) return memoryBytes === 0 ? 0 : leastAllocated(node.nonZeroMemoryBytes + pod.nonZeroMemoryBytes, memoryBytes);
  const cpu = leastAllocated(node.nonZeroMilliCpu + pod.nonZeroMilliCpu, milliCpu);
  if (memoryBytes === 0) return cpu;
  return Math.trunc((cpu + leastAllocated(node.nonZeroMemoryBytes + pod.nonZeroMemoryBytes, memoryBytes)) / 2);
}

const leastAllocated: PartScorer = (requested, allocatable) => (requested > allocatable ? 0 : Math.trunc(((allocatable - requested) * MAX_NODE_SCORE) / allocatable));
// More than there is counts as all of it: pods without requests are counted with assumed ones.
const mostAllocated: PartScorer = (requested, allocatable) => Math.trunc(((requested > allocatable ? allocatable : requested) * MAX_NODE_SCORE) / allocatable);

function byShape(shape: readonly UtilizationShapePoint[]): PartScorer {
  const points = shape.map(({ utilization, score }) => ({ x: utilization, y: score * 10 }));
  return (requested, allocatable) => broken(points, requested > allocatable ? 100 : Math.trunc((requested * 100) / allocatable));
}

/** The value at `x` of the broken line through the points. Source: kubernetes v1.32 plugins/helper/shape_score.go. */
function broken(points: readonly { x: number; y: number }[], x: number): number {
  for (let i = 0; i < points.length; i++) {
    if (x > points[i].x) continue;
    if (i === 0) return points[0].y;
    const [before, after] = [points[i - 1], points[i]];
    return before.y + Math.trunc(((after.y - before.y) * (x - before.x)) / (after.x - before.x));
  }
  return points.length === 0 ? 0 : points[points.length - 1].y;
}

function weighted(resources: readonly { name: string; weight: number }[], part: PartScorer, round: (x: number) => number, onlyPositive = false): Scorer {
  return (pod, node) => {
    let sum = 0;
    let weights = 0;
    for (const { name, weight } of resources) {
      const allocatable = allocatableOf(node, name, pod);
      if (allocatable === 0) continue;
      const score = part(nonZeroRequested(node, pod, name), allocatable);
      if (onlyPositive && score <= 0) continue;
      sum += score * weight;
      weights += weight;
    }
    return weights === 0 ? 0 : round(sum / weights);
  };
}

/** What the node has of a resource; 0 for an extended one that the pod does not ask for, so that it does not count. */
export function allocatableOf(node: NodeInfo, name: string, pod: PodInfo): number {
  switch (name) {
    case 'cpu':
      return node.allocatable.milliCpu;
    case 'memory':
      return node.allocatable.memoryBytes;
    case 'ephemeral-storage':
      return node.allocatable.ephemeralBytes;
    default:
      return (pod.requests.scalars.get(name) ?? 0) === 0 ? 0 : (node.allocatable.scalars.get(name) ?? 0);
  }
}

/** What would be taken with the pod, where pods without requests count with assumed ones. */
function nonZeroRequested(node: NodeInfo, pod: PodInfo, name: string): number {
  if (name === 'cpu') return node.nonZeroMilliCpu + pod.nonZeroMilliCpu;
  if (name === 'memory') return node.nonZeroMemoryBytes + pod.nonZeroMemoryBytes;
  return requestedOf(node, pod, name);
}

/** What would be taken with the pod, by what was asked for. */
export function requestedOf(node: NodeInfo, pod: PodInfo, name: string): number {
  switch (name) {
    case 'cpu':
      return node.milliCpu + pod.requests.milliCpu;
    case 'memory':
      return node.memoryBytes + pod.requests.memoryBytes;
    case 'ephemeral-storage':
      return node.ephemeralBytes + pod.requests.ephemeralBytes;
    default:
      return (node.scalars.get(name) ?? 0) + (pod.requests.scalars.get(name) ?? 0);
  }
}
