import type { DaemonSet } from 'kubernetes-types/apps/v1.d.ts'
import type { Typed } from '../../apimachinery/meta.ts'
import { declareKind } from '../declare.ts'

export const daemonSetKind = declareKind<Typed<DaemonSet>>({
  group: 'apps', version: 'v1', kind: 'DaemonSet', resource: 'daemonsets', shortNames: ['ds'], categories: ['all'],
  namespaced: true, subresources: ['status'], etcdPrefix: 'daemonsets',
})
