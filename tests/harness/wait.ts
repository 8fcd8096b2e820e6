import type { KubeObject } from '../../src/simulation/apimachinery/meta.ts';
import type { Cluster } from '../../src/simulation/cluster/cluster.ts';
import { isPodReady } from './pods.ts';

/** Runs a cluster in steps of virtual time until `done` holds; throws with `what` when it did not within the limit. */
export function runUntilDone(cluster: Cluster, what: string, done: () => boolean, limitUs: number, stepUs = 500_000): void {
  const endUs = cluster.nowUs + limitUs;
  while (!done()) {
    if (cluster.nowUs >= endUs) throw new Error(`${what}: not within ${limitUs / 1e6} s of virtual time`);
    cluster.runUntil(cluster.nowUs + stepUs);
  }
}

/** The number of ready pods, by their own word. */
export function readyPods(cluster: Cluster): number {
  return cluster.objects('pods').filter(isPodReady).length;
}

/** True when every Node says that it is ready. */
export function allNodesReady(cluster: Cluster): boolean {
  const nodes = cluster.objects('nodes');
  const expected = cluster.topology.nodes.length + (cluster.topology.controlPlane.node ? 1 : 0);
  return nodes.length === expected && nodes.every((node) => isTrue(node, 'Ready'));
}

function isTrue(object: KubeObject, type: string): boolean {
  const conditions: readonly { type: string; status: string }[] = object.status?.conditions ?? [];
  return conditions.some((condition) => condition.type === type && condition.status === 'True');
}
