import type { KubeList, KubeObject } from '../apimachinery/meta.ts';
import type { ApiQuery, ApiRequest, ApiResponse, ApiVerb, PatchType } from '../apimachinery/request.ts';
import type { Status } from '../apimachinery/status.ts';
import { type Actor, isNetworkFailure, type MessageKind, type NetworkFailure, type Process, type Stream } from '../engine/index.ts';
import { TokenBucket } from './rate-limit.ts';

/** A resource's place in the API. `namespaced` false: requests carry no namespace. */
export interface Resource<T extends KubeObject = KubeObject> {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespaced: boolean;
  /** Type only; never set. */
  readonly objectType?: T;
}

export interface ClientOptions {
  /** The credential, such as `system:kube-scheduler`. */
  readonly user: string;
  readonly userAgent: string;
  /** Requests per second and burst; a negative qps switches the limit off. Defaults 5 and 10, as client-go. */
  readonly qps?: number;
  readonly burst?: number;
  readonly timeoutUs?: number;
}

export interface RequestOptions {
  readonly query?: ApiQuery;
  /** `heartbeat` for what only says "I am alive". */
  readonly kind?: MessageKind;
  readonly timeoutUs?: number;
}

/** The answer to an opened watch. */
export interface WatchAnswer {
  readonly stream: Stream;
}

const CONNECTION_FAILURE = 'ConnectionFailure';

/** A Status that no server sent: the request was not answered. */
export function connectionFailure(failure: NetworkFailure): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: failure.reason, reason: CONNECTION_FAILURE, code: 0 } as unknown as Status;
}

/** True for what `connectionFailure` made: nobody knows whether the request took effect. */
export const isConnectionFailure = (reply: unknown): boolean => (reply as { reason?: string } | undefined)?.reason === CONNECTION_FAILURE;

/** True for any failure that a request may answer: a server's Status or a lost connection. */
export function isFailure(reply: unknown): reply is Status {
  const status = reply as { kind?: string; status?: string } | undefined;
  return status !== undefined && status !== null && status.kind === 'Status' && status.status === 'Failure';
}

/**
 * A client of kube-apiserver on behalf of one actor. Waits its turn in a token bucket, asks, and answers the body:
 * the object, a list, or a Status of failure.
 */
export class Client {
  readonly actor: Actor;
  private readonly server: () => Actor;
  private readonly options: ClientOptions;
  private readonly bucket: TokenBucket;

  constructor(actor: Actor, server: () => Actor, options: ClientOptions) {
    this.actor = actor;
    this.server = server;
    this.options = options;
    this.bucket = new TokenBucket(actor.engine, options.qps ?? 5, options.burst ?? 10);
  }

  /** The typed door to one resource. */
  resource<T extends KubeObject>(resource: Resource<T>): ResourceClient<T> {
    return new ResourceClient<T>(this, resource);
  }

  /** Sends a whole request and answers the whole response, or a connection failure with code 0. */
  *send<T>(request: Omit<ApiRequest, 'user' | 'userAgent'>, options: RequestOptions = {}): Process<ApiResponse<T>> {
    const waitUs = this.bucket.reserveUs();
    if (waitUs > 0) yield waitUs;
    const full: ApiRequest = { ...request, user: this.options.user, userAgent: this.options.userAgent };
    const reply = yield* this.actor.engine.network.call<ApiResponse<T>>(this.actor, this.server(), 'api', methodOf(request), full, {
      kind: options.kind,
      timeoutUs: options.timeoutUs ?? this.options.timeoutUs ?? 60_000_000,
      about: aboutOf(request),
    });
    return isNetworkFailure(reply) ? { code: 0, body: connectionFailure(reply) } : reply;
  }
}

const methodNames = new Map<string, string>();
/** `create pods/binding`; memoised, since it is asked for each message. */
function methodOf(request: { verb: ApiVerb; resource: string; subresource?: string }): string {
  const key = request.subresource ? `${request.verb} ${request.resource}/${request.subresource}` : `${request.verb} ${request.resource}`;
  return methodNames.get(key) ?? (methodNames.set(key, key), key);
}

function aboutOf(request: { resource: string; namespace?: string; name?: string; body?: unknown }): string {
  const name = request.name ?? (request.body as KubeObject | undefined)?.metadata?.name ?? '';
  return request.namespace ? `${request.resource}/${request.namespace}/${name}` : `${request.resource}/${name}`;
}

/** Requests for one resource. `namespace` is '' for what lives in no namespace, or to list all namespaces. */
export class ResourceClient<T extends KubeObject> {
  readonly client: Client;
  readonly resource: Resource<T>;

  constructor(client: Client, resource: Resource<T>) {
    this.client = client;
    this.resource = resource;
  }

  *get(namespace: string, name: string, options?: RequestOptions): Process<T | Status> {
    return yield* this.ask<T>('get', { namespace, name }, options);
  }

  *list(namespace: string, options?: RequestOptions): Process<KubeList<T> | Status> {
    return yield* this.ask<KubeList<T>>('list', { namespace }, options);
  }

  *watch(namespace: string, options?: RequestOptions): Process<WatchAnswer | Status> {
    return yield* this.ask<WatchAnswer>('watch', { namespace }, options);
  }

  *create(object: T, options?: RequestOptions): Process<T | Status> {
    return yield* this.ask<T>('create', { namespace: object.metadata.namespace ?? '', body: object }, options);
  }

  *update(object: T, options?: RequestOptions): Process<T | Status> {
    return yield* this.ask<T>('update', { ...placeOf(object), body: object }, options);
  }

  *updateStatus(object: T, options?: RequestOptions): Process<T | Status> {
    return yield* this.ask<T>('update', { ...placeOf(object), subresource: 'status', body: object }, options);
  }

  *patch(namespace: string, name: string, contentType: PatchType, body: unknown, subresource?: string, options?: RequestOptions): Process<T | Status> {
    return yield* this.ask<T>('patch', { namespace, name, subresource, contentType, body }, options);
  }

  *delete(namespace: string, name: string, options?: RequestOptions): Process<T | Status> {
    return yield* this.ask<T>('delete', { namespace, name }, options);
  }

  *deleteCollection(namespace: string, options?: RequestOptions): Process<KubeList<T> | Status> {
    return yield* this.ask<KubeList<T>>('deletecollection', { namespace }, options);
  }

  /** Creates at a subresource, such as `binding` or `eviction`. */
  *createAt(namespace: string, name: string, subresource: string, body: unknown, options?: RequestOptions): Process<KubeObject | Status> {
    return yield* this.ask<KubeObject>('create', { namespace, name, subresource, body }, options);
  }

  private *ask<R>(
    verb: ApiVerb,
    rest: { namespace: string; name?: string; subresource?: string; contentType?: PatchType; body?: unknown },
    options?: RequestOptions,
  ): Process<R | Status> {
    const { group, version, resource, namespaced } = this.resource;
    const namespace = namespaced && rest.namespace !== '' ? rest.namespace : undefined;
    const response = yield* this.client.send<R>({ ...rest, verb, group, version, resource, namespace, query: options?.query }, options);
    return response.body;
  }
}

function placeOf(object: KubeObject): { namespace: string; name: string } {
  return { namespace: object.metadata.namespace ?? '', name: object.metadata.name! };
}
