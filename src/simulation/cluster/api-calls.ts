import type { ApiCommand } from '../../protocol/commands.ts';
import type { ApiRequest, ApiResponse, NonResourceRequest, NonResourceResponse, WatchEvent } from '../apimachinery/request.ts';
import { Client, type WatchAnswer } from '../client-go/index.ts';
import { type Actor, isNetworkFailure, type Process, type Stream } from '../engine/index.ts';

/** The answer to a request from outside. Code 0: kube-apiserver could not be reached. */
export type ApiAnswer = ApiResponse<unknown> | NonResourceResponse;

/** Who asked. Called during a run, in virtual order; of a watch, events follow the answer until `onEnd`. */
export interface ApiSink {
  onAnswer(answer: ApiAnswer): void;
  onEvent(event: WatchEvent): void;
  onEnd(): void;
}

/** Who asks. Requests from outside travel as messages of `users/kubectl`. */
export interface Callers {
  readonly kubectl: Actor;
  readonly apiserver: Actor;
}

const deaf: ApiSink = { onAnswer: () => {}, onEvent: () => {}, onEnd: () => {} };
const TIMEOUT_US = 60_000_000;

/** Requests that a host received for kube-apiserver, by number. In a replay nobody listens, and the same happens. */
export class ApiCalls {
  private readonly sinks = new Map<number, ApiSink>();
  private readonly open = new Map<number, Stream | undefined>();
  private readonly clients = new Map<string, Client>();
  private readonly callers: Callers;

  constructor(callers: Callers) {
    this.callers = callers;
  }

  /** Names who hears the answer of a call that is about to be placed. */
  listen(call: number, sink: ApiSink): void {
    this.sinks.set(call, sink);
  }

  /** Whether somebody still waits for something of that call. */
  isOpen(call: number): boolean {
    return this.open.has(call);
  }

  /** Sends the request. Writes leave a mark, to which everything that follows is traced back. */
  place({ call, request }: ApiCommand): void {
    const { kubectl } = this.callers;
    const { engine } = kubectl;
    const outer = engine.span;
    const sink = this.sinks.get(call) ?? deaf;
    this.sinks.delete(call);
    this.open.set(call, undefined);
    engine.span = isWrite(request) ? engine.trace.mark(0, 'command', 'users/you', nameOf(request), aboutOf(request), engine.nowUs).id : 0;
    kubectl.start();
    kubectl.spawn('path' in request ? this.discover(call, request, sink) : this.exchange(call, request, sink));
    engine.span = outer;
  }

  /** The client is gone: a watch ends, and an answer to come is for nobody. */
  hangUp(call: number): void {
    this.open.get(call)?.close();
    this.open.delete(call);
  }

  private *discover(call: number, request: NonResourceRequest, sink: ApiSink): Process<void> {
    const { kubectl, apiserver } = this.callers;
    const reply = yield* kubectl.engine.network.call<NonResourceResponse>(kubectl, apiserver, 'discovery', `get ${request.path}`, request, { timeoutUs: TIMEOUT_US });
    this.open.delete(call);
    sink.onAnswer(isNetworkFailure(reply) ? { code: 0, body: reply.reason } : reply);
  }

  private *exchange(call: number, request: ApiRequest, sink: ApiSink): Process<void> {
    const reply = yield* this.clientOf(request).send<unknown>(request, { timeoutUs: TIMEOUT_US });
    const stream = (reply.body as Partial<WatchAnswer> | undefined)?.stream;
    if (stream === undefined) this.open.delete(call);
    sink.onAnswer(reply);
    if (stream !== undefined) this.follow(call, stream, sink);
  }

  private follow(call: number, stream: Stream, sink: ApiSink): void {
    if (!this.open.has(call)) return stream.close();
    this.open.set(call, stream);
    stream.onMessage = (event) => sink.onEvent(event as WatchEvent);
    stream.onClose = () => {
      this.open.delete(call);
      sink.onEnd();
    };
  }

  /** One client per user and program, without a rate limit: the real one outside has its own. */
  private clientOf({ user, userAgent }: ApiRequest): Client {
    const key = `${user}\n${userAgent}`;
    let client = this.clients.get(key);
    if (client === undefined) this.clients.set(key, (client = new Client(this.callers.kubectl, () => this.callers.apiserver, { user, userAgent, qps: -1 })));
    return client;
  }
}

const isWrite = (request: ApiCommand['request']): request is ApiRequest => 'verb' in request && request.verb !== 'get' && request.verb !== 'list' && request.verb !== 'watch';

function nameOf({ verb, resource, subresource }: ApiRequest): string {
  return `${verb} ${subresource ? `${resource}/${subresource}` : resource}`;
}

function aboutOf({ resource, namespace, name, body }: ApiRequest): string {
  const named = name ?? (body as { metadata?: { name?: string } } | undefined)?.metadata?.name ?? '';
  return namespace ? `${resource}/${namespace}/${named}` : `${resource}/${named}`;
}
