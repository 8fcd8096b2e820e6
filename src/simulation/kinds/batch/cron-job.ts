import type { CronJob } from 'kubernetes-types/batch/v1.d.ts'
import type { Typed } from '../../apimachinery/meta.ts'
import { declareKind } from '../declare.ts'

export const cronJobKind = declareKind<Typed<CronJob>>({
  group: 'batch', version: 'v1', kind: 'CronJob', resource: 'cronjobs', shortNames: ['cj'], categories: ['all'],
  namespaced: true, subresources: ['status'], etcdPrefix: 'cronjobs',
})
