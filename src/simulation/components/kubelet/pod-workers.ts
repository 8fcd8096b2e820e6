import { type Process, type SpanId } from '../../engine/index.ts';
import { type KubeletContext, podAbout, type PodObject } from './context.ts';
import type { Eviction } from './status/generate.ts';

/** `sync`: containers should run. `terminating`: they are being stopped. `terminated`: all have ended. `finished`: nothing is left to do. */
export type PodWorkerState = 'sync' | 'terminating' | 'terminated' | 'finished';

/** What the kubelet keeps of one pod. */
export interface PodWorker {
  readonly uid: string;
  pod: PodObject;
  state: PodWorkerState;
  /** Given by an eviction; else the pod says it. */
  graceSeconds: number | undefined;
  eviction: Eviction | undefined;
  /** Gone from the API: nobody wants to hear of it any more. */
  removed: boolean;
  lastSyncUs: number;
  /** Its volumes were mounted since the kubelet started. */
  mounted: boolean;
  busy: boolean;
  again: boolean;
  span: SpanId;
  retryAtUs: number;
}

/** The three stages of a pod's life on a node. */
export interface PodSyncer {
  /** True when the pod has ended by itself; `failed` asks for another try. */
  syncPod(worker: PodWorker): Process<{ readonly terminal: boolean; readonly failed: boolean; readonly transient?: boolean }>;
  /** An error text asks for another try. */
  syncTerminatingPod(worker: PodWorker): Process<string | undefined>;
  syncTerminatedPod(worker: PodWorker): Process<void>;
  /** The pod has ended here and is gone from the API. */
  forget(worker: PodWorker): Process<void>;
}

const BACKOFF_US = 10_000_000;
const TRANSIENT_BACKOFF_US = 1_000_000;
const SYNC_TICK_US = 1_000_000;

/**
 * One worker per pod, so that a slow pod holds up no other. A worker that has nothing to do has no task; news that come
 * while it works are looked at afterwards. Source: kubernetes v1.32 pkg/kubelet/pod_workers.go.
 * Differs: a pod that is well is not synced again every minute, since nothing would change.
 */
export class PodWorkers {
  readonly workers = new Map<string, PodWorker>();
  readonly counts: Record<PodWorkerState, number> = { sync: 0, terminating: 0, terminated: 0, finished: 0 };
  private readonly context: KubeletContext;
  private readonly syncer: PodSyncer;

  constructor(context: KubeletContext, syncer: PodSyncer) {
    this.context = context;
    this.syncer = syncer;
  }

  get(uid: string): PodWorker | undefined {
    return this.workers.get(uid);
  }

  /** Makes a worker for a pod; it begins with its next `update`. */
  add(pod: PodObject): PodWorker {
    const uid = pod.metadata.uid!;
    const worker: PodWorker = {
      uid,
      pod,
      state: 'sync',
      graceSeconds: undefined,
      eviction: undefined,
      removed: false,
      lastSyncUs: -1,
      mounted: false,
      busy: false,
      again: false,
      span: 0,
      retryAtUs: 0,
    };
    this.workers.set(uid, worker);
    this.counts.sync++;
    return worker;
  }

  /** Something about the pod changed; the cause is the present span. */
  update(worker: PodWorker, span: SpanId = this.context.self.engine.span): void {
    worker.span = span;
    if (worker.state === 'finished' && !worker.removed) return;
    if (worker.state === 'sync' && (worker.pod.metadata.deletionTimestamp || worker.removed || worker.eviction)) this.enter(worker, 'terminating');
    if (worker.busy) {
      worker.again = true;
      return;
    }
    worker.busy = true;
    this.context.self.spawn(this.work(worker), span);
  }

  private enter(worker: PodWorker, state: PodWorkerState): void {
    this.counts[worker.state]--;
    this.counts[state]++;
    worker.state = state;
    this.context.self.touch();
  }

  private *work(worker: PodWorker): Process<void> {
    do {
      worker.again = false;
      this.context.self.engine.task!.follow(worker.span);
      yield* this.step(worker);
    } while (worker.again);
    worker.busy = false;
    if (worker.state === 'finished' && worker.removed) yield* this.drop(worker);
  }

  private *step(worker: PodWorker): Process<void> {
    if (worker.state === 'finished') return;
    yield* this.waitForNewerStatus(worker);
    if (worker.state === 'sync') return yield* this.stepSync(worker);
    if (worker.state === 'terminating') {
      const error = yield* this.syncer.syncTerminatingPod(worker);
      worker.lastSyncUs = this.context.nowUs;
      if (error !== undefined) return this.retry(worker, BACKOFF_US);
      this.enter(worker, 'terminated');
      worker.again = true;
      return;
    }
    yield* this.syncer.syncTerminatedPod(worker);
    this.enter(worker, 'finished');
  }

  private *stepSync(worker: PodWorker): Process<void> {
    const { terminal, failed, transient } = yield* this.syncer.syncPod(worker);
    worker.lastSyncUs = this.context.nowUs;
    if (worker.state !== 'sync') worker.again = true;
    else if (terminal) {
      this.enter(worker, 'terminating');
      worker.again = true;
    } else if (failed) this.retry(worker, transient ? TRANSIENT_BACKOFF_US : BACKOFF_US);
  }

  /** A sync looks at the runtime as of a relist after the last sync, so it never acts twice on one observation. */
  private *waitForNewerStatus(worker: PodWorker): Process<void> {
    if (worker.lastSyncUs < 0 || worker.state === 'terminated') return;
    const { nowUs, config } = this.context;
    const relistUs = this.context.nextTickUs(config.relistPeriodUs, worker.lastSyncUs);
    if (relistUs >= nowUs) yield relistUs - nowUs + 1;
  }

  /** Comes back after the back-off and up to half of it more, at the next of the sync loop's ticks. */
  private retry(worker: PodWorker, backoffUs: number): void {
    const { nowUs } = this.context;
    const atUs = this.context.nextTickUs(SYNC_TICK_US, nowUs + this.context.jitter(backoffUs, 50)) + 1;
    worker.retryAtUs = atUs;
    this.context.self.spawn(this.retryLater(worker, atUs));
  }

  private *retryLater(worker: PodWorker, atUs: number): Process<void> {
    yield atUs - this.context.nowUs;
    if (worker.retryAtUs === atUs && this.workers.get(worker.uid) === worker) this.update(worker);
  }

  /** The API no longer has the pod. Its containers are stopped if any are left. */
  remove(worker: PodWorker): void {
    worker.removed = true;
    if (worker.state === 'finished' && !worker.busy) this.context.self.spawn(this.drop(worker));
    else this.update(worker);
  }

  private *drop(worker: PodWorker): Process<void> {
    if (this.workers.get(worker.uid) !== worker) return;
    this.workers.delete(worker.uid);
    this.counts[worker.state]--;
    this.context.self.touch();
    yield* this.syncer.forget(worker);
  }

  /** What a pod is called in the trace. */
  about(worker: PodWorker): string {
    return podAbout(worker.pod);
  }
}
