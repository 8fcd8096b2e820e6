import type { Job } from 'kubernetes-types/batch/v1.d.ts'
import type { Typed } from '../../apimachinery/meta.ts'
import { declareKind } from '../declare.ts'

export const jobKind = declareKind<Typed<Job>>({
  group: 'batch', version: 'v1', kind: 'Job', resource: 'jobs', shortNames: [], categories: ['all'],
  namespaced: true, subresources: ['status'], etcdPrefix: 'jobs',
})
