import type { PodCondition } from 'kubernetes-types/core/v1.d.ts';
import { setCondition } from '../../../apimachinery/conditions.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { ApiQuery, ApiResponse } from '../../../apimachinery/request.ts';
import { badRequest, isStatusFailure, type Status, success } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { respond, type Scope } from '../scope.ts';
import type { ApiServer } from '../server.ts';
import { deleteObject } from './delete.ts';
import { takeDisruption } from './eviction-budget.ts';

interface Eviction {
  readonly metadata?: { readonly name?: string };
  readonly deleteOptions?: ApiQuery;
}

/**
 * POST pods/eviction: a deletion that asks the pod's PodDisruptionBudget first.
 * Source: kubernetes v1.32 pkg/registry/core/pod/storage/eviction.go.
 */
export function* evictPod(server: ApiServer, scope: Scope): Process<ApiResponse<unknown>> {
  const eviction = scope.request.body as Eviction;
  const name = eviction.metadata?.name;
  if (name && name !== scope.name) return respond(badRequest('name in URL does not match name in Eviction object'));
  const pod = scope.cached ?? (yield* server.storage.get(scope.place()));
  if (pod === undefined || isStatusFailure(pod)) return respond(pod ?? scope.notFound());
  const refused = countsForNoBudget(pod) ? undefined : yield* takeDisruption(server, scope, pod);
  if (refused) return respond(refused);
  const marked = yield* addCondition(server, scope);
  if (isStatusFailure(marked)) return respond(marked);
  const deletion = yield* deleteObject(server, scope, { ...eviction.deleteOptions });
  return isStatusFailure(deletion) ? respond(deletion) : respond({ ...success(), code: 201 }, 201);
}

/** Source: eviction.go, canIgnorePDB. */
function countsForNoBudget({ metadata, status }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined || ['Succeeded', 'Failed', 'Pending'].includes(status?.phase);
}

/** Says why the pod goes before it goes. Source: eviction.go, addConditionAndDeletePod. */
function* addCondition(server: ApiServer, scope: Scope): Process<KubeObject | Status> {
  const add = (pod: KubeObject | undefined): KubeObject | Status => {
    if (pod === undefined) return scope.notFound();
    const condition = { type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting', lastTransitionTime: server.clock.now() };
    const conditions = setCondition<PodCondition>(pod.status?.conditions, condition);
    return conditions === pod.status?.conditions ? pod : { ...pod, status: { ...pod.status, conditions } };
  };
  if (scope.dryRun) return add(scope.cached);
  return yield* server.storage.guaranteedUpdate(scope.place(), scope.cached, add);
}
