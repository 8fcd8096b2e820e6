import type { Ingress } from 'kubernetes-types/networking/v1.d.ts'
import type { Typed } from '../../apimachinery/meta.ts'
import { declareKind } from '../declare.ts'

export const ingressKind = declareKind<Typed<Ingress>>({
  group: 'networking.k8s.io', version: 'v1', kind: 'Ingress', resource: 'ingresses', shortNames: ['ing'], categories: [],
  namespaced: true, subresources: ['status'], etcdPrefix: 'ingress',
})
