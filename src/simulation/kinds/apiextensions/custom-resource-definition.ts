import type { CustomResourceDefinition } from 'kubernetes-types/apiextensions/v1.d.ts'
import type { Typed } from '../../apimachinery/meta.ts'
import { declareKind } from '../declare.ts'

export const customResourceDefinitionKind = declareKind<Typed<CustomResourceDefinition>>({
  group: 'apiextensions.k8s.io', version: 'v1', kind: 'CustomResourceDefinition', resource: 'customresourcedefinitions', shortNames: ['crd', 'crds'], categories: ['api-extensions'],
  namespaced: false, subresources: ['status'], etcdPrefix: 'apiextensions.k8s.io/customresourcedefinitions',
})
