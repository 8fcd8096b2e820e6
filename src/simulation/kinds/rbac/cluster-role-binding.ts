import type { ClusterRoleBinding } from 'kubernetes-types/rbac/v1.d.ts'
import type { Typed } from '../../apimachinery/meta.ts'
import { declareKind } from '../declare.ts'

export const clusterRoleBindingKind = declareKind<Typed<ClusterRoleBinding>>({
  group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'ClusterRoleBinding', resource: 'clusterrolebindings', shortNames: [], categories: [],
  namespaced: false, subresources: [], etcdPrefix: 'clusterrolebindings',
})
