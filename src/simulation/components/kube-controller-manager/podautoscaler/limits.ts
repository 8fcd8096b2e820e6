import type { HPAScalingRules } from 'kubernetes-types/autoscaling/v2.d.ts';

/** One earlier recommendation, or one earlier change of size. */
export interface Stamped {
  readonly value: number;
  readonly atUs: number;
}

/** What limits a wish, in the words of the conditions. */
export interface Limited {
  readonly replicas: number;
  readonly able?: { readonly reason: string; readonly message: string };
  readonly limited: { readonly status: 'True' | 'False'; readonly reason: string; readonly message: string };
}

export interface Situation {
  readonly current: number;
  readonly wanted: number;
  readonly min: number;
  readonly max: number;
  readonly recommendations: readonly Stamped[];
  /** Replicas added, and taken away, at each change. */
  readonly ups: readonly Stamped[];
  readonly downs: readonly Stamped[];
  readonly scaleUp: HPAScalingRules;
  readonly scaleDown: HPAScalingRules;
  readonly nowUs: number;
}

/** What holds without spec.behavior. Source: kubernetes v1.32 pkg/apis/autoscaling/v2/defaults.go. */
export const defaultScaleUp: HPAScalingRules = { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }, { type: 'Pods', value: 4, periodSeconds: 15 }] };
export const defaultScaleDown: HPAScalingRules = { stabilizationWindowSeconds: 300, selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] };

/**
 * A wish after stabilisation, rate limits and bounds.
 * Source: kubernetes v1.32 pkg/controller/podautoscaler/horizontal.go, normalizeDesiredReplicasWithBehaviors.
 */
export function limitReplicas(situation: Situation): Limited {
  const stable = stabilize(situation);
  const able = stable === situation.wanted ? undefined : {
    reason: stable > situation.wanted ? 'ScaleDownStabilized' : 'ScaleUpStabilized',
    message: stable > situation.wanted
      ? 'recent recommendations were higher than current one, applying the highest recent recommendation'
      : 'recent recommendations were lower than current one, applying the lowest recent recommendation',
  };
  return { ...bound(situation, stable), ...(able ? { able } : {}) };
}

function stabilize({ wanted, current, recommendations, scaleUp, scaleDown, nowUs }: Situation): number {
  const since = (seconds: number | undefined, fallback: number): number => nowUs - (seconds ?? fallback) * 1_000_000;
  const [upSince, downSince] = [since(scaleUp.stabilizationWindowSeconds, 0), since(scaleDown.stabilizationWindowSeconds, 300)];
  let [lowest, highest] = [wanted, wanted];
  for (const { value, atUs } of recommendations) {
    if (atUs > upSince && value < lowest) lowest = value;
    if (atUs > downSince && value > highest) highest = value;
  }
  // Up only as far as the lowest wish of its window, down only as far as the highest of its own.
  let stable = current;
  if (stable < lowest) stable = lowest;
  if (stable > highest) stable = highest;
  return stable;
}

function bound(situation: Situation, stable: number): Limited {
  const { current, min, max } = situation;
  const within = { status: 'False', reason: 'DesiredWithinRange', message: 'the desired count is within the acceptable range' } as const;
  const tooMany = { status: 'True', reason: 'TooManyReplicas', message: 'the desired replica count is more than the maximum replica count' } as const;
  const tooFew = { status: 'True', reason: 'TooFewReplicas', message: 'the desired replica count is less than the minimum replica count' } as const;
  if (stable > current) {
    const rate = Math.max(current, rateLimit(situation, 'up'));
    const top = Math.min(rate, max);
    if (stable <= top) return { replicas: stable, limited: within };
    return { replicas: top, limited: rate < max ? { status: 'True', reason: 'ScaleUpLimit', message: 'the desired replica count is increasing faster than the maximum scale rate' } : tooMany };
  }
  if (stable < current) {
    const rate = Math.min(current, rateLimit(situation, 'down'));
    const floor = Math.max(rate, min);
    if (stable >= floor) return { replicas: stable, limited: within };
    return { replicas: floor, limited: rate > min ? { status: 'True', reason: 'ScaleDownLimit', message: 'the desired replica count is decreasing faster than the maximum scale rate' } : tooFew };
  }
  return { replicas: Math.max(min, Math.min(max, stable)), limited: stable > max ? tooMany : stable < min ? tooFew : within };
}

/** Source: horizontal.go, calculateScaleUpLimitWithScalingRules and its counterpart. */
function rateLimit({ current, ups, downs, scaleUp, scaleDown, nowUs }: Situation, direction: 'up' | 'down'): number {
  const rules = direction === 'up' ? scaleUp : scaleDown;
  if (rules.selectPolicy === 'Disabled') return current;
  const limits = (rules.policies ?? []).map(({ type, value, periodSeconds }) => {
    const since = nowUs - periodSeconds * 1_000_000;
    const sum = (changes: readonly Stamped[]): number => changes.reduce((total, change) => total + (change.atUs > since ? change.value : 0), 0);
    const start = current - sum(ups) + sum(downs);
    if (direction === 'up') return type === 'Pods' ? start + value : Math.ceil((start * (100 + value)) / 100);
    return type === 'Pods' ? start - value : Math.floor((start * (100 - value)) / 100);
  });
  if (limits.length === 0) return current;
  const widest = (rules.selectPolicy === 'Min') === (direction === 'down');
  return widest ? Math.max(...limits) : Math.min(...limits);
}
