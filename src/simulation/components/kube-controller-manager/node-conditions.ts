import type { Node, NodeCondition, Taint } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../apimachinery/meta.ts';

export type NodeObject = Typed<Node>;

export function nodeCondition(node: NodeObject, type: string): NodeCondition | undefined {
  const conditions = node.status?.conditions;
  if (!conditions) return undefined;
  for (const condition of conditions) if (condition.type === type) return condition;
  return undefined;
}

export const isNodeReady = (node: NodeObject): boolean => nodeCondition(node, 'Ready')?.status === 'True';

export const NOT_READY_TAINT = 'node.kubernetes.io/not-ready';
export const UNREACHABLE_TAINT = 'node.kubernetes.io/unreachable';
export const OUT_OF_SERVICE_TAINT = 'node.kubernetes.io/out-of-service';

export function hasTaint(node: NodeObject, key: string, effect: string): boolean {
  return node.spec?.taints?.some((taint) => taint.key === key && taint.effect === effect) ?? false;
}

const NO_TAINTS: readonly Taint[] = [];

export function noExecuteTaints(node: NodeObject): readonly Taint[] {
  const taints = node.spec?.taints;
  if (!taints || !taints.some((taint) => taint.effect === 'NoExecute')) return NO_TAINTS;
  return taints.filter((taint) => taint.effect === 'NoExecute');
}
