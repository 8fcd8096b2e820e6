import type { KubeObject } from '../../../apimachinery/meta.ts';
import { type Process, Signal, type SpanId } from '../../../engine/index.ts';
import { type ClusterEvent, type ClusterEventWithHint, eventMatches } from '../framework/cluster-event.ts';
import type { QueueOrder } from '../framework/interface.ts';
import type { PodInfo } from '../framework/pod-info.ts';
import type { Status } from '../framework/status.ts';
import { Heap } from './heap.ts';
import { QueuedPod } from './queued-pod.ts';

export interface QueueOptions {
  readonly compare: (a: QueueOrder, b: QueueOrder) => number;
  /** What keeps the pod out of the active queue, or null. */
  readonly preEnqueue: (pod: PodInfo) => Status | null;
  /** The interests of a pod's profile, by plugin name. */
  readonly interests: (pod: PodInfo) => ReadonlyMap<string, readonly ClusterEventWithHint[]>;
  nowUs(): number;
  span(): SpanId;
  readonly initialBackoffUs?: number;
  readonly maxBackoffUs?: number;
}

interface InFlightEvent {
  readonly event: ClusterEvent;
  readonly old: KubeObject | undefined;
  readonly object: KubeObject | undefined;
}

/** How long a pod may lie unschedulable before it is tried again without a reason. */
export const MAX_UNSCHEDULABLE_US = 300_000_000;

/**
 * Pods that wait: ready to be tried (active), failed a moment ago (back-off), and refused until something happens (unschedulable).
 * Source: kubernetes v1.32 pkg/scheduler/backend/queue/scheduling_queue.go. The caller turns the crank: `flushBackoff` each second,
 * `flushUnschedulable` every 30 s.
 */
export class SchedulingQueue {
  private readonly active: Heap<QueuedPod>;
  private readonly backoff: Heap<QueuedPod>;
  private readonly unschedulable = new Map<string, QueuedPod>();
  /** Unschedulable pods by the plugin that refused them. */
  private readonly refusedBy = new Map<string, Set<QueuedPod>>();
  /** Pods in hand, with the number of events that were known when they were taken. */
  private readonly inFlight = new Map<string, number>();
  private readonly events: InFlightEvent[] = [];
  private forgottenEvents = 0;
  private readonly bell = new Signal();
  /** Rings when a pod enters the back-off queue. */
  readonly backoffBell = new Signal();
  readonly unschedulableBell = new Signal();
  private readonly options: QueueOptions;
  private readonly initialBackoffUs: number;
  private readonly maxBackoffUs: number;

  constructor(options: QueueOptions) {
    this.options = options;
    this.initialBackoffUs = options.initialBackoffUs ?? 1_000_000;
    this.maxBackoffUs = options.maxBackoffUs ?? 10_000_000;
    this.active = new Heap<QueuedPod>(options.compare, (queued) => queued.uid);
    this.backoff = new Heap<QueuedPod>((a, b) => a.backoffEndsUs - b.backoffEndsUs, (queued) => queued.uid);
  }

  get activeCount(): number {
    return this.active.size;
  }

  get backoffCount(): number {
    return this.backoff.size;
  }

  get unschedulableCount(): number {
    return this.unschedulable.size;
  }

  /** Up to `most` pods of each part, for the inside view. */
  list(most: number): { active: QueuedPod[]; backoff: QueuedPod[]; unschedulable: QueuedPod[] } {
    const active = this.active.values().sort((a, b) => this.options.compare(a, b)).slice(0, most);
    const backoff = this.backoff.values().sort((a, b) => a.backoffEndsUs - b.backoffEndsUs).slice(0, most);
    const unschedulable: QueuedPod[] = [];
    for (const queued of this.unschedulable.values()) if (unschedulable.length < most) unschedulable.push(queued);
    return { active, backoff, unschedulable };
  }

  /** A pod that was not seen before. */
  add(info: PodInfo): void {
    this.activate(new QueuedPod(info, this.options.nowUs(), this.options.span()));
  }

  /** Takes the next pod, waiting for one. `done` must follow. */
  *pop(): Process<QueuedPod> {
    for (;;) {
      const queued = this.active.pop();
      if (queued !== undefined) return this.take(queued);
      yield this.bell;
    }
  }

  private take(queued: QueuedPod): QueuedPod {
    queued.attempts++;
    queued.unschedulablePlugins = NO_PLUGINS;
    this.inFlight.set(queued.uid, this.forgottenEvents + this.events.length);
    return queued;
  }

  /** The attempt is over; events that happened meanwhile need not be kept for it. */
  done(uid: string): void {
    if (!this.inFlight.delete(uid)) return;
    if (this.inFlight.size > 0) return this.forgetEvents();
    this.forgottenEvents += this.events.length;
    this.events.length = 0;
  }

  private forgetEvents(): void {
    // The Map keeps the order of taking, so the first is the one that needs the oldest events.
    const oldest: number = this.inFlight.values().next().value!;
    const gone = oldest - this.forgottenEvents;
    if (gone < 256) return;
    this.events.splice(0, gone);
    this.forgottenEvents = oldest;
  }

  /**
   * Puts back a pod that found no node. What happened during its attempt may bring it back at once; without a plugin to blame
   * it was an error, and it is tried again after its back-off.
   */
  addUnschedulable(queued: QueuedPod, refusedBy: ReadonlySet<string>): void {
    const { uid } = queued;
    if (this.active.get(uid) || this.backoff.get(uid) || this.unschedulable.has(uid)) return;
    queued.unschedulablePlugins = refusedBy;
    queued.queuedUs = this.options.nowUs();
    queued.span = this.options.span();
    const again = refusedBy.size === 0 || this.happenedMeanwhile(queued);
    if (again) this.requeue(queued);
    else this.shelve(queued);
  }

  private happenedMeanwhile(queued: QueuedPod): boolean {
    const since = this.inFlight.get(queued.uid);
    if (since === undefined) return true;
    for (let i = since - this.forgottenEvents; i < this.events.length; i++) {
      const { event, old, object } = this.events[i];
      if (this.isWorthRequeuing(queued, event, old, object)) return true;
    }
    return false;
  }

  /** Tells that something happened: pods that were refused for it come back. */
  moveAll(event: ClusterEvent, old?: KubeObject, object?: KubeObject): void {
    if (this.inFlight.size > 0) this.events.push({ event, old, object });
    if (this.unschedulable.size === 0) return;
    for (const queued of this.concerned(event)) {
      if (!this.isWorthRequeuing(queued, event, old, object)) continue;
      this.unshelve(queued.uid);
      queued.span = this.options.span();
      this.requeue(queued);
    }
  }

  /** The unschedulable pods that a plugin refused which has an interest in the event. */
  private concerned(event: ClusterEvent): Iterable<QueuedPod> {
    if (event.resource === '*') return [...this.unschedulable.values()];
    const found = new Set<QueuedPod>();
    for (const [plugin, pods] of this.refusedBy) {
      const sample: QueuedPod = pods.values().next().value!;
      const interests = this.options.interests(sample.info).get(plugin) ?? [];
      if (interests.some((interest) => eventMatches(interest, event))) for (const queued of pods) found.add(queued);
    }
    return found;
  }

  private isWorthRequeuing(queued: QueuedPod, event: ClusterEvent, old: KubeObject | undefined, object: KubeObject | undefined): boolean {
    if (event.resource === '*' || queued.unschedulablePlugins.size === 0) return true;
    // A change of a waiting pod helps that pod only.
    if (event.resource === 'UnscheduledPod' && object?.metadata.uid !== queued.info.pod.metadata.uid) return false;
    const interests = this.options.interests(queued.info);
    for (const plugin of queued.unschedulablePlugins) {
      for (const interest of interests.get(plugin) ?? []) {
        if (!eventMatches(interest, event)) continue;
        if (interest.hint === undefined || interest.hint(queued.info, old, object) === 'Queue') return true;
      }
    }
    return false;
  }

  /** A new version of a pod that has no node. `changes` are the events that the difference means. */
  update(info: PodInfo, changes: readonly ClusterEvent[], old: KubeObject, object: KubeObject): void {
    const { uid } = info;
    const queued = this.active.get(uid) ?? this.backoff.get(uid) ?? this.unschedulable.get(uid);
    if (queued === undefined) {
      if (this.inFlight.has(uid)) for (const event of changes) this.events.push({ event, old, object });
      else this.add(info);
      return;
    }
    queued.info = info;
    if (!this.unschedulable.has(uid)) return;
    if (!changes.some((event) => this.isWorthRequeuing(queued, event, old, object))) return;
    this.unshelve(uid);
    queued.span = this.options.span();
    this.requeue(queued);
  }

  delete(uid: string): void {
    this.active.remove(uid);
    this.backoff.remove(uid);
    if (this.unschedulable.has(uid)) this.unshelve(uid);
  }

  /** Lets pods whose back-off is over become active. */
  flushBackoff(): void {
    const nowUs = this.options.nowUs();
    for (let next = this.backoff.peek(); next !== undefined && next.backoffEndsUs <= nowUs; next = this.backoff.peek()) {
      this.backoff.pop();
      this.activate(next);
    }
  }

  /** Lets pods come back that lay unschedulable for five minutes. */
  flushUnschedulable(): void {
    const beforeUs = this.options.nowUs() - MAX_UNSCHEDULABLE_US;
    for (const queued of [...this.unschedulable.values()]) {
      if (queued.queuedUs >= beforeUs || queued.gatedBy !== '') continue;
      this.unshelve(queued.uid);
      this.requeue(queued);
    }
  }

  /** How long a pod waits after that many attempts: 1 s, doubled each time, at most 10 s. */
  backoffUs(attempts: number): number {
    let us = this.initialBackoffUs;
    for (let i = 1; i < attempts; i++) {
      us *= 2;
      if (us >= this.maxBackoffUs) return this.maxBackoffUs;
    }
    return us;
  }

  private requeue(queued: QueuedPod): void {
    queued.backoffEndsUs = queued.queuedUs + this.backoffUs(queued.attempts);
    if (queued.attempts === 0 || queued.backoffEndsUs <= this.options.nowUs()) return this.activate(queued);
    this.backoff.push(queued);
    this.backoffBell.notify();
  }

  private activate(queued: QueuedPod): void {
    const gate = this.options.preEnqueue(queued.info);
    queued.gatedBy = gate?.plugin ?? '';
    if (gate !== null) {
      queued.unschedulablePlugins = new Set([gate.plugin]);
      return this.shelve(queued);
    }
    this.active.push(queued);
    this.bell.notify();
  }

  private shelve(queued: QueuedPod): void {
    this.unschedulable.set(queued.uid, queued);
    for (const plugin of queued.unschedulablePlugins) {
      const pods = this.refusedBy.get(plugin);
      if (pods === undefined) this.refusedBy.set(plugin, new Set([queued]));
      else pods.add(queued);
    }
    this.unschedulableBell.notify();
  }

  private unshelve(uid: string): void {
    const queued = this.unschedulable.get(uid)!;
    this.unschedulable.delete(uid);
    for (const plugin of queued.unschedulablePlugins) {
      const pods = this.refusedBy.get(plugin);
      if (pods?.delete(queued) && pods.size === 0) this.refusedBy.delete(plugin);
    }
  }
}

const NO_PLUGINS: ReadonlySet<string> = new Set();
