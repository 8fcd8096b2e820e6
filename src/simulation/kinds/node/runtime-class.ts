import type { RuntimeClass } from 'kubernetes-types/node/v1.d.ts'
import type { Typed } from '../../apimachinery/meta.ts'
import { declareKind } from '../declare.ts'

export const runtimeClassKind = declareKind<Typed<RuntimeClass>>({
  group: 'node.k8s.io', version: 'v1', kind: 'RuntimeClass', resource: 'runtimeclasses', shortNames: [], categories: [],
  namespaced: false, subresources: [], etcdPrefix: 'runtimeclasses',
})
