/** Identifies a span. 0 means "no cause": the beginning of a chain. Grows by one per span. */
export type SpanId = number;

/** What travels between actors. `heartbeat` is a request or response that only says "I am alive". */
export type MessageKind = 'request' | 'response' | 'watch' | 'heartbeat' | 'raft' | 'cri' | 'packet';

/** What happened to a span that is not a message: a change of state or a reason somebody gave. */
export type MarkKind = 'command' | 'commit' | 'why' | 'fault';

/** How a message ended. `held` waits behind a cut link; `lost` never arrives. */
export type MessageFate = 'flying' | 'delivered' | 'held' | 'lost';

/** One message on the wire. Immutable but for `receivedUs` and `fate`. */
export interface MessageSpan {
  readonly id: SpanId;
  /** The span that caused this one, 0 for none. */
  readonly cause: SpanId;
  readonly kind: MessageKind;
  /** Actor ids, such as `control-plane/kube-apiserver`. */
  readonly from: string;
  readonly to: string;
  /** What is said: `create pods`, `etcd Txn`, `RunPodSandbox`, `MODIFIED pods`. */
  readonly method: string;
  /** The object it is about: `pods/default/web-x`, or empty. */
  readonly about: string;
  readonly sentUs: number;
  receivedUs: number;
  fate: MessageFate;
}

/** Parameters of a reason, all printable; translated texts refer to them by name. */
export type WhyParams = Readonly<Record<string, string | number | boolean>>;

/** A moment in one actor: a commit, a reason, a command, a fault. */
export interface MarkSpan {
  readonly id: SpanId;
  readonly cause: SpanId;
  readonly kind: MarkKind;
  readonly actor: string;
  /** For `why`: the message key; for `commit`: `put` or `delete`; for `command` and `fault`: its type. */
  readonly method: string;
  readonly about: string;
  readonly atUs: number;
  readonly params: WhyParams;
}

export type Span = MessageSpan | MarkSpan;

export const isMessage = (span: Span): span is MessageSpan => 'from' in span;

const NO_PARAMS: WhyParams = Object.freeze({});

/**
 * Everything that was said and why, as a tree of causes. Keeps the newest `capacity` spans; older ones are
 * forgotten (a replay brings them back), and `dropped` says so.
 */
export class Trace {
  private readonly ring: Span[] = [];
  private nextId = 1;
  private hashState = 0x811c9dc5;
  /** Called for every new span, in order. Observers must not touch the simulation. */
  onSpan: ((span: Span) => void) | undefined;
  private readonly capacity: number;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** The id that the next span will get. */
  get next(): SpanId {
    return this.nextId;
  }

  /** How many spans were forgotten. */
  get dropped(): number {
    return this.nextId - 1 > this.capacity ? this.nextId - 1 - this.capacity : 0;
  }

  /** A 32-bit digest over time, ends and method of every message and every mark so far. */
  get hash(): string {
    return (this.hashState >>> 0).toString(16).padStart(8, '0');
  }

  /** Records a message. `receivedUs` is when it will arrive if nothing happens to the link. */
  message(cause: SpanId, kind: MessageKind, from: string, to: string, method: string, about: string, sentUs: number, receivedUs: number): MessageSpan {
    const span: MessageSpan = { id: this.nextId++, cause, kind, from, to, method, about, sentUs, receivedUs, fate: 'flying' };
    this.mix(sentUs, from, method);
    this.mix(receivedUs, to, about);
    this.keep(span);
    return span;
  }

  mark(cause: SpanId, kind: MarkKind, actor: string, method: string, about: string, atUs: number, params: WhyParams = NO_PARAMS): MarkSpan {
    const span: MarkSpan = { id: this.nextId++, cause, kind, actor, method, about, atUs, params };
    this.mix(atUs, actor, method);
    this.keep(span);
    return span;
  }

  /** The span of that id, or undefined when there is none or it was forgotten. */
  get(id: SpanId): Span | undefined {
    const span = this.ring[id % this.capacity];
    return span && span.id === id ? span : undefined;
  }

  /** The chain from a span back to its first cause, newest first. Ends early where spans were forgotten. */
  chain(id: SpanId): Span[] {
    const chain: Span[] = [];
    for (let span = this.get(id); span; span = this.get(span.cause)) chain.push(span);
    return chain;
  }

  /** The spans with id in [from, to), oldest first, without those that were forgotten. */
  range(from: SpanId, to: SpanId): Span[] {
    const spans: Span[] = [];
    const first = Math.max(from, this.dropped + 1);
    for (let id = first; id < to && id < this.nextId; id++) spans.push(this.ring[id % this.capacity]);
    return spans;
  }

  private keep(span: Span): void {
    this.ring[span.id % this.capacity] = span;
    this.onSpan?.(span);
  }

  private mix(number: number, one: string, two: string): void {
    // The bitwise operator takes the time modulo 2³².
    let hash = Math.imul(this.hashState ^ number, 0x01000193);
    hash = Math.imul(hash ^ one.length ^ (one.charCodeAt(one.length - 1) << 8), 0x85ebca6b);
    hash = Math.imul(hash ^ two.length ^ (two.charCodeAt(two.length - 1) << 8) ^ (hash >>> 15), 0xc2b2ae35);
    this.hashState = hash ^ (hash >>> 13);
  }
}
