import type { Actor } from './actor.ts';
import { Call, isNetworkFailure, NetworkFailure, type NetworkFailureReason, type Stream } from './connection.ts';
import { AnswerDelivery, CloseDelivery, type Delivery, RequestDelivery, StreamDelivery } from './delivery.ts';
import type { Engine } from './engine.ts';
import type { Process, Waitable } from './process.ts';
import { latencyBetween, type NetworkOptions, Route } from './route.ts';
import type { MessageKind } from './trace.ts';

/** How long a silent peer is believed: HTTP/2 pings after 30 s without a frame and gives up 15 s later. */
export const CONNECTION_LOST_US = 45_000_000;
const DEFAULT_TIMEOUT_US = 30_000_000;

/** A place in a fault: a machine's name, an actor's id, or `*` for everybody. */
export type Place = string;

interface LinkFault {
  readonly a: Place;
  readonly b: Place;
  readonly cut: boolean;
  readonly extraUs: number;
}

export interface CallOptions {
  /** Gives up after this long with a NetworkFailure `timeout`. Default 30 s. */
  readonly timeoutUs?: number;
  readonly kind?: MessageKind;
  /** The object that the request is about, for the trace. */
  readonly about?: string;
}

const isAt = (actor: Actor, place: Place): boolean => place === '*' || actor.machine.name === place || actor.id === place || actor.component === place;
const crosses = (fault: LinkFault, from: Actor, to: Actor): boolean =>
  from.machine !== to.machine && ((isAt(from, fault.a) && isAt(to, fault.b)) || (isAt(from, fault.b) && isAt(to, fault.a)));

/** Carries every message. Links lose time, order is kept per pair, and a cut link holds what TCP would resend. */
export class Network {
  /** Messages under way by kind; the pace of the clock follows them. */
  readonly flying: Record<MessageKind, number> = { request: 0, response: 0, watch: 0, heartbeat: 0, raft: 0, cri: 0, packet: 0 };
  private readonly routes = new Map<Actor, Map<Actor, Route>>();
  private faults: LinkFault[] = [];
  private readonly engine: Engine;
  private readonly options: NetworkOptions;

  constructor(engine: Engine, options: NetworkOptions) {
    this.engine = engine;
    this.options = options;
  }

  /** Asks `to` and waits for its answer, which may be a NetworkFailure. */
  *call<T>(from: Actor, to: Actor, service: string, method: string, body: unknown, options: CallOptions = {}): Process<T | NetworkFailure> {
    return (yield this.request(from, to, service, method, body, options.kind ?? 'request', options.about ?? '', options.timeoutUs ?? DEFAULT_TIMEOUT_US)) as T | NetworkFailure;
  }

  /** Asks `to`; yield what it answers to wait for the reply, which may be a NetworkFailure. */
  request(from: Actor, to: Actor, service: string, method: string, body: unknown, kind: MessageKind, about: string, timeoutUs: number): Waitable {
    const call = new Call(this.route(from, to), kind, method, about);
    from.outbound.add(call);
    call.deadline = this.engine.deadlines.add(timeoutUs, call);
    this.transmit(new RequestDelivery(this.engine, call.route, call, service, body), kind, method, about);
    return call;
  }

  /** Sends the answer of a call on its way. Used by deliveries. */
  answer(call: Call, answer: unknown): void {
    call.to.inbound.delete(call);
    if (!call.open) return;
    const kind = call.kind === 'request' ? 'response' : call.kind;
    const method = isNetworkFailure(answer) ? answer.reason : call.method;
    this.transmit(new AnswerDelivery(this.engine, this.backOf(call.route), call, answer), kind, method, call.about);
  }

  push(stream: Stream, kind: MessageKind, method: string, about: string, body: unknown): void {
    this.transmit(new StreamDelivery(this.engine, (stream.route ??= this.route(stream.server, stream.client)), stream, body), kind, method, about);
  }

  /** One end closes the stream in order; the other end hears of it after what was sent before. */
  closeStream(stream: Stream, by: Actor, reason: NetworkFailureReason | 'end'): void {
    stream.detach();
    if (by === stream.client) stream.abandon();
    else stream.onClosed = undefined;
    const other = by === stream.client ? stream.server : stream.client;
    this.transmit(new CloseDelivery(this.engine, this.route(by, other), stream, reason), 'response', 'close', '');
  }

  /** Breaks all connections of an actor that stopped. Peers of a machine without power notice only later. */
  disconnect(actor: Actor): void {
    const silent = !actor.machine.powered;
    for (const call of [...actor.outbound]) call.settle(undefined);
    for (const call of [...actor.inbound]) {
      actor.inbound.delete(call);
      if (silent) this.later(() => call.settle(new NetworkFailure('http2: client connection lost')));
      else this.answer(call, new NetworkFailure('connection reset by peer'));
    }
    for (const stream of [...actor.streams]) {
      if (silent) this.loseLater(stream, actor);
      else this.closeStream(stream, actor, 'connection reset by peer');
    }
  }

  /** Cuts every link between two places, both ways, until `heal`. */
  cut(a: Place, b: Place): void {
    this.faults.push({ a, b, cut: true, extraUs: 0 });
    this.applyFaults();
    for (const actor of this.routes.keys()) for (const stream of actor.streams) this.loseIfStillCut(stream);
  }

  /** Delays everything between two places by `extraUs` more, until `heal`. */
  slow(a: Place, b: Place, extraUs: number): void {
    this.faults = this.faults.filter((fault) => fault.cut || fault.a !== a || fault.b !== b);
    this.faults.push({ a, b, cut: false, extraUs });
    this.applyFaults();
  }

  /** Takes back `cut` and `slow` between two places. What was held goes on. */
  heal(a: Place, b: Place): void {
    const same = (fault: LinkFault): boolean => (fault.a === a && fault.b === b) || (fault.a === b && fault.b === a);
    this.faults = this.faults.filter((fault) => !same(fault));
    this.applyFaults();
  }

  /** The faults in force, oldest first. */
  get linkFaults(): readonly LinkFault[] {
    return this.faults;
  }

  /** True while nothing can pass between the two. */
  isCut(from: Actor, to: Actor): boolean {
    return this.route(from, to).cut;
  }

  hold(delivery: Delivery): void {
    this.landed(delivery);
    delivery.span.fate = 'held';
    delivery.route.held.push(delivery);
  }

  landed(delivery: Delivery): void {
    this.flying[delivery.span.kind]--;
  }

  private route(from: Actor, to: Actor): Route {
    let routes = this.routes.get(from);
    if (!routes) this.routes.set(from, (routes = new Map<Actor, Route>()));
    let route = routes.get(to);
    if (!route) {
      route = new Route(from, to, latencyBetween(from, to, this.options), this.engine.random.stream(`network/${from.id}/${to.id}`));
      routes.set(to, route);
      this.applyFaultsTo(route);
    }
    return route;
  }

  private backOf(route: Route): Route {
    return (route.back ??= this.route(route.to, route.from));
  }

  private transmit(delivery: Delivery, kind: MessageKind, method: string, about: string): void {
    const { engine } = this;
    const { route } = delivery;
    const arrivalUs = route.arrivalUs(engine.nowUs);
    delivery.span = engine.trace.message(engine.span, kind, route.from.id, route.to.id, method, about, engine.nowUs, arrivalUs);
    this.flying[kind]++;
    if (route.cut) this.hold(delivery);
    else engine.enqueue(arrivalUs, delivery);
  }

  private applyFaults(): void {
    for (const routes of this.routes.values()) for (const route of routes.values()) this.applyFaultsTo(route);
  }

  private applyFaultsTo(route: Route): void {
    let cut = false;
    let extraUs = 0;
    for (const fault of this.faults) {
      if (!crosses(fault, route.from, route.to)) continue;
      cut ||= fault.cut;
      extraUs += fault.extraUs;
    }
    route.extraUs = extraUs;
    route.cut = cut;
    if (!cut && route.held.length > 0) this.release(route);
  }

  private release(route: Route): void {
    for (const delivery of route.held.splice(0)) {
      if (!delivery.wanted) {
        delivery.span.fate = 'lost';
        continue;
      }
      delivery.span.fate = 'flying';
      this.flying[delivery.span.kind]++;
      this.engine.enqueue((delivery.span.receivedUs = route.arrivalUs(this.engine.nowUs)), delivery);
    }
  }

  private later(callback: () => void): void {
    this.engine.deadlines.add(CONNECTION_LOST_US, callback);
  }

  /** The surviving end of a stream whose other machine lost its power gives up after the ping timeout. */
  private loseLater(stream: Stream, dead: Actor): void {
    stream.detach();
    const { onClosed } = stream;
    const survivor = dead === stream.client ? stream.server : stream.client;
    const starts = survivor.starts;
    this.later(() => {
      if (!survivor.alive || survivor.starts !== starts) return;
      if (survivor === stream.client) stream.finish('http2: client connection lost');
      else onClosed?.();
    });
  }

  private loseIfStillCut(stream: Stream): void {
    const route = this.route(stream.server, stream.client);
    if (!route.cut) return;
    this.later(() => {
      if (!stream.open || !route.cut) return;
      stream.detach();
      if (stream.client.alive) stream.finish('http2: client connection lost');
      if (stream.server.alive) stream.onClosed?.();
    });
  }
}
