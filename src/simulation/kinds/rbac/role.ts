import type { Role } from 'kubernetes-types/rbac/v1.d.ts'
import type { Typed } from '../../apimachinery/meta.ts'
import { declareKind } from '../declare.ts'

export const roleKind = declareKind<Typed<Role>>({
  group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'Role', resource: 'roles', shortNames: [], categories: [],
  namespaced: true, subresources: [], etcdPrefix: 'roles',
})
