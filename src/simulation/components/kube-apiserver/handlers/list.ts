import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { ApiResponse } from '../../../apimachinery/request.ts';
import { badRequest, expired, isStatusFailure, type Status } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { freshEnough, parseResourceVersion } from '../freshness.ts';
import { respond, type Scope } from '../scope.ts';
import { type Selection, select } from '../selection.ts';
import type { ApiServer } from '../server.ts';
import { prefixEnd } from '../storage/etcd-client.ts';
import { objectOf } from '../storage/stamp.ts';
import { partialMetadata, tableOf } from '../table.ts';

/** Some of the objects of a list, and where the next part begins. */
interface Page {
  readonly items: readonly KubeObject[];
  readonly revision: number;
  readonly continueFrom?: string;
  readonly remaining?: number;
}

/** GET of a collection. Source: kubernetes v1.32 .../endpoints/handlers/get.go, ListResource. */
export function* list(server: ApiServer, scope: Scope): Process<ApiResponse<unknown>> {
  const { labelSelector, fieldSelector } = scope.query;
  const selection = select(scope.resource, scope.namespace, scope.request.name, labelSelector, fieldSelector);
  if (isStatusFailure(selection)) return respond(selection);
  const page = yield* pageOf(server, scope, selection);
  return isStatusFailure(page) ? respond(page) : respond(present(server, scope, page));
}

function* pageOf(server: ApiServer, scope: Scope, selection: Selection): Process<Page | Status> {
  const { resourceVersion = '', resourceVersionMatch, limit = 0, continue: token } = scope.query;
  if (token) return yield* continued(server, scope, selection, token, limit);
  if (resourceVersionMatch === 'Exact') return yield* fromHistory(server, scope, selection, parseResourceVersion(resourceVersion) ?? 0, '', limit);
  const stale = yield* freshEnough(server, scope.resource, resourceVersion);
  if (stale !== undefined) return stale;
  const { revision } = scope.resource.cacher;
  const items = selection.list();
  // Version "0" asks for whatever the cache has, all of it.
  if (limit === 0 || items.length <= limit || resourceVersion === '0') return { items, revision };
  return cut(items, limit, revision, selection);
}

function cut(items: readonly KubeObject[], limit: number, revision: number, selection: Selection): Page {
  const { namespace = '', name = '' } = items[limit - 1].metadata;
  const remaining = selection.narrowed ? {} : { remaining: items.length - limit };
  return { items: items.slice(0, limit), revision, continueFrom: `${namespace}/${name}`, ...remaining };
}

/** The part behind a continue token, as of the revision of the first part. */
function* continued(server: ApiServer, scope: Scope, selection: Selection, token: string, limit: number): Process<Page | Status> {
  const match = /^v1:(\d+):(.*)$/.exec(token);
  if (match === null) return badRequest('continue key is not valid: invalid character');
  return yield* fromHistory(server, scope, selection, Number(match[1]), match[2], limit);
}

const CONTINUE_EXPIRED =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

/** Reads etcd's past at `revision`, behind `after` (namespace/name). */
function* fromHistory(server: ApiServer, scope: Scope, selection: Selection, revision: number, after: string, limit: number): Process<Page | Status> {
  const { resource, namespace } = scope;
  const prefix = resource.key(namespace, '');
  const [, afterNamespace = '', afterName = ''] = /^([^/]*)\/(.*)$/.exec(after) ?? [];
  const start = after === '' ? prefix : `${resource.key(afterNamespace, afterName)}\0`;
  const answer = yield* server.storage.list(start, prefixEnd(prefix), revision, 0);
  if (answer === 'compacted') return expired(after === '' ? 'The resourceVersion for the provided list is too old.' : CONTINUE_EXPIRED);
  if (isStatusFailure(answer)) return answer;
  const items = answer.kvs.map(objectOf).filter((object) => selection.matches(object));
  return limit === 0 || items.length <= limit ? { items, revision } : cut(items, limit, revision, selection);
}

function present(server: ApiServer, scope: Scope, { items, revision, continueFrom, remaining }: Page): unknown {
  const metadata = {
    resourceVersion: String(revision),
    ...(continueFrom === undefined ? {} : { continue: `v1:${revision}:${continueFrom}` }),
    ...(remaining === undefined ? {} : { remainingItemCount: remaining }),
  };
  const { kind, apiVersion } = scope.resource;
  const { accept } = scope.request;
  if (accept === 'table') return tableOf(kind, items, metadata, server.clock.nowUs, scope.query.includeObject);
  if (accept === 'partial-metadata') return { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata, items: items.map(partialMetadata) };
  return { kind: `${kind.kind}List`, apiVersion, metadata, items };
}
