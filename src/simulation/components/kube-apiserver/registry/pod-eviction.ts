import type { ApiQuery, ApiResponse } from '../../../apimachinery/request.ts';
import { badRequest, isStatusFailure, success } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { respond, type Scope } from '../scope.ts';
import type { ApiServer } from '../server.ts';
import { deleteObject } from './delete.ts';

interface Eviction {
  readonly metadata?: { readonly name?: string };
  readonly deleteOptions?: ApiQuery;
}

/**
 * POST pods/eviction: a deletion that asks first.
 * Source: kubernetes v1.32 pkg/registry/core/pod/storage/eviction.go. Differs: no PodDisruptionBudget is asked yet.
 */
export function* evictPod(server: ApiServer, scope: Scope): Process<ApiResponse<unknown>> {
  const eviction = scope.request.body as Eviction;
  const name = eviction.metadata?.name;
  if (name && name !== scope.name) return respond(badRequest('name in URL does not match name in Eviction object'));
  const deletion = yield* deleteObject(server, scope, { ...eviction.deleteOptions });
  return isStatusFailure(deletion) ? respond(deletion) : respond({ ...success(), code: 201 }, 201);
}
