import type { Actor } from './actor.ts';
import type { Deadline } from './deadlines.ts';
import { Future } from './future.ts';
import type { MessageKind, SpanId } from './trace.ts';

/** Why a request got no answer. Expected: callers handle it as a value. */
export type NetworkFailureReason = 'connection refused' | 'connection reset by peer' | 'timeout' | 'http2: client connection lost';

/** A request that was not answered by its addressee. */
export class NetworkFailure {
  readonly reason: NetworkFailureReason;
  constructor(reason: NetworkFailureReason) {
    this.reason = reason;
  }
}

export const isNetworkFailure = (reply: unknown): reply is NetworkFailure => reply instanceof NetworkFailure;

/** One request and its answer to come. */
export class Call {
  readonly answer = new Future<unknown>();
  deadline: Deadline | undefined;
  readonly from: Actor;
  readonly to: Actor;
  readonly kind: MessageKind;
  readonly method: string;
  readonly about: string;
  span: SpanId = 0;

  constructor(from: Actor, to: Actor, kind: MessageKind, method: string, about: string) {
    this.from = from;
    this.to = to;
    this.kind = kind;
    this.method = method;
    this.about = about;
  }

  get open(): boolean {
    return !this.answer.ready;
  }

  /** Ends the call at the caller's side with an answer or a failure. */
  settle(answer: unknown): void {
    if (this.answer.ready) return;
    if (this.deadline) this.deadline.callback = null;
    this.from.outbound.delete(this);
    this.answer.resolve(answer);
  }
}

/**
 * A one-way, ordered flow of messages from a server to a client, such as a watch. Set `onMessage` and `onClose`
 * at the client and `onClosed` at the server; each runs inside its own actor.
 */
export class Stream {
  open = true;
  onMessage: ((body: unknown) => void) | undefined;
  /** The client's end: called once when the server ended it, crashed, or was lost. */
  onClose: ((reason: NetworkFailureReason | 'end') => void) | undefined;
  /** The server's end: called once when the client ended it, crashed, or was lost. */
  onClosed: (() => void) | undefined;
  readonly server: Actor;
  readonly client: Actor;

  constructor(server: Actor, client: Actor) {
    this.server = server;
    this.client = client;
    server.streams.add(this);
    client.streams.add(this);
  }

  /** Sends one message to the client; it arrives after everything sent before. */
  send(kind: MessageKind, method: string, about: string, body: unknown): void {
    if (this.open) this.server.engine.network.push(this, kind, method, about, body);
  }

  /** The server ends the stream after what it has sent. */
  end(): void {
    if (this.open) this.server.engine.network.closeStream(this, this.server, 'end');
  }

  /** The client gives the stream up. */
  close(): void {
    if (this.open) this.server.engine.network.closeStream(this, this.client, 'end');
  }

  /** Takes the stream out of both actors' books. */
  detach(): void {
    this.open = false;
    this.server.streams.delete(this);
    this.client.streams.delete(this);
  }
}
