import type { NamespaceSpec } from 'kubernetes-types/core/v1.d.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { ApiQuery, ApiResponse } from '../../../apimachinery/request.ts';
import { isStatusFailure, type Status } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { decode } from '../decode.ts';
import { checkName } from '../handlers/update.ts';
import { respond, type Scope } from '../scope.ts';
import type { ApiServer } from '../server.ts';
import { type Deletion, deleteObject } from './delete.ts';
import { updateObject } from './update.ts';

/**
 * A namespace is only marked; the namespace controller empties it and lets it go.
 * Source: kubernetes v1.32 pkg/registry/core/namespace/storage/storage.go, Delete.
 */
export function* deleteNamespace(server: ApiServer, scope: Scope, options: ApiQuery): Process<Deletion | Status> {
  const { cached } = scope;
  if (cached?.metadata.deletionTimestamp !== undefined) {
    const held = (cached.spec as NamespaceSpec | undefined)?.finalizers?.length;
    return held ? { object: cached, gone: false } : yield* deleteObject(server, scope, options);
  }
  const uid = options.preconditions?.uid;
  const mark = (current: KubeObject | undefined): KubeObject | Status => {
    if (current === undefined || (uid !== undefined && current.metadata.uid !== uid)) return scope.notFound();
    if (current.metadata.deletionTimestamp !== undefined) return current;
    return { ...current, metadata: { ...current.metadata, deletionTimestamp: server.clock.now() }, status: { ...current.status, phase: 'Terminating' } };
  };
  const marked = scope.dryRun ? mark(cached) : yield* server.storage.guaranteedUpdate(scope.place(), cached, mark);
  scope.committedUs = server.clock.nowUs;
  return isStatusFailure(marked) ? marked : { object: marked, gone: false };
}

/** PUT …/finalize: takes finalizers off; the namespace goes with the last one. Source: the same file, FinalizeREST. */
export function* finalizeNamespace(server: ApiServer, scope: Scope): Process<ApiResponse<unknown>> {
  const object = decode(scope, scope.request.body);
  if (isStatusFailure(object)) return respond(object);
  const misnamed = checkName(scope, object);
  if (misnamed !== undefined) return respond(misnamed);
  const renew = (current: KubeObject): KubeObject => ({ ...current, spec: object.spec, metadata: { ...current.metadata, resourceVersion: object.metadata.resourceVersion } });
  return respond(yield* updateObject(server, scope, renew, 'none'));
}
