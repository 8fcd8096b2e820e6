import { objectKey } from '../../../apimachinery/meta.ts';
import { isNotFound } from '../../../apimachinery/status.ts';
import { timeToUs } from '../../../apimachinery/time.ts';
import { isFailure, type SharedInformer, type Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import { jobs } from '../api-resources.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import { textOf } from '../failures.ts';
import { isJobFinished, jobCondition, type JobObject } from '../job/objects.ts';

/** Deletes finished jobs ttlSecondsAfterFinished after their end. Source: kubernetes v1.32 pkg/controller/ttlafterfinished. */
export class TtlAfterFinishedController {
  private readonly jobs: SharedInformer<JobObject>;
  private readonly queue: Workqueue;
  private readonly context: ControllerContext;

  constructor(context: ControllerContext) {
    this.context = context;
    this.jobs = context.informer(jobs);
    this.queue = context.queue('ttl_jobs_to_delete');
    const seen = (job: JobObject): void => {
      if (this.expiresUs(job) !== undefined) this.queue.add(objectKey(job));
    };
    this.jobs.addHandler({ onAdd: seen, onUpdate: (_old, job) => seen(job) });
    context.work(this.queue, 5, (key) => this.sync(key));
  }

  private expiresUs(job: JobObject): number | undefined {
    const seconds = job.spec?.ttlSecondsAfterFinished;
    if (seconds == null || job.metadata.deletionTimestamp || !isJobFinished(job)) return undefined;
    const end = jobCondition(job, 'Complete') ?? jobCondition(job, 'Failed');
    return timeToUs(end!.lastTransitionTime)! + seconds * 1_000_000;
  }

  private *sync(key: string): Process<SyncResult> {
    const job = this.jobs.store.get(key);
    const expiresUs = job && this.expiresUs(job);
    if (!job || expiresUs === undefined) return undefined;
    if (expiresUs > this.context.nowUs) return this.queue.addAfter(key, expiresUs - this.context.nowUs);
    const door = this.context.client.resource(jobs);
    const fresh = yield* door.get(job.metadata.namespace!, job.metadata.name!);
    if (isFailure(fresh)) return isNotFound(fresh) ? undefined : textOf(fresh);
    if ((this.expiresUs(fresh) ?? Infinity) > this.context.nowUs) return undefined;
    const query = { propagationPolicy: 'Foreground', preconditions: { uid: fresh.metadata.uid } } as const;
    const reply = yield* door.delete(fresh.metadata.namespace!, fresh.metadata.name!, { query });
    if (isFailure(reply)) return isNotFound(reply) ? undefined : textOf(reply);
    this.context.why('ttl-after-finished.deleted', `jobs/${key}`, { job: fresh.metadata.name!, seconds: fresh.spec!.ttlSecondsAfterFinished! });
    return undefined;
  }
}
