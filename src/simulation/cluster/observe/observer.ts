import type { Bookmark, LinkRate, MachineRecord, MarkRecord, MessageFate, MessageRecord, TableRecord, WireChange } from '../../../protocol/index.ts';
import type { EtcdEvent } from '../../contracts/etcd.ts';
import { type Actor, isMessage, type MessageSpan, type Span } from '../../engine/index.ts';
import type { Cluster } from '../cluster.ts';
import { bookmarkFor } from './bookmarks.ts';
import { Keys } from './keys.ts';
import { type KubeObject } from '../../apimachinery/meta.ts';

/** What happened since the last take. */
export interface Observation {
  readonly changes: readonly WireChange[];
  readonly messages: readonly MessageRecord[];
  readonly fates: readonly (readonly [number, MessageFate, number])[];
  readonly rates: readonly LinkRate[];
  readonly marks: readonly MarkRecord[];
  readonly bookmarks: readonly Bookmark[];
}

/** More messages than this between two frames are told as rates; the newest are still told one by one. */
const MAX_MESSAGES = 400;
const MAX_MARKS = 2_000;

/**
 * Watches a cluster without touching it and hands over what changed, once. Cost follows what changed: nothing
 * here walks the cluster except the first take.
 */
export class Observer {
  /** Messages and marks sent that are no heartbeats: the host's pace follows this number. */
  interesting = 0;
  /** When `interesting` last went up. */
  lastInterestingUs = 0;
  private readonly cluster: Cluster;
  private readonly keys = new Keys();
  private changes: WireChange[] = [];
  private messages: MessageSpan[] = [];
  private marks: MarkRecord[] = [];
  private bookmarks: Bookmark[] = [];
  private flying: MessageSpan[] = [];
  private readonly touched = new Set<Actor>();
  private readonly powered = new Map<string, boolean>();
  private readonly links = new Map<string, string>();
  private skipped = new Map<string, LinkRate>();
  private readonly unhook: () => void;

  constructor(cluster: Cluster) {
    this.cluster = cluster;
    cluster.engine.trace.onSpan = (span) => this.onSpan(span);
    cluster.engine.onTouch = (actor) => this.touched.add(actor);
    cluster.onFault = () => this.readFaults();
    for (const actor of cluster.assembly.actors.values()) this.touched.add(actor);
    this.readFaults();
    this.unhook = cluster.store.onCommit((event, span, nowUs) => this.onCommit(event, span, nowUs));
  }

  /** Everything since the last take. The first take holds the whole world. */
  take(): Observation {
    this.readActors();
    const { changes, marks, bookmarks } = this;
    const fates = this.readFates();
    const { messages, rates } = this.readMessages();
    this.changes = [];
    this.marks = [];
    this.bookmarks = [];
    return { changes, messages, fates, rates, marks: marks.slice(-MAX_MARKS), bookmarks };
  }

  /** The messages under way, as far as they were handed over or wait to be; with or without those that only say "I am alive". */
  *inFlight(heartbeats: boolean): IterableIterator<MessageSpan> {
    for (const list of [this.flying, this.messages]) {
      for (const span of list) if (span.fate === 'flying' && (heartbeats || span.kind !== 'heartbeat')) yield span;
    }
  }

  /**
   * Throws away what was collected: the viewer of a fork has that past already. Processes are told anew, since what they
   * show of their inside was sampled at other instants.
   */
  reset(): void {
    this.changes = [];
    this.messages = [];
    this.marks = [];
    this.flying = [];
    this.skipped = new Map();
    this.bookmarks = [];
    for (const actor of this.cluster.assembly.actors.values()) this.touched.add(actor);
  }

  /** Stops observing; the cluster may be dropped. */
  detach(): void {
    this.unhook();
    this.cluster.engine.trace.onSpan = undefined;
    this.cluster.engine.onTouch = undefined;
    this.cluster.onFault = undefined;
  }

  private onCommit(event: EtcdEvent, span: number, nowUs: number): void {
    const found = this.keys.fromEtcd(event.kv.key);
    if (!found) return;
    const after = event.type === 'put' ? { resource: found.resource, object: event.kv.value as KubeObject } : null;
    this.change(nowUs, 'objects', found.key, after, span);
  }

  private onSpan(span: Span): void {
    if (isMessage(span)) {
      if (span.kind !== 'heartbeat') this.noteInterest();
      this.keepMessage(span);
      return;
    }
    if (span.kind === 'why') this.noteInterest();
    this.marks.push(span);
    if (this.marks.length >= 2 * MAX_MARKS) this.marks = this.marks.slice(-MAX_MARKS);
    const bookmark = bookmarkFor(span);
    if (bookmark) this.bookmarks.push(bookmark);
  }

  private noteInterest(): void {
    this.interesting++;
    this.lastInterestingUs = this.cluster.nowUs;
  }

  private keepMessage(span: MessageSpan): void {
    this.messages.push(span);
    // A frame that never comes (a fast run) must not hold every message of an hour.
    if (this.messages.length < 2 * MAX_MESSAGES) return;
    for (const old of this.messages.splice(0, MAX_MESSAGES)) this.countRate(old);
  }

  private countRate(span: MessageSpan): void {
    const key = `${span.from}|${span.to}|${span.kind}`;
    const count = (this.skipped.get(key)?.count ?? 0) + 1;
    this.skipped.set(key, { from: span.from, to: span.to, kind: span.kind, count });
  }

  private readMessages(): { messages: MessageRecord[]; rates: LinkRate[] } {
    const kept = this.messages.splice(0);
    const rates = [...this.skipped.values()];
    if (rates.length > 0) this.skipped = new Map();
    for (const span of kept) if (span.fate === 'flying' || span.fate === 'held') this.flying.push(span);
    return { messages: kept.map((span) => ({ ...span })), rates };
  }

  /** The messages that did not arrive as foretold when they were sent. */
  private readFates(): (readonly [number, MessageFate, number])[] {
    const fates: (readonly [number, MessageFate, number])[] = [];
    const still: MessageSpan[] = [];
    for (const span of this.flying) {
      if (span.fate === 'flying' || span.fate === 'held') still.push(span);
      if (span.fate !== 'flying') fates.push([span.id, span.fate, span.receivedUs]);
    }
    this.flying = still;
    return fates;
  }

  private readActors(): void {
    const { nowUs } = this.cluster;
    for (const actor of this.touched) {
      const { id, component, machine, state, starts } = actor;
      const inspection = actor.inspect?.() ?? null;
      this.change(nowUs, 'actors', id, { id, component, machine: machine.name, state, starts, inspection }, 0);
    }
    this.touched.clear();
  }

  private readFaults(): void {
    const { nowUs, assembly, engine } = this.cluster;
    for (const [name, host] of assembly.hosts) {
      const { powered, zone } = host.machine;
      if (this.powered.get(name) === powered) continue;
      this.powered.set(name, powered);
      const record: MachineRecord = { name, role: host.role, zone, powered };
      this.change(nowUs, 'machines', name, record, engine.span);
    }
    this.readLinks();
  }

  private readLinks(): void {
    const { nowUs, engine } = this.cluster;
    const gone = new Set(this.links.keys());
    for (const { a, b, cut, extraUs } of engine.network.linkFaults) {
      const key = `${a}|${b}|${cut ? 'cut' : 'slow'}`;
      gone.delete(key);
      const text = String(extraUs);
      if (this.links.get(key) === text) continue;
      this.links.set(key, text);
      this.change(nowUs, 'links', key, { a, b, cut, extraUs }, engine.span);
    }
    for (const key of gone) {
      this.links.delete(key);
      this.change(nowUs, 'links', key, null, engine.span);
    }
  }

  private change(atUs: number, table: WireChange['table'], key: string, after: TableRecord | null, span: number): void {
    this.changes.push({ atUs, table, key, after, span });
  }
}
