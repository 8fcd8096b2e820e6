import type { ContainerStatus, PodCondition, PodStatus } from 'kubernetes-types/core/v1.d.ts';
import { deepEqual, deepFreeze } from '../../../apimachinery/equality.ts';
import { isNotFound } from '../../../apimachinery/status.ts';
import { formatTime } from '../../../apimachinery/time.ts';
import { isFailure, type ResourceClient, resources, type SharedInformer } from '../../../client-go/index.ts';
import { type Process, Signal, type SpanId } from '../../../engine/index.ts';
import { type KubeletContext, podAbout, type PodObject } from '../context.ts';
import { type ConditionDraft, containersReady, initialized, kubeletConditions, podReady } from './conditions.ts';
import { STATUS_UNKNOWN } from './container-statuses.ts';
import type { StatusDraft } from './generate.ts';
import { statusPatch } from './patch.ts';

interface Entry {
  readonly namespace: string;
  readonly name: string;
  status: PodStatus;
  /** No container is left and nothing will be started: the object may go. */
  finished: boolean;
  /** What the API answered to our last patch; newer than what the informer has, for a while. */
  answered: PodObject | undefined;
  span: SpanId;
  queued: boolean;
}

const SYNC_PERIOD_US = 10_000_000;
const LOST = 'The container could not be located when the pod was terminated';

/**
 * Keeps the newest status of every pod and tells the API of changes, one pod at a time.
 * Source: kubernetes v1.32 pkg/kubelet/status/status_manager.go. Differs: patches against the informer's copy instead of
 * asking for the pod before each patch.
 */
export class StatusManager {
  private readonly entries = new Map<string, Entry>();
  private readonly queue: string[] = [];
  private readonly bell = new Signal();
  private readonly client: ResourceClient<PodObject>;
  private retryArmed = false;
  private readonly context: KubeletContext;
  private readonly pods: SharedInformer<PodObject>;
  /** Called with a pod that the API no longer has under this uid. */
  onGone: ((uid: string) => void) | undefined;
  /** Whether containers of a pod may still run. */
  mayRun: (uid: string) => boolean = () => false;

  constructor(context: KubeletContext, pods: SharedInformer<PodObject>) {
    this.context = context;
    this.pods = pods;
    this.client = context.client.resource(resources.pods);
    pods.addHandler({ onUpdate: (_old, pod) => this.notice(pod) });
  }

  /**
   * Somebody else wrote our part of a status, as the node lifecycle controller does while a node is silent: at the next tick
   * it is put right. Source: syncBatch, needsReconcile.
   */
  private notice(pod: PodObject): void {
    const uid = pod.metadata.uid!;
    const entry = this.entries.get(uid);
    if (!entry || entry.queued || pod.status === entry.status) return;
    const { answered } = entry;
    if (answered && Number(answered.metadata.resourceVersion) > Number(pod.metadata.resourceVersion)) return;
    if (statusPatch(uid, pod.status ?? {}, this.heldBack(uid, pod, merge(pod, entry.status)))) this.retryLater(uid, entry);
  }

  /** Statuses that wait for the API server. */
  get pending(): number {
    return this.queue.length;
  }

  get(uid: string): PodStatus | undefined {
    return this.entries.get(uid)?.status;
  }

  /** Takes a new status; sends it if anything changed. */
  set(pod: PodObject, draft: StatusDraft): void {
    this.update(pod, this.complete(pod, draft), false);
  }

  /** Source: SetContainerReadiness. */
  setContainerReadiness(pod: PodObject, container: string, containerId: string, ready: boolean): void {
    this.setContainer(pod, container, containerId, (status) => (status.ready === ready ? status : { ...status, ready }));
  }

  /** Source: SetContainerStartup. */
  setContainerStarted(pod: PodObject, container: string, containerId: string, started: boolean): void {
    this.setContainer(pod, container, containerId, (status) => (status.started === started ? status : { ...status, started }));
  }

  /** Changes one container's status and the conditions that follow from it. */
  private setContainer(pod: PodObject, container: string, containerId: string, change: (status: ContainerStatus) => ContainerStatus): void {
    const known = this.entries.get(pod.metadata.uid!)?.status;
    if (!known) return;
    const apply = (statuses: ContainerStatus[] | undefined): ContainerStatus[] | undefined =>
      statuses?.map((status) => (status.name === container && status.containerID === containerId ? change(status) : status));
    const containerStatuses = apply(known.containerStatuses) ?? [];
    const initContainerStatuses = apply(known.initContainerStatuses);
    const allContainersReady = containersReady(pod, [...(initContainerStatuses ?? []), ...containerStatuses], known.phase ?? '');
    const fresh: readonly ConditionDraft[] = [
      initialized(pod, initContainerStatuses ?? [], containerStatuses, known.phase ?? ''),
      podReady(pod, allContainersReady, known.conditions ?? []),
      allContainersReady,
    ];
    const conditions = (known.conditions ?? []).map((condition) => fresh.find(({ type }) => type === condition.type) ?? condition);
    this.set(pod, { ...known, containerStatuses, ...(initContainerStatuses ? { initContainerStatuses } : {}), conditions });
  }

  /** Says that the pod has ended for good. Source: TerminatePod. */
  terminate(pod: PodObject): void {
    const known = this.entries.get(pod.metadata.uid!)?.status ?? pod.status ?? {};
    const lost = { terminated: { reason: STATUS_UNKNOWN, message: LOST, exitCode: 137, startedAt: null, finishedAt: null } };
    const containerStatuses = known.containerStatuses?.map((status) => (status.state?.terminated ? status : { ...status, state: lost, ready: false, started: false }));
    const ended = isEnded(known.phase);
    const status = { ...known, phase: ended ? known.phase : 'Failed', ...(containerStatuses ? { containerStatuses } : {}) } as unknown as PodStatus;
    this.update(pod, ended ? status : this.failConditions(status), true);
  }

  forget(uid: string): void {
    this.entries.delete(uid);
  }

  /** Sends what is queued, in order. */
  *run(): Process<void> {
    for (;;) {
      while (this.queue.length === 0) yield this.bell;
      const uid = this.queue.shift()!;
      const entry = this.entries.get(uid);
      if (!entry) continue;
      entry.queued = false;
      this.context.self.engine.task!.follow(entry.span);
      yield* this.sync(uid, entry);
    }
  }

  private update(pod: PodObject, status: PodStatus, finished: boolean): void {
    const uid = pod.metadata.uid!;
    let entry = this.entries.get(uid);
    if (!entry) {
      const { namespace, name } = pod.metadata;
      entry = { namespace: namespace!, name: name!, status: pod.status ?? {}, finished: false, answered: undefined, span: 0, queued: false };
      this.entries.set(uid, entry);
    }
    const changed = !deepEqual(entry.status, status);
    if (!changed && entry.finished === finished) return;
    if (changed) entry.status = this.context.self.engine.freeze ? deepFreeze(status) : status;
    entry.finished ||= finished;
    this.enqueue(uid, entry);
  }

  private enqueue(uid: string, entry: Entry): void {
    entry.span = this.context.self.engine.span;
    if (entry.queued) return;
    entry.queued = true;
    this.queue.push(uid);
    this.bell.notify();
  }

  /** Gives conditions their times and keeps the start time. The draft is ours now. */
  private complete(pod: PodObject, draft: StatusDraft): PodStatus {
    const old = this.entries.get(pod.metadata.uid!)?.status ?? pod.status;
    const now = formatTime(this.context.nowUs);
    const conditions = draft.conditions.map((condition) => (kubeletConditions.has(condition.type) || !('lastTransitionTime' in condition) ? withTime(condition, old, now) : (condition as PodCondition)));
    if (isReady(conditions) && !isReady(old?.conditions)) this.context.self.why('kubelet.ready', podAbout(pod));
    draft.conditions = conditions;
    draft.startTime = old?.startTime ?? now;
    return draft as PodStatus;
  }

  private failConditions(status: PodStatus): PodStatus {
    const now = formatTime(this.context.nowUs);
    const conditions = status.conditions?.map((condition) => {
      if (condition.type !== 'Ready' && condition.type !== 'ContainersReady') return condition;
      return withTime({ type: condition.type, status: 'False', reason: 'PodFailed' }, status, now);
    });
    return { ...status, ...(conditions ? { conditions } : {}) };
  }

  private *sync(uid: string, entry: Entry): Process<void> {
    const current = this.current(uid, entry);
    if (!current) return this.onGone?.(uid);
    const { namespace, name } = current.metadata;
    const patch = statusPatch(uid, current.status ?? {}, this.heldBack(uid, current, merge(current, entry.status)));
    if (patch) {
      const reply = yield* this.client.patch(namespace!, name!, 'application/strategic-merge-patch+json', patch, 'status');
      if (isFailure(reply)) return isNotFound(reply) ? this.onGone?.(uid) : this.retryLater(uid, entry);
      entry.answered = reply;
      // Equal and shared: one copy of the status for the whole cluster, and the next comparison is short.
      if (reply.status && deepEqual(entry.status, reply.status)) entry.status = reply.status;
    }
    if (entry.finished && (entry.answered ?? current).metadata.deletionTimestamp) yield* this.delete(uid, entry, namespace!, name!);
  }

  /** A pod is not called ended while a container of it may still run: others would take its place. Source: mergePodStatus. */
  private heldBack(uid: string, current: PodObject, next: PodStatus): PodStatus {
    const before = current.status ?? {};
    if (!isEnded(next.phase) || isEnded(before.phase) || !this.mayRun(uid)) return next;
    return { ...next, phase: before.phase, reason: before.reason, message: before.message };
  }

  /** The pod as the API has it, as far as we know. */
  private current(uid: string, entry: Entry): PodObject | undefined {
    const seen = this.pods.get(entry.namespace, entry.name);
    if (!seen || seen.metadata.uid !== uid) return undefined;
    const { answered } = entry;
    return answered && Number(answered.metadata.resourceVersion) > Number(seen.metadata.resourceVersion) ? answered : seen;
  }

  /** The last word: the object itself goes. */
  private *delete(uid: string, entry: Entry, namespace: string, name: string): Process<void> {
    const reply = yield* this.client.delete(namespace, name, { query: { gracePeriodSeconds: 0, preconditions: { uid } } });
    if (isFailure(reply) && !isNotFound(reply)) return this.retryLater(uid, entry);
    this.context.self.why('kubelet.deleted', `pods/${namespace}/${name}`);
  }

  /** Source: syncTicker: what could not be sent is tried again every 10 s. */
  private retryLater(uid: string, entry: Entry): void {
    this.waiting.set(uid, entry);
    if (this.retryArmed) return;
    this.retryArmed = true;
    this.context.self.spawn(this.retry(), 0);
  }

  private readonly waiting = new Map<string, Entry>();

  private *retry(): Process<void> {
    const { nowUs } = this.context;
    yield this.context.nextTickUs(SYNC_PERIOD_US, nowUs) - nowUs;
    this.retryArmed = false;
    const again = [...this.waiting];
    this.waiting.clear();
    for (const [uid, entry] of again) if (this.entries.get(uid) === entry) this.enqueue(uid, entry);
  }
}

const isEnded = (phase: string | undefined): boolean => phase === 'Failed' || phase === 'Succeeded';
const isReady = (conditions: readonly PodCondition[] | undefined): boolean => conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;

function withTime(draft: ConditionDraft | PodCondition, old: PodStatus | undefined, now: string): PodCondition {
  const before = old?.conditions?.find((condition) => condition.type === draft.type);
  const { type, status, reason, message } = draft;
  const lastTransitionTime = before?.status === status && before.lastTransitionTime ? before.lastTransitionTime : now;
  const condition: Record<string, unknown> = { type, status, lastProbeTime: null, lastTransitionTime };
  if (reason) condition.reason = reason;
  if (message) condition.message = message;
  return condition as unknown as PodCondition;
}

/** Conditions of others stay as the API has them. Source: mergePodStatus. */
function merge(current: PodObject, status: PodStatus): PodStatus {
  const theirs = current.status?.conditions;
  if (!theirs || theirs.every((condition) => kubeletConditions.has(condition.type))) return status;
  const ours = status.conditions ?? [];
  const added = theirs.filter((condition) => !kubeletConditions.has(condition.type) && !ours.some(({ type }) => type === condition.type));
  const kept = ours.map((condition) => (kubeletConditions.has(condition.type) ? condition : (theirs.find(({ type }) => type === condition.type) ?? condition)));
  return { ...status, conditions: [...added, ...kept] };
}
