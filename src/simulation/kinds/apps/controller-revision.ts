import type { ControllerRevision } from 'kubernetes-types/apps/v1.d.ts'
import type { Typed } from '../../apimachinery/meta.ts'
import { declareKind } from '../declare.ts'

export const controllerRevisionKind = declareKind<Typed<ControllerRevision>>({
  group: 'apps', version: 'v1', kind: 'ControllerRevision', resource: 'controllerrevisions', shortNames: [], categories: [],
  namespaced: true, subresources: [], etcdPrefix: 'controllerrevisions',
})
