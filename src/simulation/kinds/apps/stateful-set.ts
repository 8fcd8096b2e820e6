import type { StatefulSet } from 'kubernetes-types/apps/v1.d.ts'
import type { Typed } from '../../apimachinery/meta.ts'
import { declareKind } from '../declare.ts'

export const statefulSetKind = declareKind<Typed<StatefulSet>>({
  group: 'apps', version: 'v1', kind: 'StatefulSet', resource: 'statefulsets', shortNames: ['sts'], categories: ['all'],
  namespaced: true, subresources: ['scale', 'status'], etcdPrefix: 'statefulsets',
})
