import type { KubeList, KubeObject } from '../apimachinery/meta.ts';
import type { ApiQuery, ApiRequest, ApiResponse, ApiVerb, NonResourceRequest, NonResourceResponse, PatchType } from '../apimachinery/request.ts';
import { isStatusFailure, type Status, unknownPath } from '../apimachinery/status.ts';
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
export const isFailure: (reply: unknown) => reply is Status = isStatusFailure;

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
  send<T>(request: Omit<ApiRequest, 'user' | 'userAgent'>, options?: RequestOptions): Process<ApiResponse<T>> {
    const { user, userAgent } = this.options;
    return this.exchange<T>({ ...request, user, userAgent }, options);
  }

  /** Sends a request about one resource and answers the body: what was asked for, or a Status of failure. */
  *ask<R>(resource: Resource, verb: ApiVerb, namespace: string, name: string | undefined, subresource: string | undefined, contentType: PatchType | undefined, body: unknown, options: RequestOptions | undefined): Process<R | Status> {
    // One shape for all requests, written out: it is made for each of them and read in many places.
    const response = yield* this.exchange<R>({
      verb, group: resource.group, version: resource.version, resource: resource.resource, subresource,
      namespace: resource.namespaced && namespace !== '' ? namespace : undefined,
      name, query: options?.query, contentType, body, accept: undefined, user: this.options.user, userAgent: this.options.userAgent,
    }, options);
    return response.code === 404 ? told(response.body as Status, resource, verb, name) : response.body;
  }

  private *exchange<T>(request: ApiRequest, options: RequestOptions | undefined): Process<ApiResponse<T>> {
    const waitUs = this.bucket.reserveUs();
    if (waitUs > 0) yield waitUs;
    const timeoutUs = options?.timeoutUs ?? this.options.timeoutUs ?? 60_000_000;
    const reply = (yield this.actor.engine.network.request(this.actor, this.server(), 'api', methodOf(request), request, options?.kind ?? 'request', aboutOf(request), timeoutUs)) as ApiResponse<T> | NetworkFailure;
    return isNetworkFailure(reply) ? { code: 0, body: connectionFailure(reply) } : reply;
  }

  /** Gets what is no resource: discovery, health, versions, OpenAPI. Code 0 is a connection failure. */
  *fetch(path: string, accept = 'application/json'): Process<NonResourceResponse> {
    const { user, userAgent } = this.options;
    const request: NonResourceRequest = { path, accept, user, userAgent };
    const reply = yield* this.actor.engine.network.call<NonResourceResponse>(this.actor, this.server(), 'discovery', `GET ${path}`, request);
    return isNetworkFailure(reply) ? { code: 0, contentType: 'application/json', body: connectionFailure(reply) } : reply;
  }
}

/** What a server without that path answers says not what was asked for; the client adds it. Source: apimachinery pkg/api/errors, NewGenericServerResponse. */
function told(status: Status, { group, resource }: Resource, verb: ApiVerb, name: string | undefined): Status {
  const bare = status.reason === 'NotFound' && status.details?.kind === undefined && status.message === 'the server could not find the requested resource';
  return bare ? unknownPath(verb === 'list' ? 'get' : verb, group, resource, name) : status;
}

/** `create pods/binding`, by verb, resource and subresource: it is asked for each message. */
const methodNames = new Map<string, Map<string, Map<string, string>>>();

function methodOf({ verb, resource, subresource = '' }: ApiRequest): string {
  let byResource = methodNames.get(verb);
  if (!byResource) methodNames.set(verb, (byResource = new Map<string, Map<string, string>>()));
  let bySubresource = byResource.get(resource);
  if (!bySubresource) byResource.set(resource, (bySubresource = new Map<string, string>()));
  let name = bySubresource.get(subresource);
  if (name === undefined) bySubresource.set(subresource, (name = subresource ? `${verb} ${resource}/${subresource}` : `${verb} ${resource}`));
  return name;
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

  get(namespace: string, name: string, options?: RequestOptions): Process<T | Status> {
    return this.ask<T>('get', namespace, name, undefined, undefined, undefined, options);
  }

  list(namespace: string, options?: RequestOptions): Process<KubeList<T> | Status> {
    return this.ask<KubeList<T>>('list', namespace, undefined, undefined, undefined, undefined, options);
  }

  watch(namespace: string, options?: RequestOptions): Process<WatchAnswer | Status> {
    return this.ask<WatchAnswer>('watch', namespace, undefined, undefined, undefined, undefined, options);
  }

  create(object: T, options?: RequestOptions): Process<T | Status> {
    return this.ask<T>('create', object.metadata.namespace ?? '', undefined, undefined, undefined, object, options);
  }

  update(object: T, options?: RequestOptions): Process<T | Status> {
    return this.ask<T>('update', object.metadata.namespace ?? '', object.metadata.name!, undefined, undefined, object, options);
  }

  updateStatus(object: T, options?: RequestOptions): Process<T | Status> {
    return this.ask<T>('update', object.metadata.namespace ?? '', object.metadata.name!, 'status', undefined, object, options);
  }

  patch(namespace: string, name: string, contentType: PatchType, body: unknown, subresource?: string, options?: RequestOptions): Process<T | Status> {
    return this.ask<T>('patch', namespace, name, subresource, contentType, body, options);
  }

  delete(namespace: string, name: string, options?: RequestOptions): Process<T | Status> {
    return this.ask<T>('delete', namespace, name, undefined, undefined, undefined, options);
  }

  deleteCollection(namespace: string, options?: RequestOptions): Process<KubeList<T> | Status> {
    return this.ask<KubeList<T>>('deletecollection', namespace, undefined, undefined, undefined, undefined, options);
  }

  /** Creates at a subresource, such as `binding` or `eviction`. */
  createAt(namespace: string, name: string, subresource: string, body: unknown, options?: RequestOptions): Process<KubeObject | Status> {
    return this.ask<KubeObject>('create', namespace, name, subresource, undefined, body, options);
  }

  private ask<R>(verb: ApiVerb, namespace: string, name: string | undefined, subresource: string | undefined, contentType: PatchType | undefined, body: unknown, options: RequestOptions | undefined): Process<R | Status> {
    return this.client.ask<R>(this.resource, verb, namespace, name, subresource, contentType, body, options);
  }
}
