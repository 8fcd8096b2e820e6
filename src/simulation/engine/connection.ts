import type { Actor, CallContext } from './actor.ts';
import type { Deadline, Expiring } from './deadlines.ts';
import { Future } from './future.ts';
import type { Route } from './route.ts';
import type { MessageKind, SpanId } from './trace.ts';

/** Why a request got no answer. Expected: callers handle it as a value. */
export type NetworkFailureReason = 'connection refused' | 'connection reset by peer' | 'timeout' | 'http2: client connection lost';

/** How a stream ended. */
export type StreamEnd = NetworkFailureReason | 'end';

/** A request that was not answered by its addressee. */
export class NetworkFailure {
  readonly reason: NetworkFailureReason;
  constructor(reason: NetworkFailureReason) {
    this.reason = reason;
  }
}

export const isNetworkFailure = (reply: unknown): reply is NetworkFailure => reply instanceof NetworkFailure;

/** One request and its answer to come; it is also what its handler learns about it. */
export class Call extends Future<unknown> implements CallContext, Expiring {
  deadline: Deadline | undefined;
  readonly from: Actor;
  readonly to: Actor;
  readonly kind: MessageKind;
  readonly method: string;
  readonly about: string;
  /** The way to the server; its `back` is the way of the answer. */
  readonly route: Route;
  /** The span of the request. */
  span: SpanId = 0;

  constructor(route: Route, kind: MessageKind, method: string, about: string) {
    super();
    this.from = route.from;
    this.to = route.to;
    this.route = route;
    this.kind = kind;
    this.method = method;
    this.about = about;
  }

  get open(): boolean {
    return !this.ready;
  }

  get cancelled(): boolean {
    return this.ready;
  }

  openStream(): Stream {
    return new Stream(this.to, this.from);
  }

  expire(): void {
    this.settle(new NetworkFailure('timeout'));
  }

  /** Ends the call at the caller's side with an answer or a failure. */
  settle(answer: unknown): void {
    if (this.ready) return;
    this.close();
    this.resolve(answer);
  }

  /** The answer has come: who asked goes on within this event. */
  arrive(answer: unknown): void {
    if (this.ready) return;
    this.close();
    this.hand(answer);
  }

  private close(): void {
    if (this.deadline) this.deadline.callback = null;
    this.from.outbound.delete(this);
  }
}

/**
 * A one-way, ordered flow of messages from a server to a client, such as a watch. Set `onMessage` and `onClose`
 * at the client and `onClosed` at the server; each runs inside its own actor.
 */
export class Stream {
  open = true;
  /** The way of its messages, once one was sent. Used by the network. */
  route: Route | undefined;
  /** The server's end: called once when the client ended it, crashed, or was lost. */
  onClosed: (() => void) | undefined;
  private messageHandler: ((body: unknown) => void) | undefined;
  private closeHandler: ((reason: StreamEnd) => void) | undefined;
  /** What arrived in the same instant as the answer that carries the stream, before its reader could listen. */
  private early: { body: unknown; span: SpanId }[] | null = [];
  private earlyEnd: StreamEnd | undefined;
  readonly server: Actor;
  readonly client: Actor;

  constructor(server: Actor, client: Actor) {
    this.server = server;
    this.client = client;
    server.streams.add(this);
    client.streams.add(this);
  }

  /** The client's end: set it at once after the answer; what is there already is handed over at that moment. */
  set onMessage(handler: ((body: unknown) => void) | undefined) {
    this.messageHandler = handler;
    if (handler === undefined || this.early === null) return;
    const { engine } = this.client;
    const early = this.early;
    const outer = engine.span;
    this.early = null;
    for (const { body, span } of early) {
      engine.span = span;
      this.messageHandler?.(body);
    }
    engine.span = outer;
  }

  /** The client's end: called once when the server ended the stream, crashed, or was lost. */
  set onClose(handler: ((reason: StreamEnd) => void) | undefined) {
    this.closeHandler = handler;
    if (handler !== undefined && this.earlyEnd !== undefined) this.finish(this.earlyEnd);
  }

  /** Hands one message to the client. Used by deliveries. */
  deliver(body: unknown): void {
    if (this.messageHandler) this.messageHandler(body);
    else this.early?.push({ body, span: this.client.engine.span });
  }

  /** Tells the client, once, that nothing more will come. */
  finish(reason: StreamEnd): void {
    const handler = this.closeHandler;
    if (handler === undefined) {
      this.earlyEnd = reason;
      return;
    }
    this.closeHandler = this.messageHandler = this.earlyEnd = undefined;
    handler(reason);
  }

  /** The client stops listening. */
  abandon(): void {
    this.messageHandler = this.closeHandler = undefined;
    this.early = null;
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
