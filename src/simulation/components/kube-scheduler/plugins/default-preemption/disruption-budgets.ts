import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.d.ts';
import { selectorFromLabelSelector } from '../../../../apimachinery/labels.ts';
import type { Typed } from '../../../../apimachinery/meta.ts';
import type { PodInfo } from '../../framework/pod-info.ts';

/**
 * Parts pods into those whose removal would break a budget and the others, in their order: each removal uses up what budgets allow.
 * Source: kubernetes v1.32 plugins/defaultpreemption/default_preemption.go, filterPodsWithPDBViolation.
 */
export function partByBudgets(pods: readonly PodInfo[], budgets: readonly Typed<PodDisruptionBudget>[]): { violating: PodInfo[]; others: PodInfo[] } {
  const allowed = budgets.map(({ status }) => status?.disruptionsAllowed ?? 0);
  const violating: PodInfo[] = [];
  const others: PodInfo[] = [];
  for (const pod of pods) {
    let violates = false;
    for (let i = 0; i < budgets.length; i++) if (covers(budgets[i], pod) && --allowed[i] < 0) violates = true;
    (violates ? violating : others).push(pod);
  }
  return { violating, others };
}

function covers({ metadata, spec, status }: Typed<PodDisruptionBudget>, pod: PodInfo): boolean {
  if (!pod.labels || metadata.namespace !== pod.namespace) return false;
  const selector = selectorFromLabelSelector(spec?.selector);
  if (selector.empty || !selector.matches(pod.labels)) return false;
  // Already accounted for by the API server.
  return !(pod.name in (status?.disruptedPods ?? {}));
}
