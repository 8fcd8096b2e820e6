import type { RoleBinding } from 'kubernetes-types/rbac/v1.d.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { declareKind } from '../declare.ts';
import { bindingErrors, bindingPrinter, bindingUpdateErrors, defaultBinding } from './bindings.ts';

const roleKinds = ['Role', 'ClusterRole'];

/** Source: kubernetes v1.32 pkg/registry/rbac/rolebinding/strategy.go. */
export const roleBindingKind = declareKind<Typed<RoleBinding>>({
  group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'RoleBinding', resource: 'rolebindings', shortNames: [], categories: [],
  namespaced: true, subresources: [], etcdPrefix: 'rolebindings', nameRule: 'path-segment',
  default: defaultBinding,
  strategy: {
    validate: (binding) => bindingErrors(binding, roleKinds),
    validateUpdate: (binding, old) => bindingUpdateErrors(binding, old, roleKinds),
    allowCreateOnUpdate: true,
  },
  printer: bindingPrinter,
});
