import type { PriorityClass } from 'kubernetes-types/scheduling/v1.d.ts'
import type { Typed } from '../../apimachinery/meta.ts'
import { declareKind } from '../declare.ts'

export const priorityClassKind = declareKind<Typed<PriorityClass>>({
  group: 'scheduling.k8s.io', version: 'v1', kind: 'PriorityClass', resource: 'priorityclasses', shortNames: ['pc'], categories: [],
  namespaced: false, subresources: [], etcdPrefix: 'priorityclasses',
})
