import type { StorageClass } from 'kubernetes-types/storage/v1.d.ts'
import type { Typed } from '../../apimachinery/meta.ts'
import { declareKind } from '../declare.ts'

export const storageClassKind = declareKind<Typed<StorageClass>>({
  group: 'storage.k8s.io', version: 'v1', kind: 'StorageClass', resource: 'storageclasses', shortNames: ['sc'], categories: [],
  namespaced: false, subresources: [], etcdPrefix: 'storageclasses',
})
