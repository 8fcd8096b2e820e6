import type { Binding, PodCondition, PodSpec, PodStatus } from 'kubernetes-types/core/v1.d.ts';
import { type FieldError, notSupported, path, required } from '../../../apimachinery/field.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { ApiResponse } from '../../../apimachinery/request.ts';
import { conflict, invalid, isNotFound, isStatusFailure, type Status, success } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { respond, type Scope } from '../scope.ts';
import type { ApiServer } from '../server.ts';

/** POST pods/binding: gives a pod its node, once. Source: kubernetes v1.32 pkg/registry/core/pod/storage/storage.go, BindingREST. */
export function* bindPod(server: ApiServer, scope: Scope): Process<ApiResponse<unknown>> {
  const binding = scope.request.body as Binding;
  const errors = validate(binding);
  if (errors.length > 0) return respond(invalid('', 'Binding', scope.name, errors));
  const assign = (pod: KubeObject | undefined): KubeObject | Status => assigned(server, scope, pod, binding);
  const bound = scope.dryRun ? assign(scope.cached) : yield* server.storage.guaranteedUpdate(scope.place(), scope.cached, assign);
  scope.committedUs = server.clock.nowUs;
  if (isStatusFailure(bound) && !isNotFound(bound)) return respond(bound);
  return isStatusFailure(bound) ? respond(bound) : respond({ ...success(), code: 201 }, 201);
}

/** Source: kubernetes v1.32 pkg/apis/core/validation/validation.go, ValidatePodBinding. */
function validate({ target }: Binding): FieldError[] {
  const errors: FieldError[] = [];
  const at = path('target');
  if (target?.kind && target.kind !== 'Node') errors.push(notSupported(at.child('kind'), target.kind, ['Node', '<empty>']));
  if (!target?.name) errors.push(required(at.child('name'), ''));
  return errors;
}

/** Source: kubernetes v1.32 pkg/registry/core/pod/storage/storage.go, setPodHostAndAnnotations. */
function assigned(server: ApiServer, scope: Scope, pod: KubeObject | undefined, binding: Binding): KubeObject | Status {
  if (pod === undefined) return scope.notFound();
  const { uid, resourceVersion } = binding.metadata ?? {};
  const spec = pod.spec as PodSpec;
  const refuse = (detail: string): Status => conflict('', 'pods/binding', scope.name, detail);
  if (uid && uid !== pod.metadata.uid) return refuse(`Precondition failed: UID in precondition: ${uid}, UID in object meta: ${pod.metadata.uid}`);
  if (resourceVersion && resourceVersion !== pod.metadata.resourceVersion) return refuse(`Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${pod.metadata.resourceVersion}`);
  if (pod.metadata.deletionTimestamp !== undefined) return refuse(`pod ${scope.name} is being deleted, cannot be assigned to a host`);
  if (spec.nodeName) return refuse(`pod ${scope.name} is already assigned to node "${spec.nodeName}"`);
  if (spec.schedulingGates?.length) return refuse(`pod ${scope.name} has non-empty .spec.schedulingGates`);
  const added = binding.metadata?.annotations;
  const metadata = added && Object.keys(added).length > 0 ? { ...pod.metadata, annotations: { ...pod.metadata.annotations, ...added } } : pod.metadata;
  return { ...pod, metadata, spec: { ...spec, nodeName: binding.target.name }, status: scheduled(pod.status as PodStatus | undefined, server.clock.now()) };
}

function scheduled(status: PodStatus | undefined, now: string): PodStatus {
  const condition: PodCondition = { type: 'PodScheduled', status: 'True', lastProbeTime: null as unknown as undefined, lastTransitionTime: now };
  const others = (status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
  return { ...status, conditions: [...others, condition] };
}
