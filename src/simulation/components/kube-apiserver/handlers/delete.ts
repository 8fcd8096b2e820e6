import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { ApiQuery, ApiResponse } from '../../../apimachinery/request.ts';
import { isNotFound, isStatusFailure, type Status, success } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { admissionRequest } from '../admission-request.ts';
import { freshEnough } from '../freshness.ts';
import { type Deletion, deleteObject } from '../registry/delete.ts';
import { deleteNamespace } from '../registry/namespace-lifecycle.ts';
import { respond, Scope } from '../scope.ts';
import { select } from '../selection.ts';
import type { ApiServer } from '../server.ts';

/** DELETE of one object. Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/endpoints/handlers/delete.go. */
export function* deleteOne(server: ApiServer, scope: Scope): Process<ApiResponse<unknown>> {
  const deletion = yield* admittedDeletion(server, scope, optionsOf(scope));
  return isStatusFailure(deletion) ? respond(deletion) : respond(answerOf(scope, deletion));
}

/** DELETE of a collection: everything that the selectors choose, one after another. Answers the list of what was deleted. */
export function* deleteCollection(server: ApiServer, scope: Scope): Process<ApiResponse<unknown>> {
  const { labelSelector, fieldSelector, resourceVersion = '' } = scope.query;
  const selection = select(scope.resource, scope.namespace, undefined, labelSelector, fieldSelector);
  if (isStatusFailure(selection)) return respond(selection);
  const stale = yield* freshEnough(server, scope.resource, resourceVersion);
  if (stale !== undefined) return respond(stale);
  const items: KubeObject[] = [];
  for (const object of selection.list()) {
    const one = scopeOf(scope, object);
    const deletion = yield* admittedDeletion(server, one, optionsOf(scope));
    if (isNotFound(deletion)) continue;
    if (isStatusFailure(deletion)) return respond(deletion);
    items.push(deletion.object);
    scope.committedUs = one.committedUs;
  }
  const { kind, apiVersion, cacher } = scope.resource;
  return respond({ kind: `${kind.kind}List`, apiVersion, metadata: { resourceVersion: String(cacher.revision) }, items });
}

function* admittedDeletion(server: ApiServer, scope: Scope, options: ApiQuery): Process<Deletion | Status> {
  const request = admissionRequest(scope, 'DELETE', undefined, scope.cached);
  const refusal = server.admission.admit(request);
  if (isStatusFailure(refusal)) return refusal;
  const denied = server.admission.validate(request);
  if (denied !== undefined) return denied;
  return yield* scope.resource.id === '/namespaces' ? deleteNamespace(server, scope, options) : deleteObject(server, scope, options);
}

/** DeleteOptions may come in the query or as the body. */
export function optionsOf(scope: Scope): ApiQuery {
  const { body } = scope.request;
  return typeof body === 'object' && body !== null ? { ...scope.query, ...(body as ApiQuery) } : scope.query;
}

function scopeOf(scope: Scope, { metadata }: KubeObject): Scope {
  return new Scope({ ...scope.request, namespace: metadata.namespace, name: metadata.name }, scope.resource, scope.user, scope.context, scope.conversion);
}

/** Most kinds answer a Status when the object is gone, and the object while it stays. */
function answerOf(scope: Scope, { object, gone }: Deletion): KubeObject | Status {
  if (!gone || scope.resource.returnsDeleted) return object;
  const { group, resource } = scope.resource.kind;
  return success({ name: scope.name, ...(group === '' ? {} : { group }), kind: resource, uid: object.metadata.uid });
}
