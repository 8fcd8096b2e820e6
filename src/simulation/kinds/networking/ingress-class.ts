import type { IngressClass } from 'kubernetes-types/networking/v1.d.ts';
import { path, required } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { validateImmutableField } from '../../apimachinery/object-meta.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, nameColumn } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { changeField, fill } from '../fill.ts';
import { generationOnly } from '../strategies.ts';

/** Source: kubernetes v1.32 pkg/registry/networking/ingressclass/strategy.go. */
export const ingressClassKind = declareKind<Typed<IngressClass>>({
  group: 'networking.k8s.io', version: 'v1', kind: 'IngressClass', resource: 'ingressclasses', shortNames: [], categories: [],
  namespaced: false, subresources: [], etcdPrefix: 'ingressclasses',
  default: (it) => changeField(it, 'spec', (spec) => changeField(spec, 'parameters', (parameters) => fill(parameters, { scope: 'Cluster' }))),
  strategy: {
    ...generationOnly(), validate,
    validateUpdate: (it, old) => [...validateImmutableField(it.spec?.controller, old.spec?.controller, path('spec', 'controller')), ...validate(it)],
  },
  printer: {
    columns: [
      nameColumn, column('Controller', 'Controller that is responsible for handling this class'),
      column('Parameters', 'A reference to a resource with additional parameters'), ageColumn,
    ],
    row: ({ metadata, spec }, nowUs) => [metadata.name ?? '', spec?.controller ?? '', parameterText(spec), ageOf(metadata.creationTimestamp, nowUs)],
  },
});

function parameterText(spec: IngressClass['spec']): string {
  const parameters = spec?.parameters;
  if (!parameters) return '<none>';
  return parameters.apiGroup ? `${parameters.kind}.${parameters.apiGroup}/${parameters.name}` : `${parameters.kind}/${parameters.name}`;
}

function validate(it: Typed<IngressClass>): FieldError[] {
  return it.spec?.controller ? [] : [required(path('spec', 'controller'), '')];
}
