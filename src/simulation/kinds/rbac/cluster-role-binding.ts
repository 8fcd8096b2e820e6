import type { ClusterRoleBinding } from 'kubernetes-types/rbac/v1.d.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { declareKind } from '../declare.ts';
import { bindingErrors, bindingPrinter, bindingUpdateErrors, defaultBinding } from './bindings.ts';

const roleKinds = ['ClusterRole'];

/** Source: kubernetes v1.32 pkg/registry/rbac/clusterrolebinding/strategy.go. */
export const clusterRoleBindingKind = declareKind<Typed<ClusterRoleBinding>>({
  group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'ClusterRoleBinding', resource: 'clusterrolebindings', shortNames: [], categories: [],
  namespaced: false, subresources: [], etcdPrefix: 'clusterrolebindings', nameRule: 'path-segment',
  default: defaultBinding,
  strategy: {
    validate: (binding) => bindingErrors(binding, roleKinds),
    validateUpdate: (binding, old) => bindingUpdateErrors(binding, old, roleKinds),
    allowCreateOnUpdate: true,
  },
  printer: bindingPrinter,
});
