import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.d.ts'
import type { Typed } from '../../apimachinery/meta.ts'
import { declareKind } from '../declare.ts'

export const podDisruptionBudgetKind = declareKind<Typed<PodDisruptionBudget>>({
  group: 'policy', version: 'v1', kind: 'PodDisruptionBudget', resource: 'poddisruptionbudgets', shortNames: ['pdb'], categories: [],
  namespaced: true, subresources: ['status'], etcdPrefix: 'poddisruptionbudgets',
})
