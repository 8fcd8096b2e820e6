import { invalid as invalidField, path } from '../../../apimachinery/field.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { ApiResponse } from '../../../apimachinery/request.ts';
import { invalid, isStatusFailure, type Status } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { applyPatch, checkPatch } from '../handlers/patch.ts';
import { respond, type Scope } from '../scope.ts';
import type { ApiServer } from '../server.ts';
import { updateObject } from './update.ts';

/** The autoscaling/v1 Scale of a workload. Source: kubernetes v1.32 pkg/registry/apps/deployment/storage/storage.go, ScaleREST. */
function scaleOf(scope: Scope, object: KubeObject): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = scope.resource.kind.scale?.selector(object);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: object.spec?.replicas ?? 0 },
    status: { replicas: object.status?.replicas ?? 0, ...(selector ? { selector } : {}) },
  };
}

export function* getScale(server: ApiServer, scope: Scope): Process<ApiResponse<unknown>> {
  const object = yield* server.storage.get(scope.place());
  if (isStatusFailure(object)) return respond(object);
  return respond(object === undefined ? scope.notFound() : scaleOf(scope, object));
}

export function* updateScale(server: ApiServer, scope: Scope): Process<ApiResponse<unknown>> {
  return yield* rescale(server, scope, () => scope.request.body as KubeObject);
}

export function* patchScale(server: ApiServer, scope: Scope): Process<ApiResponse<unknown>> {
  const { contentType, body } = scope.request;
  const unfit = checkPatch(contentType);
  if (unfit !== undefined) return respond(unfit);
  return yield* rescale(server, scope, (scale) => applyPatch(scale, contentType!, body));
}

function* rescale(server: ApiServer, scope: Scope, change: (scale: KubeObject) => KubeObject | Status): Process<ApiResponse<unknown>> {
  const renew = (current: KubeObject): KubeObject | Status => {
    const scale = change(scaleOf(scope, current));
    if (isStatusFailure(scale)) return scale;
    const replicas = (scale.spec?.replicas ?? 0) as number;
    if (replicas < 0) return invalid('autoscaling', 'Scale', scope.name, [invalidField(path('spec', 'replicas'), replicas, 'must be greater than or equal to 0')]);
    const { resourceVersion } = scale.metadata;
    return { ...current, metadata: { ...current.metadata, resourceVersion }, spec: { ...current.spec, replicas } };
  };
  const stored = yield* updateObject(server, scope, renew, 'object');
  return respond(isStatusFailure(stored) ? stored : scaleOf(scope, stored));
}
