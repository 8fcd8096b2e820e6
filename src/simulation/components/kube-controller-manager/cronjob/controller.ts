import type { CronJob, CronJobStatus, Job } from 'kubernetes-types/batch/v1.d.ts';
import { deepEqual } from '../../../apimachinery/equality.ts';
import { objectKey, type Typed } from '../../../apimachinery/meta.ts';
import { isAlreadyExists, isNotFound } from '../../../apimachinery/status.ts';
import { formatTime, timeToUs } from '../../../apimachinery/time.ts';
import { byController, CONTROLLER_INDEX, type EventRecorder, isFailure, referenceTo, type ResourceClient, type SharedInformer, type Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import { cronJobs, jobs } from '../api-resources.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import { isNamespaceTerminating, textOf } from '../failures.ts';
import { isJobFinished, jobCondition, type JobObject } from '../job/objects.ts';
import { controllerRef } from '../pod-control.ts';
import { unixUs } from '../unix-time.ts';
import { type CronSchedule, parseSchedule } from './schedule.ts';

export type CronJobObject = Typed<CronJob>;

const WORKERS = 5;
/** The schedule counts whole minutes; a little later is surely after. */
const DELTA_US = 100_000;
const MANY_MISSED = 100;
const SCHEDULED_AT = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

/**
 * Makes jobs on schedule. Source: kubernetes v1.32 pkg/controller/cronjob/cronjob_controllerv2.go.
 * Differs: schedules are in UTC, whatever spec.timeZone says.
 */
export class CronJobController {
  private readonly crons: SharedInformer<CronJobObject>;
  private readonly jobs: SharedInformer<JobObject>;
  private readonly queue: Workqueue;
  private readonly recorder: EventRecorder;
  private readonly door: ResourceClient<CronJobObject>;
  private readonly jobDoor: ResourceClient<JobObject>;
  private readonly context: ControllerContext;

  constructor(context: ControllerContext) {
    this.context = context;
    this.crons = context.informer(cronJobs);
    this.jobs = context.informer(jobs);
    this.jobs.addIndex(CONTROLLER_INDEX, byController);
    this.queue = context.queue('cronjob');
    this.recorder = context.recorder('cronjob-controller');
    this.door = context.client.resource(cronJobs);
    this.jobDoor = context.client.resource(jobs);
    const enqueue = (cron: CronJobObject): void => this.queue.add(objectKey(cron));
    this.crons.addHandler({ onAdd: enqueue, onUpdate: (_old, cron) => enqueue(cron), onDelete: enqueue });
    const jobSeen = (job: JobObject): void => {
      const owner = job.metadata.ownerReferences?.find((reference) => reference.controller === true);
      if (owner?.kind === 'CronJob') this.queue.add(`${job.metadata.namespace}/${owner.name}`);
    };
    this.jobs.addHandler({ onAdd: jobSeen, onUpdate: (_old, job) => jobSeen(job), onDelete: jobSeen });
    context.work(this.queue, WORKERS, (key) => this.sync(key));
  }

  private *sync(key: string): Process<SyncResult> {
    const cron = this.crons.store.get(key);
    if (!cron) return undefined;
    const own = [...this.jobs.store.byIndex(CONTROLLER_INDEX, cron.metadata.uid!).values()];
    yield* this.cleanUp(cron, own);
    yield* this.warnOfStrangers(cron, own);
    const reviewed = this.reviewActive(cron, own);
    const result = cron.metadata.deletionTimestamp || cron.spec!.suspend ? { status: reviewed } : yield* this.startIfDue(key, cron, reviewed);
    if (!deepEqual(cron.status ?? {}, result.status)) {
      const reply = yield* this.door.updateStatus({ ...cron, status: result.status });
      if (isFailure(reply) && !isNotFound(reply)) return textOf(reply);
    }
    return result.error;
  }

  /** Running jobs that are not in the list of active ones, even when it is read anew: somebody else made them. Source: syncCronJob. */
  private *warnOfStrangers(cron: CronJobObject, own: readonly JobObject[]): Process<void> {
    const isListed = (one: CronJobObject, job: JobObject): boolean => one.status?.active?.some(({ uid }) => uid === job.metadata.uid) ?? false;
    for (const job of own) {
      if (isJobFinished(job) || isListed(cron, job)) continue;
      const fresh = yield* this.door.get(cron.metadata.namespace!, cron.metadata.name!);
      if (isFailure(fresh) || isListed(fresh, job)) continue;
      this.recorder.event(cron, 'Warning', 'UnexpectedJob', `Saw a job that the controller did not create or forgot: ${job.metadata.name}`);
    }
  }

  /** Finished jobs leave the list of active ones. Source: syncCronJob. */
  private reviewActive(cron: CronJobObject, own: readonly JobObject[]): CronJobStatus {
    let status: CronJobStatus = { ...cron.status };
    for (const reference of cron.status?.active ?? []) {
      const job = own.find((one) => one.metadata.uid === reference.uid);
      if (job && !isJobFinished(job)) continue;
      status = { ...status, active: status.active!.filter((one) => one !== reference) };
      if (!job) this.recorder.event(cron, 'Normal', 'MissingJob', `Active job went missing: ${reference.name}`);
      else this.recorder.event(cron, 'Normal', 'SawCompletedJob', `Saw completed job: ${reference.name}, condition: ${jobCondition(job, 'Complete') ? 'Complete' : 'Failed'}`);
      const end = job?.status?.completionTime;
      if (job && jobCondition(job, 'Complete') && end !== undefined && (status.lastSuccessfulTime === undefined || end > status.lastSuccessfulTime)) status = { ...status, lastSuccessfulTime: end };
    }
    if (status.active?.length === 0) delete (status as { active?: unknown }).active;
    return status;
  }

  private *startIfDue(key: string, cron: CronJobObject, status: CronJobStatus): Process<{ status: CronJobStatus; error?: string }> {
    const schedule = parseSchedule(cron.spec!.schedule);
    if (!schedule) {
      this.recorder.event(cron, 'Warning', 'UnparseableSchedule', `unparseable schedule: "${cron.spec!.schedule}"`);
      return { status };
    }
    const { nowUs } = this.context;
    const nextUs = schedule.nextUs(nowUs);
    if (nextUs !== undefined) this.queue.addAfter(key, nextUs - nowUs + DELTA_US);
    const dueUs = this.mostRecent(cron, schedule);
    if (dueUs === undefined || this.isTooLate(cron, dueUs) || timeToUs(status.lastScheduleTime) === dueUs) return { status };
    const active = status.active ?? [];
    if (cron.spec!.concurrencyPolicy === 'Forbid' && active.length > 0) {
      this.recorder.event(cron, 'Normal', 'JobAlreadyActive', 'Not starting job because prior execution is running and concurrency policy is Forbid');
      this.context.why('cronjob.skipped', `cronjobs/${key}`, { cronjob: cron.metadata.name!, reason: 'Forbid' });
      return { status };
    }
    const kept = cron.spec!.concurrencyPolicy === 'Replace' ? yield* this.deleteActive(cron, active) : active;
    return yield* this.start(key, cron, { ...status, active: kept }, dueUs);
  }

  private *start(key: string, cron: CronJobObject, status: CronJobStatus, dueUs: number): Process<{ status: CronJobStatus; error?: string }> {
    const reply = yield* this.jobDoor.create(jobOf(cron, dueUs));
    if (isFailure(reply)) {
      if (isNamespaceTerminating(reply) || isAlreadyExists(reply)) return { status: lean(status) };
      this.recorder.event(cron, 'Warning', 'FailedCreate', `Error creating job: ${textOf(reply)}`);
      return { status: lean(status), error: textOf(reply) };
    }
    this.recorder.event(cron, 'Normal', 'SuccessfulCreate', `Created job ${reply.metadata.name}`);
    this.context.why('cronjob.started', `cronjobs/${key}`, { cronjob: cron.metadata.name!, job: reply.metadata.name! });
    this.context.note(key, reply.metadata.name!);
    return { status: { ...status, active: [...(status.active ?? []), referenceTo(reply)], lastScheduleTime: formatTime(dueUs) } };
  }

  /** The last time the schedule fell due since the last run, or since the cron job was made. Source: kubernetes v1.32 pkg/controller/cronjob/utils.go, mostRecentScheduleTime. */
  private mostRecent(cron: CronJobObject, schedule: CronSchedule): number | undefined {
    const { nowUs } = this.context;
    const deadline = cron.spec!.startingDeadlineSeconds;
    const sinceUs = timeToUs(cron.status?.lastScheduleTime) ?? timeToUs(cron.metadata.creationTimestamp) ?? nowUs;
    const fromUs = deadline == null ? sinceUs : Math.max(sinceUs, nowUs - deadline * 1_000_000);
    let latest: number | undefined;
    let missed = 0;
    for (let us = schedule.nextUs(fromUs); us !== undefined && us <= nowUs; us = schedule.nextUs(us)) {
      latest = us;
      if (++missed > MANY_MISSED * 1000) break;
    }
    if (missed > MANY_MISSED && deadline == null)
      this.recorder.event(cron, 'Warning', 'TooManyMissedTimes', 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew');
    return latest;
  }

  private isTooLate(cron: CronJobObject, dueUs: number): boolean {
    const deadline = cron.spec!.startingDeadlineSeconds;
    if (deadline == null || dueUs + deadline * 1_000_000 >= this.context.nowUs) return false;
    this.recorder.event(cron, 'Warning', 'MissSchedule', `Missed scheduled time to start a job: ${formatTime(dueUs)}`);
    return true;
  }

  private *deleteActive(cron: CronJobObject, active: NonNullable<CronJobStatus['active']>): Process<NonNullable<CronJobStatus['active']>> {
    for (const { namespace, name } of active) yield* this.deleteJob(cron, namespace!, name!);
    return [];
  }

  private *deleteJob(cron: CronJobObject, namespace: string, name: string): Process<void> {
    const reply = yield* this.jobDoor.delete(namespace, name, { query: { propagationPolicy: 'Background' } });
    if (!isFailure(reply)) this.recorder.event(cron, 'Normal', 'SuccessfulDelete', `Deleted job ${name}`);
    else if (!isNotFound(reply)) this.recorder.event(cron, 'Warning', 'FailedDelete', `Deleted job: ${textOf(reply)}`);
  }

  /** Keeps the newest finished jobs. Source: cleanupFinishedJobs. */
  private *cleanUp(cron: CronJobObject, own: readonly JobObject[]): Process<void> {
    const limits = [['Complete', cron.spec!.successfulJobsHistoryLimit ?? 3], ['Failed', cron.spec!.failedJobsHistoryLimit ?? 1]] as const;
    for (const [type, limit] of limits) {
      const ended = own.filter((job) => jobCondition(job, type) && !job.metadata.deletionTimestamp).sort((a, b) => startUs(a) - startUs(b) || (a.metadata.name! < b.metadata.name! ? -1 : 1));
      for (const job of ended.slice(0, Math.max(0, ended.length - limit))) yield* this.deleteJob(cron, job.metadata.namespace!, job.metadata.name!);
    }
  }
}

const startUs = (job: JobObject): number => timeToUs(job.status?.startTime) ?? 0;

/** Named after its minute, so that the same run is not made twice. Source: utils.go, getJobFromTemplate2. */
function jobOf(cron: CronJobObject, dueUs: number): JobObject {
  const template = cron.spec!.jobTemplate;
  const minutes = Math.floor(unixUs(dueUs) / 60_000_000);
  const annotations = { ...template.metadata?.annotations, [SCHEDULED_AT]: formatTime(dueUs) };
  const { namespace, name } = cron.metadata;
  const labels = template.metadata?.labels ? { labels: template.metadata.labels } : {};
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: `${name}-${minutes}`, namespace, ...labels, annotations, ownerReferences: [controllerRef(cron)] }, spec: template.spec as Job['spec'] };
}

function lean(status: CronJobStatus): CronJobStatus {
  const { active, ...rest } = status;
  return active && active.length > 0 ? status : rest;
}
