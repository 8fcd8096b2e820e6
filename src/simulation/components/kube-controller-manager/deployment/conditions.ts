import type { DeploymentCondition, DeploymentStatus } from 'kubernetes-types/apps/v1.d.ts';

export type Conditions = readonly DeploymentCondition[];

export function conditionOf(status: DeploymentStatus | undefined, type: string): DeploymentCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

export function condition(type: string, status: string, reason: string, message: string, now: string): DeploymentCondition {
  return { type, status, lastUpdateTime: now, lastTransitionTime: now, reason, message };
}

/**
 * The conditions with one set. Same status and reason: unchanged. Same status: the transition time stays.
 * Source: kubernetes v1.32 pkg/controller/deployment/util/deployment_util.go, SetDeploymentCondition.
 */
export function withCondition(conditions: Conditions, next: DeploymentCondition): Conditions {
  const current = conditions.find((one) => one.type === next.type);
  if (current && current.status === next.status && current.reason === next.reason) return conditions;
  const lastTransitionTime = current && current.status === next.status ? current.lastTransitionTime : next.lastTransitionTime;
  return [...withoutCondition(conditions, next.type), { ...next, lastTransitionTime }];
}

export function withoutCondition(conditions: Conditions, type: string): Conditions {
  return conditions.some((one) => one.type === type) ? conditions.filter((one) => one.type !== type) : conditions;
}
