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

interface Similar {
  messages: Set<string>;
  lastUs: number;
}

/**
 * Thins the stream of events: equal ones become a count, many similar ones one combined event, and a source that
 * talks too much about one object is cut off. Source: client-go v0.32 tools/record/events_cache.go, in behaviour.
 */
export class EventCorrelator {
  private readonly buckets = new Map<string, TokenBucket>();
  private readonly similar = new Map<string, Similar>();
  private readonly known = new Map<string, Typed<Event>>();
  private readonly engine: Engine;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** Answers what to send, or undefined when the event is filtered. */
  correlate(event: Typed<Event>): CorrelatedEvent | undefined {
    if (!this.bucket(event).tryTake()) return undefined;
    const { key, event: aggregated } = this.aggregate(event);
    const before = this.known.get(key);
    if (before === undefined) {
      remember(this.known, key, aggregated);
      return { event: aggregated };
    }
    const count = (before.count ?? 1) + 1;
    const merged = { ...before, count, lastTimestamp: event.lastTimestamp, message: aggregated.message } as Typed<Event>;
    remember(this.known, key, merged);
    return { event: merged, patch: { count, lastTimestamp: event.lastTimestamp, message: aggregated.message } };
  }

  /** Hook for the moment at which the server has the event. */
  recorded(_event: Typed<Event>): void {}

  private bucket(event: Typed<Event>): TokenBucket {
    const key = sourceKey(event);
    let bucket = this.buckets.get(key);
    if (!bucket) remember(this.buckets, key, (bucket = new TokenBucket(this.engine, SPAM_QPS, SPAM_BURST)));
    return bucket;
  }

  private aggregate(event: Typed<Event>): { key: string; event: Typed<Event> } {
    const key = `${sourceKey(event)}|${event.type}|${event.reason}|${event.involvedObject.fieldPath ?? ''}`;
    const nowUs = this.engine.nowUs;
    let similar = this.similar.get(key);
    if (!similar || nowUs - similar.lastUs > SIMILAR_WINDOW_US) similar = { messages: new Set(), lastUs: nowUs };
    similar.lastUs = nowUs;
    similar.messages.add(event.message!);
    remember(this.similar, key, similar);
    if (similar.messages.size < MAX_SIMILAR) return { key: `${key}|${event.message}`, event };
    return { key, event: { ...event, message: `(combined from similar events): ${event.message}` } as Typed<Event> };
  }
}

function sourceKey(event: Typed<Event>): string {
  const about = event.involvedObject;
  return `${event.source!.component}|${event.source!.host ?? ''}|${about.kind}|${about.namespace ?? ''}|${about.name}|${about.uid ?? ''}`;
}

/** Least-recently-used: a Map keeps insertion order, so the oldest entry is the first. */
function remember<V>(cache: Map<string, V>, key: string, value: V): void {
  cache.delete(key);
  cache.set(key, value);
  if (cache.size > CACHE_SIZE) cache.delete(cache.keys().next().value!);
}
