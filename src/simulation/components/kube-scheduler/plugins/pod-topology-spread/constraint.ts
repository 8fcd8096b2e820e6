import type { Pod, TopologySpreadConstraint } from 'kubernetes-types/core/v1.d.ts';
import { nothing, type Requirement, type Selector, selector as selectorOf, selectorFromLabelSelector } from '../../../../apimachinery/labels.ts';
import { matchesNodeAffinity } from '../../../../kinds/core/node/affinity.ts';
import { findUntoleratedTaint } from '../../../../kinds/core/node/taints.ts';
import type { PodCount, PodCounts } from '../../cache/pod-counts.ts';
import { selectorText } from '../../framework/affinity-term.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { keepsAway } from '../taint-toleration.ts';

export const HOSTNAME = 'kubernetes.io/hostname';
export const ZONE = 'topology.kubernetes.io/zone';

/** A topology spread constraint with its defaults filled in. Source: kubernetes v1.32 plugins/podtopologyspread/common.go. */
export interface Constraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly selector: Selector;
  readonly minDomains: number;
  readonly honorsAffinity: boolean;
  readonly honorsTaints: boolean;
}

export function constraintsOf(constraints: readonly TopologySpreadConstraint[], labels: PodInfo['labels'], action: string): Constraint[] {
  return constraints.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === action).map((constraint) => ({
    maxSkew: constraint.maxSkew,
    topologyKey: constraint.topologyKey,
    selector: selectorWithLabelKeys(constraint, labels),
    minDomains: constraint.minDomains ?? 1,
    honorsAffinity: (constraint.nodeAffinityPolicy ?? 'Honor') === 'Honor',
    honorsTaints: (constraint.nodeTaintsPolicy ?? 'Ignore') === 'Honor',
  }));
}

/** matchLabelKeys: the pods that are like this one in these labels, too. */
function selectorWithLabelKeys({ labelSelector, matchLabelKeys }: TopologySpreadConstraint, labels: PodInfo['labels']): Selector {
  const selector = selectorFromLabelSelector(labelSelector);
  if (!matchLabelKeys || matchLabelKeys.length === 0) return selector;
  const same: Requirement[] = [];
  for (const key of matchLabelKeys) if (labels?.[key] !== undefined) same.push({ key, operator: '=', values: [labels[key]] });
  return same.length === 0 ? selector : selectorOf([...same, ...selector.requirements]);
}

/**
 * The count of the pods that a constraint is about: those of the pod's namespace that are not being deleted.
 * A selector that matches everything counts nothing. Source: as above, countPodsMatchSelector.
 */
export function countOf(counts: PodCounts, constraint: Constraint, namespace: string): PodCount {
  const selector = constraint.selector.empty ? nothing : constraint.selector;
  const key = `spread|${namespace}|${selectorText(selector)}`;
  return counts.known(key) ?? counts.count({ key, namespaces: new Set([namespace]), selectors: [selector], aliveOnly: true });
}

/** Whether some node may be left out of the constraint's domains by its policies. */
export const isSelective = ({ honorsAffinity, honorsTaints }: Constraint, pod: Pod): boolean => honorsTaints || (honorsAffinity && asksForNodes(pod));

const asksForNodes = ({ spec }: Pod): boolean => !!spec!.nodeSelector || !!spec!.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;

/** Source: as above, matchNodeInclusionPolicies. */
export function includes({ honorsAffinity, honorsTaints }: Constraint, { spec }: Pod, node: NodeInfo): boolean {
  if (honorsAffinity && !matchesNodeAffinity(spec!, node.node)) return false;
  return !honorsTaints || findUntoleratedTaint(node.taints, spec!.tolerations, keepsAway) === undefined;
}

export function hasAllKeys(labels: Readonly<Record<string, string>>, constraints: readonly Constraint[]): boolean {
  for (const { topologyKey } of constraints) if (labels[topologyKey] === undefined) return false;
  return true;
}
