import type { Job, JobCondition } from 'kubernetes-types/batch/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { timeToUs } from '../../../apimachinery/time.ts';
import { isPodTerminating, type PodObject } from '../pod-state.ts';

export type JobObject = Typed<Job>;

export const TRACKING = 'batch.kubernetes.io/job-tracking';
export const INDEX = 'batch.kubernetes.io/job-completion-index';

export const isIndexed = (job: JobObject): boolean => job.spec?.completionMode === 'Indexed';
export const isTracked = (pod: PodObject): boolean => pod.metadata.finalizers?.includes(TRACKING) ?? false;

export function jobCondition(job: JobObject, type: string): JobCondition | undefined {
  return job.status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');
}

export const isJobFinished = (job: JobObject): boolean => jobCondition(job, 'Complete') !== undefined || jobCondition(job, 'Failed') !== undefined;

export function indexOf(pod: PodObject): number {
  const text = pod.metadata.annotations?.[INDEX];
  return text === undefined || !/^\d+$/.test(text) ? -1 : Number(text);
}

/**
 * A pod that is being deleted counts as failed, unless the job waits for pods to end by themselves.
 * Source: kubernetes v1.32 pkg/controller/job/job_controller.go, isPodFailed.
 */
export function isPodFailed(pod: PodObject, job: JobObject): boolean {
  const phase = pod.status?.phase;
  if (phase === 'Failed') return true;
  return job.spec?.podReplacementPolicy !== 'Failed' && isPodTerminating(pod) && phase !== 'Succeeded';
}

/** When the last container of a pod ended, else when it was deleted. Source: kubernetes v1.32 pkg/controller/job/backoff_utils.go, getFinishedTime. */
export function finishedUs(pod: PodObject, nowUs: number): number {
  let latest: number | undefined;
  for (const status of pod.status?.containerStatuses ?? []) {
    const us = timeToUs(status.state?.terminated?.finishedAt);
    if (us !== undefined && (latest === undefined || us > latest)) latest = us;
  }
  return latest ?? timeToUs(pod.metadata.deletionTimestamp) ?? nowUs;
}

export function restartsOf(pod: PodObject): number {
  let restarts = 0;
  for (const status of [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])]) restarts += status.restartCount ?? 0;
  return restarts;
}
