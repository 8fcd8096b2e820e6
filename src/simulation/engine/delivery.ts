import { type Call, NetworkFailure, type NetworkFailureReason, type Stream } from './connection.ts';
import type { Engine } from './engine.ts';
import type { Runnable } from './queue.ts';
import type { Route } from './route.ts';
import type { MessageSpan } from './trace.ts';

/** A message under way. Runs at its arrival, inside the actor that it reaches. */
export abstract class Delivery implements Runnable {
  span!: MessageSpan;
  readonly engine: Engine;
  readonly route: Route;

  constructor(engine: Engine, route: Route) {
    this.engine = engine;
    this.route = route;
  }

  run(): void {
    const to = this.route.to;
    if (this.route.cut) return this.engine.network.hold(this);
    if (!to.machine.powered) return this.lose();
    if (to.state === 'stopped') return this.refuse();
    if (to.holdsWhileFrozen(this)) return;
    this.arrive();
  }

  /** False when nobody waits for the message any more. */
  abstract get wanted(): boolean;
  protected abstract handle(): void;

  /** What happens when the machine answers but the process is gone. */
  protected refuse(): void {
    this.lose();
  }

  protected lose(): void {
    this.engine.network.landed(this);
    this.span.fate = 'lost';
  }

  private arrive(): void {
    const engine = this.engine;
    engine.network.landed(this);
    this.span.fate = 'delivered';
    this.span.receivedUs = engine.nowUs;
    const outer = engine.span;
    engine.span = this.span.id;
    this.handle();
    engine.span = outer;
  }
}

/** A request on its way to the actor that serves it. */
export class RequestDelivery extends Delivery {
  private readonly call: Call;
  private readonly service: string;
  private readonly body: unknown;

  constructor(engine: Engine, route: Route, call: Call, service: string, body: unknown) {
    super(engine, route);
    this.call = call;
    this.service = service;
    this.body = body;
  }

  get wanted(): boolean {
    return this.call.open;
  }

  protected handle(): void {
    const { call } = this;
    const handler = call.to.services.get(this.service);
    if (!handler) return this.refuse();
    call.to.inbound.add(call);
    call.span = this.span.id;
    call.to.begin(handler(this.body, call), call.span, call);
  }

  protected override refuse(): void {
    this.lose();
    this.engine.network.answer(this.call, new NetworkFailure('connection refused'));
  }
}

/** An answer on its way back to the caller. */
export class AnswerDelivery extends Delivery {
  private readonly call: Call;
  private readonly answer: unknown;

  constructor(engine: Engine, route: Route, call: Call, answer: unknown) {
    super(engine, route);
    this.call = call;
    this.answer = answer;
  }

  get wanted(): boolean {
    return this.call.open;
  }

  protected handle(): void {
    this.call.arrive(this.answer);
  }
}

/** One message of a stream. */
export class StreamDelivery extends Delivery {
  private readonly stream: Stream;
  private readonly body: unknown;

  constructor(engine: Engine, route: Route, stream: Stream, body: unknown) {
    super(engine, route);
    this.stream = stream;
    this.body = body;
  }

  get wanted(): boolean {
    return this.stream.client.streams.has(this.stream) || this.stream.open;
  }

  protected handle(): void {
    this.stream.deliver(this.body);
  }
}

/** The end of a stream, told to one of its two ends. */
export class CloseDelivery extends Delivery {
  private readonly stream: Stream;
  private readonly reason: NetworkFailureReason | 'end';

  constructor(engine: Engine, route: Route, stream: Stream, reason: NetworkFailureReason | 'end') {
    super(engine, route);
    this.stream = stream;
    this.reason = reason;
  }

  readonly wanted = true;

  protected handle(): void {
    const { stream } = this;
    if (this.route.to === stream.client) {
      stream.finish(this.reason);
    } else {
      const onClosed = stream.onClosed;
      stream.onClosed = undefined;
      onClosed?.();
    }
  }
}
