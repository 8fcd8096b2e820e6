import type { VolumeAttachment } from 'kubernetes-types/storage/v1.d.ts'
import type { Typed } from '../../apimachinery/meta.ts'
import { declareKind } from '../declare.ts'

export const volumeAttachmentKind = declareKind<Typed<VolumeAttachment>>({
  group: 'storage.k8s.io', version: 'v1', kind: 'VolumeAttachment', resource: 'volumeattachments', shortNames: [], categories: [],
  namespaced: false, subresources: ['status'], etcdPrefix: 'volumeattachments',
})
