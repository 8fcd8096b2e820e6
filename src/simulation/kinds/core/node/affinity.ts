import type { Node, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, PodSpec } from 'kubernetes-types/core/v1.d.ts';

/**
 * Whether the node satisfies one of the terms; a term without requirements matches nothing.
 * Source: kubernetes v1.32 component-helpers scheduling/corev1/nodeaffinity, NodeSelector.Match.
 */
export function matchesNodeSelectorTerms(terms: readonly NodeSelectorTerm[] | undefined, node: Node): boolean {
  return (terms ?? []).some((term) => matchesNodeSelectorTerm(term, node));
}

/** Whether the node satisfies every requirement of the term, of which there must be one. */
export function matchesNodeSelectorTerm(term: NodeSelectorTerm, node: Node): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length + fields.length === 0) return false;
  const labels = node.metadata?.labels ?? {};
  return expressions.every((requirement) => matchesRequirement(requirement, labels[requirement.key]))
    && fields.every((requirement) => matchesRequirement(requirement, requirement.key === 'metadata.name' ? node.metadata?.name : undefined));
}

/** Whether the node is one the selector picks; without a selector every node is. */
export function matchesNodeSelector(selector: NodeSelector | undefined, node: Node): boolean {
  return selector === undefined || selector === null || matchesNodeSelectorTerms(selector.nodeSelectorTerms, node);
}

/**
 * Whether the pod may run on the node by spec.nodeSelector and its required node affinity.
 * Source: kubernetes v1.32 component-helpers scheduling/corev1/nodeaffinity, RequiredNodeAffinity.Match.
 */
export function matchesNodeAffinity(spec: PodSpec, node: Node): boolean {
  const labels = node.metadata?.labels ?? {};
  const selector = spec.nodeSelector;
  if (selector) for (const key of Object.keys(selector)) if (labels[key] !== selector[key]) return false;
  return matchesNodeSelector(spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution, node);
}

function matchesRequirement(requirement: NodeSelectorRequirement, value: string | undefined): boolean {
  const values = requirement.values ?? [];
  switch (requirement.operator) {
    case 'In': return value !== undefined && values.includes(value);
    case 'NotIn': return value === undefined || !values.includes(value);
    case 'Exists': return value !== undefined;
    case 'DoesNotExist': return value === undefined;
    case 'Gt': return isGreater(value, values[0]);
    case 'Lt': return isGreater(values[0], value);
    default: return false;
  }
}

/** Whether both are whole numbers and `a` is the greater. */
function isGreater(a: string | undefined, b: string | undefined): boolean {
  const whole = /^[+-]?\d+$/;
  if (a === undefined || b === undefined || !whole.test(a) || !whole.test(b)) return false;
  return BigInt(a.replace('+', '')) > BigInt(b.replace('+', ''));
}
