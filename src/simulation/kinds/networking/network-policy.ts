import type { NetworkPolicy } from 'kubernetes-types/networking/v1.d.ts'
import type { Typed } from '../../apimachinery/meta.ts'
import { declareKind } from '../declare.ts'

export const networkPolicyKind = declareKind<Typed<NetworkPolicy>>({
  group: 'networking.k8s.io', version: 'v1', kind: 'NetworkPolicy', resource: 'networkpolicies', shortNames: ['netpol'], categories: [],
  namespaced: true, subresources: [], etcdPrefix: 'networkpolicies',
})
