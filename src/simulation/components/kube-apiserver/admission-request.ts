import type { KubeObject } from '../../apimachinery/meta.ts';
import type { AdmissionRequest, Operation } from './admission/plugin.ts';
import type { Scope } from './scope.ts';

/** What admission is asked about a request. */
export function admissionRequest(scope: Scope, operation: Operation, object: KubeObject | undefined, old: KubeObject | undefined): AdmissionRequest {
  const { group, resource } = scope.resource.kind;
  return { operation, group, resource, subresource: scope.subresource, namespace: scope.namespace, name: scope.name, object, old, user: scope.user, attempt: 0 };
}
