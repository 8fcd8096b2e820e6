import type { ApiResponse } from '../../../apimachinery/request.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { freshEnough } from '../freshness.ts';
import { respond, type Scope } from '../scope.ts';
import type { ApiServer } from '../server.ts';
import { partialMetadata, tableOf } from '../table.ts';

/** GET of one object: from etcd, unless the client is content with the cache. Source: kubernetes v1.32 .../endpoints/handlers/get.go. */
export function* get(server: ApiServer, scope: Scope): Process<ApiResponse<unknown>> {
  const { resourceVersion = '' } = scope.query;
  const stale = resourceVersion === '' ? undefined : yield* freshEnough(server, scope.resource, resourceVersion);
  if (stale !== undefined) return respond(stale);
  const object = resourceVersion === '' ? yield* server.storage.get(scope.place()) : scope.cached;
  if (isStatusFailure(object)) return respond(object);
  if (object === undefined) return respond(scope.notFound());
  const { accept } = scope.request;
  if (accept === 'partial-metadata') return respond(partialMetadata(object));
  if (accept !== 'table') return respond(object);
  return respond(tableOf(scope.resource.kind, [object], { resourceVersion: object.metadata.resourceVersion }, server.clock.nowUs, scope.query.includeObject));
}
