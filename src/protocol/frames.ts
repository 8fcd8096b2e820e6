import type { ClockCommand, CommandResult, LoggedCommand, SessionFile, SimulationCommand } from './commands.ts';
import type { WireChange } from './diff.ts';
import type { MarkRecord, MessageFate, MessageKind, MessageRecord, SpanRecord } from './records.ts';
import type { Topology } from './topology.ts';

/** How time passes now. `speed` is the pace that is kept, in virtual ms per real ms; in auto mode it changes all the time. */
export interface ClockState {
  readonly paused: boolean;
  readonly mode: 'auto' | 'fixed' | 'max';
  readonly speed: number;
}

/** Messages per link and kind since the last frame, when there are too many to show one by one. */
export interface LinkRate {
  readonly from: string;
  readonly to: string;
  readonly kind: MessageKind;
  readonly count: number;
}

/** A moment worth coming back to, placed by the simulation. `key` and `params` are translated like a why record. */
export interface Bookmark {
  readonly atUs: number;
  readonly key: string;
  readonly about: string;
  readonly params: Readonly<Record<string, string | number | boolean>>;
}

/** What happened since the frame that the viewer acknowledged last; never the world. In order of time. */
export interface Frame {
  readonly type: 'frame';
  readonly seq: number;
  /** Goes up with every fork; frames of an older branch are to be ignored. */
  readonly branch: number;
  readonly nowUs: number;
  readonly revision: number;
  readonly clock: ClockState;
  readonly changes: readonly WireChange[];
  /** Messages sent since then, and those whose fate changed: `[id, fate, receivedUs]`. */
  readonly messages: readonly MessageRecord[];
  readonly fates: readonly (readonly [number, MessageFate, number])[];
  readonly rates: readonly LinkRate[];
  readonly marks: readonly MarkRecord[];
  readonly bookmarks: readonly Bookmark[];
  /** Waited-for moments known now, such as an eviction: `[atUs, key, about]`, soonest first. */
  readonly upcoming: readonly (readonly [number, string, string])[];
}

/** The viewer's side: everything it may say to a host. `id` comes back with the answer. */
export type ViewerMessage =
  | { readonly type: 'start'; readonly session: SessionFile }
  | { readonly type: 'command'; readonly id: number; readonly command: SimulationCommand }
  | { readonly type: 'clock'; readonly command: ClockCommand }
  /** The frame is shown; the next may come. */
  | { readonly type: 'ack'; readonly seq: number }
  /** Goes back to `atUs` by replay and goes on from there; later commands of the log are dropped. */
  | { readonly type: 'branch'; readonly atUs: number }
  | { readonly type: 'ask'; readonly id: number; readonly question: Question }
  | { readonly type: 'cancel' };

/** Questions about the inside. `chain`: spans from one back to its first cause. `details`: a component's inside. */
export type Question =
  | { readonly about: 'chain'; readonly span: number }
  | { readonly about: 'details'; readonly actor: string; readonly topic: string }
  | { readonly about: 'session' }
  | { readonly about: 'hash' };

export type Answer =
  | { readonly about: 'chain'; readonly spans: readonly SpanRecord[] }
  | { readonly about: 'details'; readonly details: unknown }
  | { readonly about: 'session'; readonly session: SessionFile }
  | { readonly about: 'hash'; readonly traceHash: string; readonly stateHash: string; readonly nowUs: number };

/**
 * The host's side. After `reset` with `keepsPast` false the viewer starts from empty tables, and the first frames bring
 * the whole history up to `atUs`. With `keepsPast` true (a fork) the viewer keeps what it has up to and including `atUs`,
 * drops what comes after, and the next frames go on from there.
 */
export type HostMessage =
  | { readonly type: 'reset'; readonly branch: number; readonly keepsPast: boolean; readonly atUs: number; readonly topology: Topology; readonly seed: string; readonly log: readonly LoggedCommand[] }
  | Frame
  | { readonly type: 'result'; readonly id: number; readonly result: CommandResult }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly type: 'logged'; readonly entry: LoggedCommand }
  /** Long work: `fraction` in [0, 1]; `done` ends it. */
  | { readonly type: 'progress'; readonly what: 'replay' | 'start'; readonly fraction: number; readonly done: boolean }
  /** The simulation broke one of its own rules. The host can be started again from `session`. */
  | { readonly type: 'crashed'; readonly message: string; readonly session: SessionFile };
