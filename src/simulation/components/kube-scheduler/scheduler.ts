import type { Pod } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { formatTime } from '../../apimachinery/time.ts';
import { Client, EventRecorder, isFailure, SharedInformerFactory } from '../../client-go/index.ts';
import type { Actor, Process, RandomStream, Signal } from '../../engine/index.ts';
import { Cache } from './cache/cache.ts';
import { assignedPodDelete } from './cluster-events.ts';
import { DecisionLog } from './decision-log.ts';
import { addEventHandlers } from './event-handlers.ts';
import type { ClusterEventWithHint } from './framework/cluster-event.ts';
import type { CycleState } from './framework/cycle-state.ts';
import type { PostFilterResult } from './framework/interface.ts';
import { PodInfo } from './framework/pod-info.ts';
import type { Framework } from './framework/runtime.ts';
import { errorStatus, type Status } from './framework/status.ts';
import { type Informers, informersOf, listersOf } from './informers.ts';
import type { KubeSchedulerInspection } from './inspection.ts';
import { DEFAULT_SCHEDULER_NAME, type KubeSchedulerOptions } from './options.ts';
import { patchPodStatus } from './pod-status.ts';
import { prepareCandidate } from './preemptor.ts';
import { frameworksOf } from './profiles.ts';
import { NominatedPods } from './queue/nominated-pods.ts';
import type { QueuedPod } from './queue/queued-pod.ts';
import { SchedulingQueue } from './queue/scheduling-queue.ts';
import { Algorithm, type ScheduleResult } from './schedule-one.ts';

/** How an attempt ended for a pod that got no node. */
interface Failure {
  readonly message: string;
  readonly reason: 'Unschedulable' | 'SchedulerError';
  /** The plugins to blame; none for an error. */
  readonly refusedBy: ReadonlySet<string>;
  /** null leaves status.nominatedNodeName as it is, '' clears it. */
  readonly nominatedNode: string | null;
}

const NOBODY: ReadonlySet<string> = new Set();
const BACKOFF_FLUSH_US = 1_000_000;
const UNSCHEDULABLE_FLUSH_US = 30_000_000;

/**
 * Takes one pod after the other, finds a node, and has it bound in a task of its own while the next pod is looked at.
 * Source: kubernetes v1.32 pkg/scheduler/scheduler.go, schedule_one.go.
 */
export class Scheduler {
  readonly cache = new Cache();
  readonly queue: SchedulingQueue;
  readonly log: DecisionLog;
  readonly frameworks: ReadonlyMap<string, Framework>;
  private readonly nominated = new NominatedPods();
  private readonly algorithm: Algorithm;
  private readonly informers: Informers;
  private readonly factory: SharedInformerFactory;
  private readonly events: EventRecorder;
  private readonly interestsOf: ReadonlyMap<Framework, ReadonlyMap<string, readonly ClusterEventWithHint[]>>;
  private readonly cycleRandom: RandomStream;
  private readonly cycleUs: { readonly min: number; readonly max: number };
  private current = '';
  private scheduled = 0;
  private failed = 0;
  private readonly self: Actor;
  private readonly client: Client;

  constructor(self: Actor, client: Client, options: KubeSchedulerOptions) {
    const { engine } = self;
    const config = options.config ?? {};
    this.self = self;
    this.client = client;
    this.factory = new SharedInformerFactory(client);
    this.informers = informersOf(this.factory);
    this.events = new EventRecorder(new Client(self, options.server, { user: 'system:kube-scheduler', userAgent: 'kube-scheduler/events', qps: 50, burst: 100 }), DEFAULT_SCHEDULER_NAME);
    const nowUs = (): number => engine.nowUs;
    this.log = new DecisionLog(nowUs);
    const random = (purpose: string): RandomStream => engine.random.stream(`kube-scheduler/${purpose}`);
    this.frameworks = frameworksOf(config, { snapshot: this.cache, listers: listersOf(this.informers), nominator: this.nominated, random, nowUs });
    this.algorithm = new Algorithm(this.cache, random('tie-break'), this.log, config.percentageOfNodesToScore ?? 0);
    this.cycleRandom = random('cycle');
    this.cycleUs = options.cycleUs ?? { min: 500, max: 2_000 };
    this.interestsOf = new Map([...this.frameworks.values()].map((framework) => [framework, interestsOf(framework)]));
    this.queue = this.makeQueue(config.podInitialBackoffSeconds, config.podMaxBackoffSeconds);
    addEventHandlers(this.informers, {
      cache: this.cache, queue: this.queue, nominated: this.nominated,
      isOurs: (pod) => this.frameworks.has(pod.spec!.schedulerName ?? DEFAULT_SCHEDULER_NAME),
      changed: () => self.touch(),
    });
  }

  private makeQueue(initialBackoffSeconds = 1, maxBackoffSeconds = 10): SchedulingQueue {
    const { engine } = this.self;
    const [first] = this.frameworks.values();
    return new SchedulingQueue({
      compare: (a, b) => first.queueSort.compare(a, b),
      preEnqueue: (pod) => this.frameworkOf(pod).runPreEnqueue(pod),
      interests: (pod) => this.interestsOf.get(this.frameworkOf(pod))!,
      nowUs: () => engine.nowUs,
      span: () => engine.span,
      initialBackoffUs: initialBackoffSeconds * 1_000_000,
      maxBackoffUs: maxBackoffSeconds * 1_000_000,
    });
  }

  private frameworkOf(pod: PodInfo): Framework {
    return this.frameworks.get(pod.pod.spec!.schedulerName ?? DEFAULT_SCHEDULER_NAME)!;
  }

  inspect(): Omit<KubeSchedulerInspection, 'identity' | 'leader'> {
    const { queue, cache } = this;
    return {
      active: queue.activeCount, backoff: queue.backoffCount, unschedulable: queue.unschedulableCount, assumed: cache.assumedCount,
      current: this.current, attempts: this.log.attempts, scheduled: this.scheduled, failed: this.failed, nodes: cache.nodeCount,
    };
  }

  /** Starts to follow the cluster; needs no leadership. */
  startInformers(): void {
    this.factory.start();
  }

  /** Schedules until the actor stops. */
  *run(): Process<void> {
    yield* this.factory.waitForSync();
    this.self.spawn(every(this.self, BACKOFF_FLUSH_US, this.queue.backoffBell, () => this.queue.backoffCount > 0, () => this.queue.flushBackoff()), 0);
    this.self.spawn(every(this.self, UNSCHEDULABLE_FLUSH_US, this.queue.unschedulableBell, () => this.queue.unschedulableCount > 0, () => this.queue.flushUnschedulable()), 0);
    for (;;) {
      const queued = yield* this.queue.pop();
      this.self.engine.task!.follow(queued.span);
      this.current = queued.info.key;
      this.self.touch();
      yield this.cycleRandom.between(this.cycleUs.min, this.cycleUs.max);
      yield* this.scheduleOne(queued);
      this.current = '';
      this.self.touch();
    }
  }

  private *scheduleOne(queued: QueuedPod): Process<void> {
    const latest = this.latest(queued.info);
    if (latest === undefined || latest.spec!.nodeName || this.cache.isAssumed(queued.uid)) return this.queue.done(queued.uid);
    if (latest.metadata.deletionTimestamp) {
      this.events.event(latest, 'Warning', 'FailedScheduling', `skip schedule deleting pod: ${queued.info.key}`);
      return this.queue.done(queued.uid);
    }
    if (latest !== queued.info.pod) queued.info = new PodInfo(latest);
    const framework = this.frameworkOf(queued.info);
    const result = this.algorithm.schedule(framework, queued.info);
    if (result.node === null) return yield* this.noNode(framework, queued, result);
    const { name } = result.node;
    this.cache.assume(queued.info, name);
    const refusal = framework.runReserve(result.state, queued.info, name);
    if (refusal !== null) return yield* this.giveBack(framework, queued, result.state, refusal);
    this.self.spawn(this.bindingCycle(framework, queued, result, name), this.self.engine.span);
  }

  /** Source: schedule_one.go, bindingCycle. */
  private *bindingCycle(framework: Framework, queued: QueuedPod, result: ScheduleResult, node: string): Process<void> {
    const { state } = result;
    const { info } = queued;
    const refusal = yield* this.bind(framework, state, info, node);
    if (refusal !== null) {
      yield* this.giveBack(framework, queued, state, refusal);
      return;
    }
    this.nominated.delete(info.uid);
    this.scheduled++;
    this.log.amend(info, { outcome: 'bound' });
    const { score, feasible, evaluated, tied } = result;
    this.self.why(feasible === 1 ? 'kube-scheduler.bound-only' : 'kube-scheduler.bound', `pods/${info.key}`, { node, score, feasible, evaluated, tied, attempts: queued.attempts });
    this.events.action(info.pod, 'Normal', 'Scheduled', 'Binding', `Successfully assigned ${info.key} to ${node}`);
    for (const plugin of framework.postBinds) plugin.postBind(state, info, node);
    this.self.touch();
  }

  private *bind(framework: Framework, state: CycleState, info: PodInfo, node: string): Process<Status | null> {
    for (const plugin of framework.permits) {
      const status = yield* plugin.permit(state, info, node);
      if (status !== null) return status;
    }
    // From here on only an error can happen, which no event resolves.
    this.queue.done(info.uid);
    for (const plugin of framework.preBinds) {
      const status = yield* plugin.preBind(state, info, node, this.client);
      if (status !== null) return status;
    }
    for (const plugin of framework.binds) {
      const status = yield* plugin.bind(state, info, node, this.client);
      if (status?.code !== 'Skip') return status;
    }
    return errorStatus('', 'no plugin bound the pod');
  }

  /** Takes back what was assumed and reserved, and lets the pods know that wait for room. */
  private *giveBack(framework: Framework, queued: QueuedPod, state: CycleState, status: Status): Process<void> {
    const { info } = queued;
    framework.runUnreserve(state, info, info.nodeName);
    this.cache.forget(info);
    this.queue.moveAll(assignedPodDelete, info.pod);
    const refusedBy = status.isRejected && status.plugin !== '' ? new Set([status.plugin]) : NOBODY;
    yield* this.fail(queued, { message: status.message, reason: status.isRejected ? 'Unschedulable' : 'SchedulerError', refusedBy, nominatedNode: '' });
  }

  private *noNode(framework: Framework, queued: QueuedPod, result: ScheduleResult): Process<void> {
    const { diagnosis, error, state } = result;
    const { info } = queued;
    if (diagnosis === null) {
      const message = error!.message;
      this.log.failed(info, this.cache.nodeCount, message);
      return yield* this.fail(queued, { message, reason: error!.isRejected ? 'Unschedulable' : 'SchedulerError', refusedBy: NOBODY, nominatedNode: '' });
    }
    let outcome = framework.runPostFilter(state, info, diagnosis);
    if (outcome.victims.length > 0) outcome = yield* this.preempt(info, outcome);
    diagnosis.postFilterMessage = outcome.status?.message ?? '';
    const message = diagnosis.message();
    this.log.amend(info, { message, nominatedNode: outcome.nominatedNode ?? '', victims: outcome.victims.map(({ key }) => key) });
    yield* this.fail(queued, { message, reason: 'Unschedulable', refusedBy: diagnosis.unschedulablePlugins, nominatedNode: outcome.nominatedNode });
  }

  /** Answers the outcome as it came true: without nomination when a victim could not be removed. */
  private *preempt(info: PodInfo, outcome: PostFilterResult): Process<PostFilterResult> {
    const parts = { client: this.client, events: this.events, nominated: this.nominated, latest: (pod: PodInfo) => this.latest(pod) };
    const before = this.nominated.nodeOf(info.uid);
    this.nominated.add(info, outcome.nominatedNode!);
    const error = yield* prepareCandidate(parts, info, outcome.nominatedNode!, outcome.victims);
    if (error === null) return outcome;
    if (before === undefined) this.nominated.delete(info.uid);
    else this.nominated.add(info, before);
    return { ...outcome, nominatedNode: null, victims: [], status: errorStatus('', `preemption: ${error}`) };
  }

  /** Source: schedule_one.go, handleSchedulingFailure. */
  private *fail(queued: QueuedPod, failure: Failure): Process<void> {
    const { info } = queued;
    const { message, reason, nominatedNode } = failure;
    this.failed++;
    const latest = this.latest(info);
    if (latest !== undefined && !latest.spec!.nodeName) {
      queued.info = new PodInfo(latest);
      this.queue.addUnschedulable(queued, failure.refusedBy);
    }
    this.queue.done(info.uid);
    if (nominatedNode) this.nominated.add(queued.info, nominatedNode);
    else if (nominatedNode === '') this.nominated.delete(info.uid);
    const shown = message.length > NOTE_LIMIT ? `${message.slice(0, NOTE_LIMIT - 4)} ...` : message;
    this.self.why('kube-scheduler.failed', `pods/${info.key}`, { reason, message, attempts: queued.attempts, nominatedNode: nominatedNode ?? '' });
    this.events.event(info.pod, 'Warning', 'FailedScheduling', shown);
    if (latest === undefined) return;
    const condition = { type: 'PodScheduled', status: 'False', reason, message, lastTransitionTime: formatTime(this.self.engine.nowUs) };
    const reply = yield* patchPodStatus(this.client, latest, { condition, nominatedNode: nominatedNode ?? undefined });
    // Nothing to do about it: the condition is for people, the pod is in the queue.
    if (isFailure(reply)) this.self.touch();
  }

  private latest(info: PodInfo): Typed<Pod> | undefined {
    const pod = this.informers.pods.get(info.namespace, info.name);
    return pod?.metadata.uid === info.pod.metadata.uid ? pod : undefined;
  }
}

/** What fits into the note of an event. */
const NOTE_LIMIT = 1024;

function interestsOf(framework: Framework): ReadonlyMap<string, readonly ClusterEventWithHint[]> {
  return new Map(framework.plugins.map((plugin) => [plugin.name, plugin.events?.() ?? []]));
}

/** Acts at whole multiples of a period from now on, and sleeps without a clock while there is nothing to act upon. */
function* every(self: Actor, periodUs: number, bell: Signal, needed: () => boolean, act: () => void): Process<void> {
  const { engine } = self;
  const startUs = engine.nowUs;
  for (;;) {
    while (!needed()) yield bell;
    yield periodUs - ((engine.nowUs - startUs) % periodUs);
    act();
  }
}
