import type { PreemptionCandidate } from '../../framework/interface.ts';
import type { PodInfo } from '../../framework/pod-info.ts';

/** How long a pod counts as running: from its start time, or from now. */
export type StartedUs = (pod: PodInfo) => number;

/** Negative when `a` is the more important one. Source: kubernetes v1.32 pkg/scheduler/util/utils.go, MoreImportantPod. */
export const byImportance = (startedUs: StartedUs) => (a: PodInfo, b: PodInfo): number => b.priority - a.priority || startedUs(a) - startedUs(b);

const PRIORITY_OFFSET = 2_147_483_648;

/**
 * The candidate that does the least harm: fewest violated budgets, then the least important greatest victim, then the smallest sum
 * of priorities, then the fewest victims, then the latest start of the most important ones; of equal ones the first.
 * Source: kubernetes v1.32 pkg/scheduler/framework/preemption/preemption.go, pickOneNodeForPreemption.
 */
export function selectCandidate(candidates: readonly PreemptionCandidate[], startedUs: StartedUs): PreemptionCandidate {
  const harms: readonly ((candidate: PreemptionCandidate) => number)[] = [
    ({ pdbViolations }) => pdbViolations,
    ({ victims }) => victims[0].priority,
    // Shifted, so that two victims of negative priority weigh more than one.
    ({ victims }) => victims.reduce((sum, { priority }) => sum + priority + PRIORITY_OFFSET, 0),
    ({ victims }) => victims.length,
    ({ victims }) => -earliestStartUs(victims, startedUs),
  ];
  let left = candidates;
  for (const harm of harms) {
    const least = left.reduce((min, candidate) => Math.min(min, harm(candidate)), Infinity);
    left = left.filter((candidate) => harm(candidate) === least);
    if (left.length === 1) break;
  }
  return left[0];
}

function earliestStartUs(victims: readonly PodInfo[], startedUs: StartedUs): number {
  const highest = victims.reduce((max, { priority }) => Math.max(max, priority), -Infinity);
  return victims.reduce((min, victim) => (victim.priority === highest ? Math.min(min, startedUs(victim)) : min), Infinity);
}
