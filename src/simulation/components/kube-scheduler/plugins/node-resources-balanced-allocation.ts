import { type AnyPlugin, type Handle, MAX_NODE_SCORE, type PluginArgs } from '../framework/interface.ts';
import { allocatableOf, CPU_AND_MEMORY, requestedOf, type ResourceSpec } from './resource-scorers.ts';

const NAME = 'NodeResourcesBalancedAllocation';

interface BalancedAllocationArgs {
  readonly resources?: readonly ResourceSpec[];
}

/**
 * Prefers nodes whose resources would be used to similar parts. Source: kubernetes v1.32 plugins/noderesources/balanced_allocation.go.
 */
export function nodeResourcesBalancedAllocation(_handle: Handle, args: PluginArgs): AnyPlugin {
  const resources = (args[NAME] as BalancedAllocationArgs | undefined)?.resources ?? CPU_AND_MEMORY;
  const names = resources.map(({ name }) => name);
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
