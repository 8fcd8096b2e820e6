import { type AnyPlugin, type Handle, MAX_NODE_SCORE, type PluginArgs } from '../framework/interface.ts';
import type { NodeInfo } from '../framework/node-info.ts';
import type { PodInfo } from '../framework/pod-info.ts';
import { allocatableOf, requestedOf, type ResourceSpec } from './resource-scorers.ts';

const NAME = 'NodeResourcesBalancedAllocation';

interface BalancedAllocationArgs {
  readonly resources?: readonly ResourceSpec[];
}

/**
 * Prefers nodes whose resources would be used to similar parts. Source: kubernetes v1.32 plugins/noderesources/balanced_allocation.go.
 */
export function nodeResourcesBalancedAllocation(_handle: Handle, args: PluginArgs): AnyPlugin {
  const given = (args[NAME] as BalancedAllocationArgs | undefined)?.resources;
  if (given === undefined) return { name: NAME, score: (_state, pod, node) => balanceByDefault(pod, node) };
  const names = given.map(({ name }) => name);
  const fractions: number[] = [];
  return {
    name: NAME,
    score(_state, pod, node) {
      fractions.length = 0;
      for (const name of names) {
        const allocatable = allocatableOf(node, name, pod);
        if (allocatable === 0) continue;
        const fraction = requestedOf(node, pod, name) / allocatable;
        fractions.push(fraction > 1 ? 1 : fraction);
      }
      return Math.trunc((1 - deviation(fractions)) * MAX_NODE_SCORE);
    },
  };
}

/** Over cpu and memory, written out: it is asked for each node of each pod. */
function balanceByDefault({ requests }: PodInfo, node: NodeInfo): number {
  const { milliCpu, memoryBytes } = node.allocatable;
  if (milliCpu === 0 || memoryBytes === 0) return MAX_NODE_SCORE;
  const cpu = (node.milliCpu + requests.milliCpu) / milliCpu;
  const memory = (node.memoryBytes + requests.memoryBytes) / memoryBytes;
  return Math.trunc((1 - Math.abs(((cpu > 1 ? 1 : cpu) - (memory > 1 ? 1 : memory)) / 2)) * MAX_NODE_SCORE);
}

/** The standard deviation. */
function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  if (values.length === 2) return Math.abs((values[0] - values[1]) / 2);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return squareRoot(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length);
}

/** By Newton's method from above: the same digits in every engine. */
function squareRoot(square: number): number {
  if (square === 0) return 0;
  let root = square > 1 ? square : 1;
  for (;;) {
    const next = (root + square / root) / 2;
    if (next >= root) return root;
    root = next;
  }
}
