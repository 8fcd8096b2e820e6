import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { ApiResponse } from '../../../apimachinery/request.ts';
import { badRequest, conflict, isNotFound, isStatusFailure, type Status } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { decode } from '../decode.ts';
import { createOnUpdate, updateObject, type UpdateRules } from '../registry/update.ts';
import { respond, type Scope } from '../scope.ts';
import type { ApiServer } from '../server.ts';

/** PUT. Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/endpoints/handlers/update.go. */
export function* update(server: ApiServer, scope: Scope): Process<ApiResponse<unknown>> {
  const object = decode(scope, scope.request.body);
  if (isStatusFailure(object)) return respond(object);
  const misnamed = checkName(scope, object);
  if (misnamed !== undefined) return respond(misnamed);
  const stored = yield* updateObject(server, scope, (current) => sameUid(scope, object, current) ?? object, rulesOf(scope));
  if (!isNotFound(stored) || scope.subresource !== '') return respond(stored);
  if (scope.resource.kind.strategy.allowCreateOnUpdate) return respond(yield* createOnUpdate(server, scope, object), 201);
  return respond(sameUid(scope, object, undefined) ?? stored);
}

export function rulesOf(scope: Scope): UpdateRules {
  return scope.subresource === 'status' ? 'status' : 'object';
}

/** Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/endpoints/handlers/rest.go, checkName. */
export function checkName(scope: Scope, object: KubeObject): Status | undefined {
  const { name } = object.metadata;
  if (!name) return badRequest('name must be provided');
  return name === scope.name ? undefined : badRequest(`the name of the object (${name}) does not match the name on the URL (${scope.name})`);
}

/** Who names a uid means that very object. */
function sameUid(scope: Scope, object: KubeObject, current: KubeObject | undefined): Status | undefined {
  const { uid } = object.metadata;
  const found = current?.metadata.uid ?? '';
  if (!uid || uid === found) return undefined;
  const { kind } = scope.resource;
  const key = scope.resource.key(scope.namespace, scope.name);
  return conflict(kind.group, kind.resource, scope.name, `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${found}`);
}
