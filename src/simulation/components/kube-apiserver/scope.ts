import type { KubeObject } from '../../apimachinery/meta.ts';
import type { ApiQuery, ApiRequest, ApiResponse } from '../../apimachinery/request.ts';
import { isStatusFailure, notFound, type Status } from '../../apimachinery/status.ts';
import type { CallContext, MessageKind } from '../../engine/index.ts';
import type { ApiResource } from './api-resource.ts';
import type { UserInfo } from './authentication.ts';
import type { Place } from './storage/storage.ts';

const NO_QUERY: ApiQuery = Object.freeze({});

/** One request on its way through the server, once it is known what it is about. */
export class Scope {
  readonly request: ApiRequest;
  readonly resource: ApiResource;
  readonly user: UserInfo;
  readonly context: CallContext;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
  /** What a client hears besides the answer; filled on the way. */
  readonly warnings: string[] = [];
  /** When etcd had committed the write, if there was one. */
  committedUs: number | undefined;

  constructor(request: ApiRequest, resource: ApiResource, user: UserInfo, context: CallContext) {
    this.request = request;
    this.resource = resource;
    this.user = user;
    this.context = context;
    this.namespace = resource.kind.namespaced ? (request.namespace ?? '') : '';
    this.name = request.name ?? '';
    this.subresource = request.subresource ?? '';
  }

  get query(): ApiQuery {
    return this.request.query ?? NO_QUERY;
  }

  get dryRun(): boolean {
    return this.request.query?.dryRun === true;
  }

  /** Where an object of this resource is kept. Heartbeats stay heartbeats all the way to etcd and back. */
  place(name = this.name): Place {
    const kind: MessageKind = this.context.kind === 'heartbeat' ? 'heartbeat' : 'request';
    return { key: this.resource.key(this.namespace, name), about: this.resource.about(this.namespace, name), kind };
  }

  get cached(): KubeObject | undefined {
    return this.resource.cached(this.namespace, this.name);
  }

  notFound(): Status {
    return notFound(this.resource.kind.group, this.resource.kind.resource, this.name);
  }
}

/** An answer: a failure with its own code, anything else with `code`. */
export function respond(body: unknown, code = 200): ApiResponse<unknown> {
  return isStatusFailure(body) ? { code: body.code, body } : { code, body };
}
