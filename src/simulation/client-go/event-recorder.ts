import type { Event, ObjectReference } from 'kubernetes-types/core/v1.d.ts';
import { type KubeObject, type Typed } from '../apimachinery/meta.ts';
import { formatMicroTime, formatTime } from '../apimachinery/time.ts';
import { type Actor, type Process, Signal, type SpanId } from '../engine/index.ts';
import { type Client, isConnectionFailure } from './client.ts';
import { EventCorrelator } from './event-correlator.ts';
import { events } from './resources.ts';

export type EventType = 'Normal' | 'Warning';

interface Pending {
  readonly event: Typed<Event>;
  readonly span: SpanId;
}

const MAX_QUEUED = 1000;
const MAX_TRIES = 12;

/**
 * Records Kubernetes events about objects, in the background and in order, after aggregation and spam filtering.
 * Source: client-go v0.32 tools/record/event.go, in behaviour.
 */
export class EventRecorder {
  private readonly queue: Pending[] = [];
  private readonly bell = new Signal();
  private readonly correlator: EventCorrelator;
  private readonly client: Client;
  private readonly component: string;
  private readonly host: string;

  constructor(client: Client, component: string, host = '') {
    this.client = client;
    this.component = component;
    this.host = host;
    this.correlator = new EventCorrelator(client.actor.engine);
    client.actor.spawn(this.run(), 0);
  }

  /** Records an event about an object. Never blocks; the cause is the present span. */
  event(object: KubeObject, type: EventType, reason: string, message: string, fieldPath?: string): void {
    this.eventAbout(referenceTo(object, fieldPath), type, reason, message);
  }

  eventAbout(regarding: ObjectReference, type: EventType, reason: string, message: string): void {
    if (this.queue.length >= MAX_QUEUED) return;
    const { engine } = this.client.actor;
    this.queue.push({ event: this.make(regarding, type, reason, message), span: engine.span });
    this.bell.notify();
  }

  /**
   * Records what a controller did, in the words of events.k8s.io: an action, the instant to the microsecond, no source and no count.
   * For what happens once: repeated ones are not gathered into a series. Source: client-go v0.32 tools/events/event_recorder.go.
   * Differs: first and last timestamp are set, so that it sorts among the events of the older kind.
   */
  action(object: KubeObject, type: EventType, reason: string, action: string, message: string): void {
    if (this.queue.length >= MAX_QUEUED) return;
    const { engine } = this.client.actor;
    const event = {
      ...this.make(referenceTo(object), type, reason, message), source: {}, count: undefined,
      eventTime: formatMicroTime(engine.nowUs), action, reportingInstance: `${this.component}-${this.client.actor.machine.name}`,
    } as unknown as Typed<Event>;
    this.queue.push({ event, span: engine.span });
    this.bell.notify();
  }

  private make(regarding: ObjectReference, type: EventType, reason: string, message: string): Typed<Event> {
    const { nowUs } = this.client.actor.engine;
    const time = formatTime(nowUs);
    const namespace = regarding.namespace || 'default';
    const source = this.host ? { component: this.component, host: this.host } : { component: this.component };
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${regarding.name}.${hexStamp(nowUs, this.client.actor)}`, namespace },
      involvedObject: regarding,
      reason,
      message,
      type,
      source,
      firstTimestamp: time,
      lastTimestamp: time,
      count: 1,
      eventTime: null,
      reportingComponent: this.component,
      reportingInstance: this.host,
    } as unknown as Typed<Event>;
  }

  private *run(): Process<void> {
    for (;;) {
      while (this.queue.length === 0) yield this.bell;
      const pending = this.queue.shift()!;
      this.client.actor.engine.task!.follow(pending.span);
      yield* this.record(pending.event);
    }
  }

  private *record(event: Typed<Event>): Process<void> {
    const result = event.action === undefined ? this.correlator.correlate(event) : { event, patch: undefined };
    if (result === undefined) return;
    const door = this.client.resource(events);
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const { namespace, name } = result.event.metadata;
      const reply = result.patch
        ? yield* door.patch(namespace!, name!, 'application/strategic-merge-patch+json', result.patch)
        : yield* door.create(result.event);
      if (!isConnectionFailure(reply)) return;
      // The server is away: events wait, since they tell what happened meanwhile.
      yield 10_000_000;
    }
  }
}

/** A reference as events carry it. Source: client-go v0.32 tools/reference/ref.go. */
export function referenceTo(object: KubeObject, fieldPath?: string): ObjectReference {
  const { metadata } = object;
  const reference: Record<string, string | undefined> = {
    kind: object.kind,
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    apiVersion: object.apiVersion,
    resourceVersion: metadata.resourceVersion,
  };
  if (fieldPath !== undefined) reference.fieldPath = fieldPath;
  return reference as ObjectReference;
}

const counters = new WeakMap<Actor, { count: number }>();
/** Real names end in the time in nanoseconds; two events of one actor in one µs must still differ. */
function hexStamp(nowUs: number, actor: Actor): string {
  let counter = counters.get(actor);
  if (!counter) counters.set(actor, (counter = { count: 0 }));
  const nanoseconds = counter.count++ % 1000;
  // 2025-01-01 in ns is 0x18167e5c56d0... ; only the form matters: 16 lower-case hex digits.
  return `1816${Math.floor(nowUs / 1).toString(16).padStart(9, '0')}${nanoseconds.toString(16).padStart(3, '0')}`;
}
