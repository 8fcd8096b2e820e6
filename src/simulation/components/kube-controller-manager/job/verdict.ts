import { timeToUs } from '../../../apimachinery/time.ts';
import { isPodActive, isPodReady, isPodTerminating, type PodObject } from '../pod-state.ts';
import { judgeFailure } from './failure-policy.ts';
import { parseIndexes } from './indexes.ts';
import { finishedUs, indexOf, isIndexed, isPodFailed, isTracked, type JobObject, restartsOf } from './objects.ts';

/** What a look at a job's pods finds. */
export interface JobView {
  readonly active: readonly PodObject[];
  readonly ready: number;
  readonly terminating: number;
  /** Ended pods that the status does not count yet. */
  readonly newSucceeded: readonly PodObject[];
  readonly newFailed: readonly PodObject[];
  /** In all, the new ones included; those that a policy ignores are not. */
  readonly succeeded: number;
  readonly failed: number;
  readonly succeededIndexes: ReadonlySet<number>;
  readonly failedByPolicy: string | undefined;
}

/** How a job ends. */
export interface Verdict {
  readonly type: 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

/** Source: kubernetes v1.32 pkg/controller/job/job_controller.go, syncJob and getNewFinishedPods. */
export function viewJob(job: JobObject, pods: readonly PodObject[]): JobView {
  const uncounted = new Set([...(job.status?.uncountedTerminatedPods?.succeeded ?? []), ...(job.status?.uncountedTerminatedPods?.failed ?? [])]);
  const fresh = pods.filter((pod) => isTracked(pod) && !uncounted.has(pod.metadata.uid!));
  const newSucceeded = fresh.filter((pod) => pod.status?.phase === 'Succeeded');
  const newFailed = fresh.filter((pod) => isPodFailed(pod, job));
  const verdicts = newFailed.map((pod) => judgeFailure(job, pod));
  const active = pods.filter(isPodActive);
  const completions = job.spec?.completions ?? 0;
  const succeededIndexes = isIndexed(job) ? parseIndexes(job.status?.completedIndexes, completions) : new Set<number>();
  if (isIndexed(job)) for (const pod of newSucceeded) if (indexOf(pod) >= 0 && indexOf(pod) < completions) succeededIndexes.add(indexOf(pod));
  const counted = (job.status?.succeeded ?? 0) + (job.status?.uncountedTerminatedPods?.succeeded?.length ?? 0);
  return {
    active,
    ready: active.filter(isPodReady).length,
    terminating: pods.filter((pod) => isPodTerminating(pod) && pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed').length,
    newSucceeded,
    newFailed,
    succeeded: isIndexed(job) ? succeededIndexes.size : counted + newSucceeded.length,
    failed: (job.status?.failed ?? 0) + (job.status?.uncountedTerminatedPods?.failed?.length ?? 0) + verdicts.filter((one) => one.action !== 'Ignore').length,
    succeededIndexes,
    failedByPolicy: verdicts.find((one) => one.action === 'FailJob')?.message,
  };
}

/** Why the job is over, or undefined. Failure comes first. */
export function verdictOn(job: JobObject, view: JobView, nowUs: number): Verdict | undefined {
  return failureOf(job, view, nowUs) ?? (isDone(job, view) ? { type: 'Complete', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' } : undefined);
}

function failureOf(job: JobObject, view: JobView, nowUs: number): Verdict | undefined {
  const type = 'Failed' as const;
  const limit = job.spec?.backoffLimit ?? 6;
  if (view.failedByPolicy !== undefined) return { type, reason: 'PodFailurePolicy', message: view.failedByPolicy };
  if (view.failed > limit || restartsBeyond(job, view, limit)) return { type, reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
  const deadlineUs = deadlineOf(job);
  return deadlineUs !== undefined && nowUs >= deadlineUs ? { type, reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' } : undefined;
}

/** With restartPolicy OnFailure the restarts count. Source: pastBackoffLimitOnFailure. */
function restartsBeyond(job: JobObject, view: JobView, limit: number): boolean {
  if (job.spec?.template.spec?.restartPolicy !== 'OnFailure') return false;
  const restarts = view.active.reduce((sum, pod) => sum + restartsOf(pod), 0);
  return limit === 0 ? restarts > 0 : restarts >= limit;
}

/** When the job runs out of time. A suspended job does not run. */
export function deadlineOf(job: JobObject): number | undefined {
  const startedUs = timeToUs(job.status?.startTime);
  if (job.spec?.activeDeadlineSeconds == null || startedUs === undefined || job.spec.suspend) return undefined;
  return startedUs + job.spec.activeDeadlineSeconds * 1_000_000;
}

function isDone(job: JobObject, view: JobView): boolean {
  if (job.spec?.completions == null) return view.succeeded > 0 && view.active.length === 0;
  return view.succeeded >= job.spec.completions;
}

/** How many pods should be at work. Source: job_controller.go, manageJob. */
export function wantedActive(job: JobObject, view: JobView): number {
  const parallelism = job.spec?.parallelism ?? 1;
  if (job.spec?.suspend) return 0;
  if (job.spec?.completions == null) return view.succeeded > 0 ? Math.min(view.active.length, parallelism) : parallelism;
  return Math.max(0, Math.min(job.spec.completions - view.succeeded, parallelism));
}

/** Failures in a row and the time of the last: replacements wait 10 s, 20 s, 40 s … at most 10 min. Source: backoff_utils.go. */
export interface Backoff {
  readonly failures: number;
  readonly lastUs: number;
}

export function nextBackoff(before: Backoff, view: JobView, nowUs: number): Backoff {
  let { failures, lastUs } = before;
  const ended = [...view.newSucceeded.map((pod) => ({ pod, ok: true })), ...view.newFailed.map((pod) => ({ pod, ok: false }))];
  const timed = ended.map(({ pod, ok }) => ({ us: finishedUs(pod, nowUs), ok })).sort((a, b) => a.us - b.us || Number(a.ok) - Number(b.ok));
  for (const { us, ok } of timed) {
    failures = ok ? 0 : failures + 1;
    if (!ok) lastUs = us;
  }
  return { failures, lastUs };
}

export function backoffRemainingUs({ failures, lastUs }: Backoff, nowUs: number): number {
  if (failures === 0) return 0;
  const delayUs = failures > 7 ? 600_000_000 : Math.min(10_000_000 * (1 << (failures - 1)), 600_000_000);
  return Math.max(0, lastUs + delayUs - nowUs);
}
