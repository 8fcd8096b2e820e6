import type { ContainerStatus } from 'kubernetes-types/core/v1.d.ts';
import type { PodFailurePolicyRule } from 'kubernetes-types/batch/v1.d.ts';
import { objectKey } from '../../../apimachinery/meta.ts';
import type { PodObject } from '../pod-state.ts';
import type { JobObject } from './objects.ts';

/** What the policy says of a failed pod. */
export interface PolicyVerdict {
  readonly action: 'FailJob' | 'Ignore' | 'Count';
  readonly message: string;
}

const COUNT: PolicyVerdict = { action: 'Count', message: '' };

/** The first rule that matches decides. Source: kubernetes v1.32 pkg/controller/job/pod_failure_policy.go, matchPodFailurePolicy. */
export function judgeFailure(job: JobObject, pod: PodObject): PolicyVerdict {
  for (const [index, rule] of (job.spec?.podFailurePolicy?.rules ?? []).entries()) {
    const message = messageFor(rule, index, pod);
    if (message === undefined) continue;
    return rule.action === 'FailJob' || rule.action === 'Ignore' ? { action: rule.action, message } : COUNT;
  }
  return COUNT;
}

function messageFor(rule: PodFailurePolicyRule, index: number, pod: PodObject): string | undefined {
  if (pod.status?.phase !== 'Failed') return undefined;
  const where = `matching ${rule.action} rule at index ${index}`;
  if (rule.onExitCodes) {
    const container = matchingContainer(rule, pod);
    return container && `Container ${container.name} for pod ${objectKey(pod)} failed with exit code ${container.state!.terminated!.exitCode} ${where}`;
  }
  const condition = rule.onPodConditions?.find((wanted) => pod.status?.conditions?.some((one) => one.type === wanted.type && one.status === (wanted.status ?? 'True')));
  return condition && `Pod ${objectKey(pod)} has condition ${condition.type} ${where}`;
}

function matchingContainer(rule: PodFailurePolicyRule, pod: PodObject): ContainerStatus | undefined {
  const { containerName, operator, values } = rule.onExitCodes!;
  return [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])].find((status) => {
    const code = status.state?.terminated?.exitCode;
    if (code === undefined || code === 0 || (containerName && containerName !== status.name)) return false;
    return values.includes(code) === (operator === 'In');
  });
}
