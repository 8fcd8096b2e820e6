import type { CSINode } from 'kubernetes-types/storage/v1.d.ts'
import type { Typed } from '../../apimachinery/meta.ts'
import { declareKind } from '../declare.ts'

export const csiNodeKind = declareKind<Typed<CSINode>>({
  group: 'storage.k8s.io', version: 'v1', kind: 'CSINode', resource: 'csinodes', shortNames: [], categories: [],
  namespaced: false, subresources: [], etcdPrefix: 'csinodes',
})
