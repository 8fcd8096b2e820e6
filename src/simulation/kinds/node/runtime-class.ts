import type { RuntimeClass } from 'kubernetes-types/node/v1.d.ts';
import { path } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { validateImmutableField } from '../../apimachinery/object-meta.ts';
import { isDNS1123Label } from '../../apimachinery/validation.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, nameColumn } from '../columns.ts';
import { canonicalResources } from '../core/resources.ts';
import { declareKind } from '../declare.ts';
import { changeField } from '../fill.ts';
import { invalidFor } from '../values.ts';

/** Source: kubernetes v1.32 pkg/registry/node/runtimeclass/strategy.go. */
export const runtimeClassKind = declareKind<Typed<RuntimeClass>>({
  group: 'node.k8s.io', version: 'v1', kind: 'RuntimeClass', resource: 'runtimeclasses', shortNames: [], categories: [],
  namespaced: false, subresources: [], etcdPrefix: 'runtimeclasses',
  default: (it) => changeField(it, 'overhead', (overhead) => changeField(overhead, 'podFixed', canonicalResources)),
  strategy: { validate, validateUpdate: (it, old) => validateImmutableField(it.handler, old.handler, path('handler')), allowUnconditionalUpdate: false },
  printer: {
    columns: [nameColumn, column('Handler', 'handler specifies the underlying runtime and configuration that the CRI implementation will use to handle pods of this class.'), ageColumn],
    row: (it, nowUs) => [it.metadata.name ?? '', it.handler, ageOf(it.metadata.creationTimestamp, nowUs)],
  },
});

function validate(it: Typed<RuntimeClass>): FieldError[] {
  return invalidFor(path('handler'), it.handler ?? '', isDNS1123Label(it.handler ?? ''));
}
