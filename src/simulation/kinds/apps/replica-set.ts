import type { ReplicaSet, ReplicaSetStatus } from 'kubernetes-types/apps/v1.d.ts';
import { deepEqual } from '../../apimachinery/equality.ts';
import { invalid, path, required } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import { selectorFromLabelSelector } from '../../apimachinery/labels.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, containerCells, containerColumns, nameColumn, wideColumn } from '../columns.ts';
import { defaultPodTemplate } from '../core/pod/defaults.ts';
import { podWarnings } from '../core/pod/warnings.ts';
import { declareKind } from '../declare.ts';
import { changeField, fill } from '../fill.ts';
import { goLabelSelector, selectorText } from '../label-validation.ts';
import { specAndStatus } from '../strategies.ts';
import { nonNegative } from '../values.ts';
import { selectorAndTemplateErrors } from './template-selector.ts';

/** Source: kubernetes v1.32 pkg/registry/apps/replicaset/strategy.go; pkg/printers/internalversion/printers.go, printReplicaSet. */
export const replicaSetKind = declareKind<Typed<ReplicaSet>>({
  group: 'apps', version: 'v1', kind: 'ReplicaSet', resource: 'replicasets', shortNames: ['rs'], categories: ['all'],
  namespaced: true, subresources: ['scale', 'status'], etcdPrefix: 'replicasets',
  default: (set) => changeField(fill(set, { status: { replicas: 0 } }), 'spec', (spec) =>
    changeField(fill(spec, { replicas: 1 }), 'template', defaultPodTemplate)),
  strategy: {
    ...specAndStatus(),
    prepareForCreate: (set) => ({ ...set, status: { replicas: 0 }, metadata: { ...set.metadata, generation: 1 } }),
    validate,
    warningsOnCreate: (set) => podWarnings(set.spec?.template?.spec, 'spec.template.spec'),
    validateUpdate,
    validateStatusUpdate: validateStatus,
    selectableFields: (set) => ({ 'status.replicas': String(set.status?.replicas ?? 0) }),
  },
  printer: {
    columns: [
      nameColumn,
      column('Desired', 'Replicas is the number of desired replicas.', 'integer'),
      column('Current', 'Replicas is the most recently observed number of replicas.', 'integer'),
      column('Ready', 'readyReplicas is the number of pods targeted by this ReplicaSet with a Ready Condition.', 'integer'),
      ageColumn,
      ...containerColumns,
      wideColumn('Selector', 'Selector is a label query over pods that should match the replica count.'),
    ],
    row: ({ metadata, spec, status }, nowUs) => [
      metadata.name ?? '', spec?.replicas ?? 0, status?.replicas ?? 0, status?.readyReplicas ?? 0, ageOf(metadata.creationTimestamp, nowUs),
      ...containerCells(spec?.template?.spec?.containers), selectorText(spec?.selector),
    ],
  },
  scale: { selector: (set) => selectorFromLabelSelector(set.spec?.selector).toString() },
});

const at = path('spec');

/** Source: kubernetes v1.32 pkg/apis/apps/validation, ValidateReplicaSetSpec. */
function validate(set: Typed<ReplicaSet>): FieldError[] {
  const { spec } = set;
  if (!spec) return [required(at.child('selector'), ''), required(at.child('template'), '')];
  return [
    ...nonNegative(spec.replicas, at.child('replicas')), ...nonNegative(spec.minReadySeconds, at.child('minReadySeconds')),
    ...selectorAndTemplateErrors(spec, 'ReplicaSet', at),
  ];
}

function validateUpdate(set: Typed<ReplicaSet>, old: Typed<ReplicaSet>): FieldError[] {
  const errors = set.spec === old.spec ? [] : validate(set);
  if (!deepEqual(set.spec?.selector, old.spec?.selector)) errors.push(invalid(at.child('selector'), goLabelSelector(set.spec?.selector), 'field is immutable'));
  return errors;
}

const counts = ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas', 'observedGeneration'] as const;

/** Source: kubernetes v1.32 pkg/apis/apps/validation, ValidateReplicaSetStatus. */
function validateStatus(set: Typed<ReplicaSet>): FieldError[] {
  const place = path('status');
  const status: ReplicaSetStatus = set.status ?? { replicas: 0 };
  const errors = counts.flatMap((field) => nonNegative(status[field], place.child(field)));
  for (const field of ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'] as const) {
    if ((status[field] ?? 0) > status.replicas) errors.push(invalid(place.child(field), status[field], 'cannot be greater than status.replicas'));
  }
  if ((status.availableReplicas ?? 0) > (status.readyReplicas ?? 0)) {
    errors.push(invalid(place.child('availableReplicas'), status.availableReplicas, 'cannot be greater than readyReplicas'));
  }
  return errors;
}
