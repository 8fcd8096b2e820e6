import type { KubeObject } from '../simulation/apimachinery/meta.ts';

/** An API object as the store has it, with the cells that `kubectl get` would print. */
export interface ObjectRecord {
  readonly resource: string;
  readonly object: KubeObject;
}

export type ActorState = 'running' | 'frozen' | 'stopped';

/** A process. `inspection` is what the component shows of its inside, in its own documented shape. */
export interface ActorRecord {
  readonly id: string;
  readonly component: string;
  readonly machine: string;
  readonly state: ActorState;
  readonly starts: number;
  readonly inspection: unknown;
}

export type MachineRole = 'control-plane' | 'worker' | 'outside';

export interface MachineRecord {
  readonly name: string;
  readonly role: MachineRole;
  readonly zone: string;
  readonly powered: boolean;
}

/** A fault in force on the links between two places. */
export interface LinkRecord {
  readonly a: string;
  readonly b: string;
  readonly cut: boolean;
  readonly extraUs: number;
}

/** The tables of the world, each a map from key to record. Object keys: `<resource>/<namespace>/<name>` or `<resource>/<name>`. */
export interface Tables {
  readonly objects: ReadonlyMap<string, ObjectRecord>;
  readonly actors: ReadonlyMap<string, ActorRecord>;
  readonly machines: ReadonlyMap<string, MachineRecord>;
  readonly links: ReadonlyMap<string, LinkRecord>;
}

export type TableName = keyof Tables;
export type TableRecord = ObjectRecord | ActorRecord | MachineRecord | LinkRecord;

export type MessageKind = 'request' | 'response' | 'watch' | 'heartbeat' | 'raft' | 'cri' | 'packet';
export type MessageFate = 'flying' | 'delivered' | 'held' | 'lost';

/** A message on the wire. `from` and `to` are actor ids. `cause` is the span that made it be sent, 0 for none. */
export interface MessageRecord {
  readonly id: number;
  readonly cause: number;
  readonly kind: MessageKind;
  readonly from: string;
  readonly to: string;
  readonly method: string;
  readonly about: string;
  readonly sentUs: number;
  readonly receivedUs: number;
  readonly fate: MessageFate;
}

export type MarkKind = 'command' | 'commit' | 'why' | 'fault';

/** A moment in an actor. For `why`, `method` is a message key and `params` its values. */
export interface MarkRecord {
  readonly id: number;
  readonly cause: number;
  readonly kind: MarkKind;
  readonly actor: string;
  readonly method: string;
  readonly about: string;
  readonly atUs: number;
  readonly params: Readonly<Record<string, string | number | boolean>>;
}

export type SpanRecord = MessageRecord | MarkRecord;
