import type { JobCondition, JobStatus } from 'kubernetes-types/batch/v1.d.ts';
import { deepEqual } from '../../../apimachinery/equality.ts';
import { type KubeObject, objectKey } from '../../../apimachinery/meta.ts';
import { isNotFound } from '../../../apimachinery/status.ts';
import { formatTime } from '../../../apimachinery/time.ts';
import { type EventRecorder, isFailure, type ResourceClient, resources, type SharedInformer, type Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import { claim } from '../adoption.ts';
import { jobs } from '../api-resources.ts';
import { runAll, slowStartBatch } from '../batch.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import type { ControlledPods } from '../controlled-pods.ts';
import { Expectations } from '../expectations.ts';
import { textOf } from '../failures.ts';
import { OwnerKeys } from '../owner-keys.ts';
import { PodControl } from '../pod-control.ts';
import { isPodReady, type PodObject } from '../pod-state.ts';
import { firstPending, formatIndexes } from './indexes.ts';
import { indexOf, isIndexed, isJobFinished, isTracked, jobCondition, type JobObject, TRACKING } from './objects.ts';
import { jobPod } from './pod.ts';
import { type Backoff, backoffRemainingUs, deadlineOf, type JobView, nextBackoff, type Verdict, verdictOn, viewJob, wantedActive } from './verdict.ts';

const WORKERS = 5;
/** Pods that change within a second are looked at together. */
const BATCH_US = 1_000_000;
const MAX_PER_SYNC = 500;

/**
 * Runs pods until enough of them succeeded.
 * Source: kubernetes v1.32 pkg/controller/job/job_controller.go. Differs: no backoffLimitPerIndex, no successPolicy.
 */
export class JobController {
  private readonly jobs: SharedInformer<JobObject>;
  private readonly pods: ControlledPods;
  private readonly queue: Workqueue;
  private readonly expectations: Expectations;
  private readonly recorder: EventRecorder;
  private readonly podControl: PodControl;
  private readonly door: ResourceClient<JobObject>;
  private readonly podDoor: ResourceClient<PodObject>;
  private readonly backoffs = new Map<string, Backoff>();
  private readonly context: ControllerContext;

  constructor(context: ControllerContext) {
    this.context = context;
    this.pods = context.controlledPods();
    this.jobs = context.informer(jobs);
    this.queue = context.queue('job', { baseDelayUs: 1_000_000, maxDelayUs: 60_000_000 });
    this.expectations = new Expectations(context.self.engine);
    this.recorder = context.recorder('job-controller');
    this.podControl = new PodControl(context.client, this.recorder);
    this.door = context.client.resource(jobs);
    this.podDoor = context.client.resource(resources.pods);
    this.jobs.addHandler({ onAdd: (job) => this.queue.add(objectKey(job)), onUpdate: (_old, job) => this.queue.add(objectKey(job)), onDelete: (job) => this.queue.add(objectKey(job)) });
    new OwnerKeys('Job', this.jobs, (job) => job.spec!.selector).follow(this.pods.informer, (key, pod, old, gone) => this.podSeen(key, pod, old, gone));
    context.work(this.queue, WORKERS, (key) => this.sync(key));
  }

  private podSeen(key: string, pod: PodObject, old: PodObject | undefined, gone: boolean): void {
    if (gone || pod.metadata.deletionTimestamp) this.expectations.deletionObserved(key, pod.metadata.uid!);
    else if (!old) this.expectations.creationObserved(key);
    this.queue.addAfter(key, BATCH_US);
  }

  private *sync(key: string): Process<SyncResult> {
    const job = this.jobs.store.get(key);
    if (!job) {
      this.expectations.forget(key);
      this.backoffs.delete(key);
      return undefined;
    }
    const pods = yield* this.claimPods(job);
    if (typeof pods === 'string') return pods;
    if (isJobFinished(job)) return yield* this.release(pods.filter(isTracked));
    return yield* this.advance(key, job, pods);
  }

  private *claimPods(job: JobObject): Process<PodObject[] | string> {
    const owned = [...this.pods.of(job.metadata.uid!).values()];
    const orphans = [...this.pods.orphans(job.metadata.namespace ?? '').values()];
    const owners = this.door as unknown as ResourceClient<KubeObject>;
    const claimed = yield* claim({ owner: job, selector: job.spec!.selector!, owners, objects: this.podDoor }, owned, orphans);
    return claimed.error ?? [...owned.filter((pod) => !claimed.released.includes(pod)), ...claimed.adopted];
  }

  /** One pass over a job that goes on. Source: job_controller.go, syncJob. */
  private *advance(key: string, job: JobObject, pods: readonly PodObject[]): Process<SyncResult> {
    const { nowUs } = this.context;
    const view = viewJob(job, pods);
    const backoff = nextBackoff(this.backoffs.get(key) ?? { failures: 0, lastUs: 0 }, view, nowUs);
    const started = job.status?.startTime ?? (job.spec!.suspend ? undefined : formatTime(nowUs));
    const timed = { ...job, status: { ...job.status, startTime: started } };
    const verdict = verdictFromConditions(job) ?? verdictOn(timed, view, nowUs);
    const satisfied = this.expectations.satisfied(key);
    let change: Change = { delta: 0 };
    if (verdict) change = yield* this.deleteActive(job, verdict.type === 'Complete' && job.spec!.completions == null ? [] : view.active);
    else if (satisfied && !job.metadata.deletionTimestamp) change = yield* this.manage(key, timed, view, backoff);
    const deadlineUs = deadlineOf(timed);
    if (!verdict && deadlineUs !== undefined) this.queue.addAfter(key, Math.max(0, deadlineUs - nowUs));
    const error = yield* this.track(key, timed, view, verdict, change.delta);
    if (error === undefined) this.backoffs.set(key, backoff);
    return error ?? change.error;
  }

  /** Source: job_controller.go, manageJob. */
  private *manage(key: string, job: JobObject, view: JobView, backoff: Backoff): Process<Change> {
    const wanted = wantedActive(job, view);
    const active = view.active.length;
    const limit = job.spec!.suspend ? 0 : Math.max(wanted, 0);
    if (active > limit && (job.spec!.suspend || active > (job.spec!.parallelism ?? 1))) return yield* this.deleteActive(job, leastReady(view.active).slice(0, active - limit));
    const occupied = job.spec!.podReplacementPolicy === 'Failed' ? active + view.terminating : active;
    const missing = Math.min(wanted - occupied, MAX_PER_SYNC);
    if (missing <= 0 || job.spec!.suspend) return { delta: 0 };
    const waitUs = backoffRemainingUs(backoff, this.context.nowUs);
    if (waitUs > 0) {
      this.queue.addAfter(key, waitUs);
      this.context.why('job.backoff', `jobs/${key}`, { job: job.metadata.name!, failures: backoff.failures, seconds: Math.ceil(waitUs / 1_000_000) });
      return { delta: 0 };
    }
    return yield* this.createPods(key, job, view, missing);
  }

  private *createPods(key: string, job: JobObject, view: JobView, missing: number): Process<Change> {
    const taken = new Set(view.active.map(indexOf));
    const indexes = isIndexed(job) ? firstPending(job.spec!.completions ?? 0, view.succeededIndexes, taken, missing) : undefined;
    const count = indexes?.length ?? missing;
    this.expectations.expectCreations(key, count);
    const result = yield* slowStartBatch(this.context.self, count, () => this.create(job, indexes?.shift()));
    this.expectations.creationObserved(key, count - result.successes);
    this.context.note(key, `+${result.successes}`);
    return { delta: result.successes, error: result.error };
  }

  private *create(job: JobObject, index: number | undefined): Process<string | undefined> {
    const created = yield* this.podControl.create(jobPod(job, index), job);
    if (created.pod) this.context.why('job.created-pod', `pods/${objectKey(created.pod)}`, { pod: created.pod.metadata.name!, job: job.metadata.name!, ...(index === undefined ? {} : { index }) });
    return created.terminating ? undefined : created.error;
  }

  /** Pods that the job itself deletes are no failures: they are let go first. Source: deleteJobPods. */
  private *deleteActive(job: JobObject, pods: readonly PodObject[]): Process<Change> {
    if (pods.length === 0) return { delta: 0 };
    const results = yield* runAll(this.context.self, pods.map((pod) => this.deletePod(job, pod)));
    const error = results.find((one) => one !== undefined);
    return { delta: -results.filter((one) => one === undefined).length, error };
  }

  private *deletePod(job: JobObject, pod: PodObject): Process<string | undefined> {
    const refused = yield* this.release([pod].filter(isTracked));
    if (refused !== undefined) return refused;
    return (yield* this.podControl.delete(pod, job)).error;
  }

  /** Takes the tracking finalizer from pods that are counted. */
  private *release(pods: readonly PodObject[]): Process<string | undefined> {
    if (pods.length === 0) return undefined;
    const errors = yield* runAll(this.context.self, pods.map((pod) => this.releaseOne(pod)));
    return errors.find((error) => error !== undefined);
  }

  private *releaseOne(pod: PodObject): Process<string | undefined> {
    const patch = { metadata: { '$deleteFromPrimitiveList/finalizers': [TRACKING] } };
    const reply = yield* this.podDoor.patch(pod.metadata.namespace!, pod.metadata.name!, 'application/strategic-merge-patch+json', patch);
    return isFailure(reply) && !isNotFound(reply) ? textOf(reply) : undefined;
  }

  /**
   * Counts ended pods exactly once: first their uids go into the status, then their finalizers go, then the uids become numbers.
   * Source: job_controller.go, trackJobStatusAndRemoveFinalizers.
   */
  private *track(key: string, job: JobObject, view: JobView, verdict: Verdict | undefined, delta: number): Process<string | undefined> {
    const before = job.status ?? {};
    const uids = (pods: readonly PodObject[]): string[] => pods.map((pod) => pod.metadata.uid!);
    const waiting = before.uncountedTerminatedPods ?? {};
    const succeeded = [...(waiting.succeeded ?? []), ...(isIndexed(job) ? [] : uids(view.newSucceeded))];
    const failed = [...(waiting.failed ?? []), ...uids(view.newFailed)];
    const active = Math.max(0, view.active.length + delta);
    const counts = { active, ready: Math.min(view.ready, active), terminating: view.terminating + (delta < 0 ? -delta : 0), ...(isIndexed(job) && view.succeededIndexes.size > 0 ? { completedIndexes: formatIndexes(view.succeededIndexes), succeeded: view.succeededIndexes.size } : {}) };
    const uncounted = { ...(failed.length > 0 ? { failed } : {}), ...(succeeded.length > 0 ? { succeeded } : {}) };
    let current: JobObject | string = { ...job, status: this.withConditions(job, lean({ ...before, ...counts, uncountedTerminatedPods: uncounted }), verdict) };
    if (failed.length + succeeded.length > 0 || view.newSucceeded.length > 0) {
      current = yield* this.write(job, current);
      if (typeof current === 'string') return current;
      const refused = yield* this.release([...view.newSucceeded, ...view.newFailed]);
      if (refused !== undefined) return refused;
    }
    const counted = lean({ ...current.status, uncountedTerminatedPods: {}, succeeded: (current.status!.succeeded ?? 0) + succeeded.length, failed: (current.status!.failed ?? 0) + failed.length });
    const finished = this.finish(counted, verdict, active + counts.terminating);
    const written = yield* this.write(current, { ...current, status: finished });
    if (typeof written === 'string') return written;
    if (verdict && isJobFinished(written)) this.tellFinished(key, written, verdict);
    return undefined;
  }

  private *write(before: JobObject, job: JobObject): Process<JobObject | string> {
    const cached = this.jobs.store.get(objectKey(job));
    const known = before.metadata.resourceVersion === cached?.metadata.resourceVersion ? cached : before;
    if (deepEqual(known?.status, job.status)) return job;
    const reply = yield* this.door.updateStatus(job);
    return isFailure(reply) ? textOf(reply) : reply;
  }

  /** First the decision, then, when no pod is left, the end. Suspension comes and goes. */
  private withConditions(job: JobObject, status: JobStatus, verdict: Verdict | undefined): JobStatus {
    if (verdict) return addCondition(status, this.conditionOf(verdict.type === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget', verdict));
    const suspended = status.conditions?.find((condition) => condition.type === 'Suspended');
    if (job.spec!.suspend && suspended?.status !== 'True') {
      this.recorder.event(job, 'Normal', 'Suspended', 'Job suspended');
      return { ...addCondition(status, this.conditionOf('Suspended', { reason: 'JobSuspended', message: 'Job suspended' })), startTime: undefined };
    }
    if (!job.spec!.suspend && suspended?.status === 'True') {
      this.recorder.event(job, 'Normal', 'Resumed', 'Job resumed');
      return addCondition(status, { ...this.conditionOf('Suspended', { reason: 'JobResumed', message: 'Job resumed' }), status: 'False' });
    }
    return status;
  }

  private finish(status: JobStatus, verdict: Verdict | undefined, pods: number): JobStatus {
    if (!verdict || pods > 0) return status;
    const done = addCondition(status, this.conditionOf(verdict.type, verdict));
    return verdict.type === 'Complete' ? { ...done, completionTime: formatTime(this.context.nowUs) } : done;
  }

  private conditionOf(type: string, { reason, message }: { reason: string; message: string }): JobCondition {
    const now = formatTime(this.context.nowUs);
    return { type, status: 'True', lastProbeTime: now, lastTransitionTime: now, reason, message };
  }

  private tellFinished(key: string, job: JobObject, verdict: Verdict): void {
    if (verdict.type === 'Complete') this.recorder.event(job, 'Normal', 'Completed', 'Job completed');
    else this.recorder.event(job, 'Warning', verdict.reason, verdict.message);
    this.context.why('job.finished', `jobs/${key}`, { job: job.metadata.name!, result: verdict.type, reason: verdict.reason });
    this.backoffs.delete(key);
  }
}

interface Change {
  /** Pods made minus pods deleted. */
  readonly delta: number;
  readonly error?: string;
}

/** A decision that was written is kept. */
function verdictFromConditions(job: JobObject): Verdict | undefined {
  const [failure, success] = [jobCondition(job, 'FailureTarget'), jobCondition(job, 'SuccessCriteriaMet')];
  if (failure) return { type: 'Failed', reason: failure.reason ?? '', message: failure.message ?? '' };
  return success && { type: 'Complete', reason: success.reason ?? '', message: success.message ?? '' };
}

function addCondition(status: JobStatus, condition: JobCondition): JobStatus {
  const old = status.conditions?.find((one) => one.type === condition.type);
  if (old && old.status === condition.status) return status;
  return { ...status, conditions: [...(status.conditions ?? []).filter((one) => one !== old), condition] };
}

const leastReady = (pods: readonly PodObject[]): PodObject[] => [...pods].sort((a, b) => Number(isPodReady(a)) - Number(isPodReady(b)) || (a.metadata.name! < b.metadata.name! ? -1 : 1));

const KEPT = new Set(['ready', 'terminating']);
const lean = (status: JobStatus): JobStatus => Object.fromEntries(Object.entries(status).filter(([key, value]) => value !== undefined && (value !== 0 || KEPT.has(key))));
