import type { Namespace } from 'kubernetes-types/core/v1.d.ts';
import { invalid, path } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, nameColumn } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { fill, withField } from '../fill.ts';
import { keepAllButStatus } from '../strategies.ts';

const nameLabel = 'kubernetes.io/metadata.name';

/** Source: kubernetes v1.32 pkg/registry/core/namespace/strategy.go; pkg/apis/core/validation, ValidateNamespace. */
export const namespaceKind = declareKind<Typed<Namespace>>({
  group: '', version: 'v1', kind: 'Namespace', resource: 'namespaces', shortNames: ['ns'], categories: [],
  namespaced: false, subresources: ['finalize', 'status'], etcdPrefix: 'namespaces', nameRule: 'dns1123-label',
  default: defaultNamespace,
  strategy: {
    prepareForCreate: (namespace) => ({ ...namespace, spec: withFinalizer(namespace), status: { phase: 'Active' } }),
    prepareForUpdate: (namespace, old) => withField(withField(namespace, 'spec', old.spec), 'status', old.status),
    prepareForStatusUpdate: (namespace, old) => keepAllButStatus(namespace, old),
    validateStatusUpdate: validatePhase,
    selectableFields: (namespace) => ({ 'metadata.name': namespace.metadata.name ?? '', 'status.phase': namespace.status?.phase ?? '' }),
  },
  printer: {
    columns: [nameColumn, column('Status', 'The status of the namespace'), ageColumn],
    row: (namespace, nowUs) => [namespace.metadata.name ?? '', namespace.status?.phase ?? '', ageOf(namespace.metadata.creationTimestamp, nowUs)],
  },
});

function defaultNamespace(namespace: Typed<Namespace>): Typed<Namespace> {
  const name = namespace.metadata.name;
  if (!name || namespace.metadata.labels?.[nameLabel] === name) return fill(namespace, { spec: {}, status: {} });
  const metadata = { ...namespace.metadata, labels: { ...namespace.metadata.labels, [nameLabel]: name } };
  return fill({ ...namespace, metadata }, { spec: {}, status: {} });
}

function withFinalizer(namespace: Namespace): NonNullable<Namespace['spec']> {
  const finalizers = namespace.spec?.finalizers ?? [];
  return finalizers.includes('kubernetes') ? { ...namespace.spec, finalizers } : { ...namespace.spec, finalizers: [...finalizers, 'kubernetes'] };
}

function validatePhase(namespace: Typed<Namespace>): FieldError[] {
  const phase = namespace.status?.phase;
  const at = path('status', 'phase');
  if (!namespace.metadata.deletionTimestamp) {
    return phase === 'Active' ? [] : [invalid(at, phase ?? '', "may only be 'Active' if `deletionTimestamp` is empty")];
  }
  return phase === 'Terminating' ? [] : [invalid(at, phase ?? '', "may only be 'Terminating' if `deletionTimestamp` is not empty")];
}
