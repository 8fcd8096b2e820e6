import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2.d.ts'
import type { Typed } from '../../apimachinery/meta.ts'
import { declareKind } from '../declare.ts'

export const horizontalPodAutoscalerKind = declareKind<Typed<HorizontalPodAutoscaler>>({
  group: 'autoscaling', version: 'v2', kind: 'HorizontalPodAutoscaler', resource: 'horizontalpodautoscalers', shortNames: ['hpa'], categories: ['all'],
  namespaced: true, subresources: ['status'], etcdPrefix: 'horizontalpodautoscalers',
})
