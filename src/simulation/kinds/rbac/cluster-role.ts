import type { ClusterRole } from 'kubernetes-types/rbac/v1.d.ts'
import type { Typed } from '../../apimachinery/meta.ts'
import { declareKind } from '../declare.ts'

export const clusterRoleKind = declareKind<Typed<ClusterRole>>({
  group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'ClusterRole', resource: 'clusterroles', shortNames: [], categories: [],
  namespaced: false, subresources: [], etcdPrefix: 'clusterroles',
})
