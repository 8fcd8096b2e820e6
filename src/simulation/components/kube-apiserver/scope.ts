import type { KubeObject } from '../../apimachinery/meta.ts';
import type { ApiQuery, ApiRequest, ApiResponse } from '../../apimachinery/request.ts';
import { isStatusFailure, notFound, type Status } from '../../apimachinery/status.ts';
import type { CallContext, MessageKind } from '../../engine/index.ts';
import type { ApiResource } from './api-resource.ts';
import type { Conversion } from './event-conversion.ts';
import type { UserInfo } from './authentication.ts';
import type { Place } from './storage/storage.ts';

const NO_WARNINGS: readonly string[] = Object.freeze([]);
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
  warnings: readonly string[] = NO_WARNINGS;
  /** Set when the client speaks another version than the one that is stored. */
  readonly conversion: Conversion | undefined;
  /** When etcd had committed the write, if there was one. */
  committedUs: number | undefined;
  private known: Place | undefined;
  private knownName = '';

  constructor(request: ApiRequest, resource: ApiResource, user: UserInfo, context: CallContext, conversion?: Conversion) {
    this.request = request;
    this.resource = resource;
    this.user = user;
    this.context = context;
    this.conversion = conversion;
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
    if (this.known !== undefined && this.knownName === name) return this.known;
    const kind: MessageKind = this.context.kind === 'heartbeat' ? 'heartbeat' : 'request';
    this.knownName = name;
    return (this.known = { key: this.resource.key(this.namespace, name), about: this.resource.about(this.namespace, name), kind });
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

/** The answer in the client's version. Status and Table look the same in all of them. */
export function inVersion(scope: Scope, response: ApiResponse<unknown>): ApiResponse<unknown> {
  const { conversion } = scope;
  const body = response.body as Partial<KubeObject> & { readonly items?: readonly KubeObject[] };
  if (conversion === undefined || response.code >= 400) return response;
  if (body.kind === scope.resource.kind.kind) return { ...response, body: conversion.fromStored(body as KubeObject) };
  if (body.items === undefined || body.kind === 'PartialObjectMetadataList') return response;
  return { ...response, body: { ...body, apiVersion: `${scope.request.group}/${scope.request.version}`, items: body.items.map((item) => conversion.fromStored(item)) } };
}
