import type { Event } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../apimachinery/meta.ts';
import type { Engine } from '../engine/index.ts';
import { TokenBucket } from './rate-limit.ts';

const SPAM_BURST = 25;
const SPAM_QPS = 1 / 300;
const MAX_SIMILAR = 10;
const SIMILAR_WINDOW_US = 600_000_000;
const CACHE_SIZE = 4096;

/** What to send: a new event, or a patch of the one that was sent before. */
export interface CorrelatedEvent {
  readonly event: Typed<Event>;
  readonly patch?: object;
}

/** What is remembered about equal or similar events: all of one object, type and reason. */
class Kin {
  /** The different messages of late; many of them make one combined event. */
  messages = new Set<string>();
  lastUs: number;
  /** What was sent, by message; the combined event under ''. */
  readonly known = new Map<string, Typed<Event>>();

  constructor(nowUs: number) {
    this.lastUs = nowUs;
  }

  /** True when there are so many that they are to be combined. */
  combines(message: string, nowUs: number): boolean {
    if (nowUs - this.lastUs > SIMILAR_WINDOW_US) this.messages = new Set();
    this.lastUs = nowUs;
    this.messages.add(message);
    return this.messages.size >= MAX_SIMILAR;
  }
}

/** What is remembered about the events of one object. */
interface Subject {
  readonly bucket: TokenBucket;
  readonly kin: Map<string, Kin>;
}

/**
 * Thins the stream of one recorder's events: equal ones become a count, many similar ones one combined event, and who
 * talks too much about one object is cut off. Source: client-go v0.32 tools/record/events_cache.go, in behaviour.
 * Differs: the least recently used object is forgotten whole.
 */
export class EventCorrelator {
  private readonly subjects = new Map<string, Subject>();
  private readonly engine: Engine;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** Answers what to send, or undefined when the event is filtered. */
  correlate(event: Typed<Event>): CorrelatedEvent | undefined {
    const subject = this.subjectOf(event);
    if (!subject.bucket.tryTake()) return undefined;
    const kin = this.kinOf(subject, event);
    const combined = kin.combines(event.message!, this.engine.nowUs);
    const key = combined ? '' : event.message!;
    const message = combined ? `(combined from similar events): ${event.message}` : event.message!;
    const before = kin.known.get(key);
    const merged = before === undefined ? first(event, message) : again(before, event, message);
    kin.known.set(key, merged);
    if (before === undefined) return { event: merged };
    return { event: merged, patch: { count: merged.count, lastTimestamp: event.lastTimestamp, message } };
  }

  /** The most recently used object is the last one: a Map keeps the order of insertion. */
  private subjectOf(event: Typed<Event>): Subject {
    const { subjects } = this;
    const key = subjectKey(event);
    let subject = subjects.get(key);
    if (subject !== undefined) subjects.delete(key);
    else subject = { bucket: new TokenBucket(this.engine, SPAM_QPS, SPAM_BURST), kin: new Map() };
    subjects.set(key, subject);
    if (subjects.size > CACHE_SIZE) subjects.delete(subjects.keys().next().value!);
    return subject;
  }

  private kinOf({ kin }: Subject, event: Typed<Event>): Kin {
    const { fieldPath } = event.involvedObject;
    const key = fieldPath === undefined ? `${event.type}|${event.reason}` : `${event.type}|${event.reason}|${fieldPath}`;
    let found = kin.get(key);
    if (found === undefined) kin.set(key, (found = new Kin(this.engine.nowUs)));
    return found;
  }
}

function first(event: Typed<Event>, message: string): Typed<Event> {
  return event.message === message ? event : ({ ...event, message } as Typed<Event>);
}

function again(before: Typed<Event>, event: Typed<Event>, message: string): Typed<Event> {
  return { ...before, count: (before.count ?? 1) + 1, lastTimestamp: event.lastTimestamp, message } as Typed<Event>;
}

function subjectKey({ involvedObject: about }: Typed<Event>): string {
  return `${about.kind}|${about.namespace ?? ''}|${about.name}|${about.uid ?? ''}`;
}
