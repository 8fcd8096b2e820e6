import type { IngressClass } from 'kubernetes-types/networking/v1.d.ts'
import type { Typed } from '../../apimachinery/meta.ts'
import { declareKind } from '../declare.ts'

export const ingressClassKind = declareKind<Typed<IngressClass>>({
  group: 'networking.k8s.io', version: 'v1', kind: 'IngressClass', resource: 'ingressclasses', shortNames: [], categories: [],
  namespaced: false, subresources: [], etcdPrefix: 'ingressclasses',
})
