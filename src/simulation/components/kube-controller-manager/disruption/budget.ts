import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from 'kubernetes-types/policy/v1.d.ts';
import { setCondition } from '../../../apimachinery/conditions.ts';
import { getScaledValueFromIntOrPercent } from '../../../apimachinery/int-or-string.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { formatTime, timeToUs } from '../../../apimachinery/time.ts';
import { isPodReady, isPodTerminating, type PodObject } from '../pod-state.ts';

export type BudgetObject = Typed<PodDisruptionBudget>;

/** How long an eviction may take to become a deletion before it is forgotten. Source: kubernetes v1.32 pkg/controller/disruption, DeletionTimeout. */
const DELETION_TIMEOUT_US = 120_000_000;

/** True when the budget speaks of a share, so that the size of the workloads must be known. */
export const needsScale = ({ spec }: BudgetObject): boolean => spec?.maxUnavailable != null || typeof spec?.minAvailable === 'string';

/**
 * How many pods there should be, and how many of them healthy.
 * Source: kubernetes v1.32 pkg/controller/disruption/disruption.go, getExpectedPodCount.
 */
export function expectedCounts({ spec }: BudgetObject, pods: number, scale: number): { readonly expected: number; readonly desired: number } {
  if (spec?.maxUnavailable != null) {
    const unavailable = getScaledValueFromIntOrPercent(spec.maxUnavailable, scale, true) ?? 0;
    return { expected: scale, desired: Math.max(0, scale - unavailable) };
  }
  const min = spec?.minAvailable;
  if (typeof min === 'string') return { expected: scale, desired: getScaledValueFromIntOrPercent(min, scale, true) ?? 0 };
  return { expected: pods, desired: min ?? 1 };
}

export interface BudgetVerdict {
  readonly status: PodDisruptionBudgetStatus;
  /** When the oldest eviction under way will be forgotten. */
  readonly recheckUs: number | undefined;
  /** Pods whose eviction was forgotten. */
  readonly notDeleted: readonly PodObject[];
}

/** Source: disruption.go, trySync, countHealthyPods, buildDisruptedPodMap and updatePdbStatus. */
export function judgeBudget(budget: BudgetObject, pods: readonly PodObject[], scale: number, nowUs: number): BudgetVerdict {
  const disruptedPods: Record<string, string> = {};
  const notDeleted: PodObject[] = [];
  let recheckUs: number | undefined;
  let currentHealthy = 0;
  for (const pod of pods) {
    if (isPodTerminating(pod)) continue;
    const since = budget.status?.disruptedPods?.[pod.metadata.name!];
    const untilUs = since === undefined ? 0 : timeToUs(since)! + DELETION_TIMEOUT_US;
    if (untilUs > nowUs) {
      disruptedPods[pod.metadata.name!] = since!;
      recheckUs = recheckUs === undefined ? untilUs : Math.min(recheckUs, untilUs);
      continue;
    }
    if (since !== undefined) notDeleted.push(pod);
    if (isPodReady(pod)) currentHealthy++;
  }
  const { expected, desired } = expectedCounts(budget, pods.length, scale);
  const allowed = expected <= 0 ? 0 : Math.max(0, currentHealthy - desired);
  return { status: statusOf(budget, { allowed, currentHealthy, desired, expected }, disruptedPods, nowUs), recheckUs, notDeleted };
}

interface Counts {
  readonly allowed: number;
  readonly currentHealthy: number;
  readonly desired: number;
  readonly expected: number;
}

function statusOf(budget: BudgetObject, counts: Counts, disruptedPods: Record<string, string>, nowUs: number): PodDisruptionBudgetStatus {
  const verdict = counts.allowed > 0 ? { status: 'True', reason: 'SufficientPods' } : { status: 'False', reason: 'InsufficientPods' };
  const condition = { type: 'DisruptionAllowed', ...verdict, message: '', observedGeneration: budget.metadata.generation, lastTransitionTime: formatTime(nowUs) };
  return {
    ...(Object.keys(disruptedPods).length > 0 ? { disruptedPods } : {}),
    disruptionsAllowed: counts.allowed,
    currentHealthy: counts.currentHealthy,
    desiredHealthy: counts.desired,
    expectedPods: counts.expected,
    observedGeneration: budget.metadata.generation,
    conditions: setCondition(budget.status?.conditions, condition) as PodDisruptionBudgetStatus['conditions'],
  };
}
