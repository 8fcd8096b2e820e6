import type { RoleBinding } from 'kubernetes-types/rbac/v1.d.ts'
import type { Typed } from '../../apimachinery/meta.ts'
import { declareKind } from '../declare.ts'

export const roleBindingKind = declareKind<Typed<RoleBinding>>({
  group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'RoleBinding', resource: 'rolebindings', shortNames: [], categories: [],
  namespaced: true, subresources: [], etcdPrefix: 'rolebindings',
})
