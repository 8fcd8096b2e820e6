import type { ReplicationController } from 'kubernetes-types/core/v1.d.ts';
import { path, required } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import { selectorFromSet } from '../../apimachinery/labels.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { ageOf } from '../age.ts';
import { templateErrors } from '../apps/template-selector.ts';
import { ageColumn, column, containerCells, containerColumns, labelText, nameColumn, wideColumn } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { changeField, fill, withField } from '../fill.ts';
import { specAndStatus } from '../strategies.ts';
import { nonNegative } from '../values.ts';
import { defaultPodTemplate } from './pod/defaults.ts';

/** Source: kubernetes v1.32 pkg/registry/core/replicationcontroller/strategy.go. */
export const replicationControllerKind = declareKind<Typed<ReplicationController>>({
  group: '', version: 'v1', kind: 'ReplicationController', resource: 'replicationcontrollers', shortNames: ['rc'], categories: ['all'],
  namespaced: true, subresources: ['scale', 'status'], etcdPrefix: 'controllers',
  default: defaultController,
  strategy: {
    ...specAndStatus(),
    prepareForCreate: (controller) => ({ ...controller, status: { replicas: 0 }, metadata: { ...controller.metadata, generation: 1 } }),
    validate, validateUpdate: validate,
    selectableFields: (controller) => ({ 'status.replicas': String(controller.status?.replicas ?? 0) }),
  },
  printer: {
    columns: [
      nameColumn,
      column('Desired', 'Replicas is the number of desired replicas.', 'integer'),
      column('Current', 'Replicas is the most recently observed number of replicas.', 'integer'),
      column('Ready', 'The number of ready replicas for this replication controller.', 'integer'),
      ageColumn, ...containerColumns,
      wideColumn('Selector', 'Selector is a label query over pods that should match the Replicas count.'),
    ],
    row: ({ metadata, spec, status }, nowUs) => [
      metadata.name ?? '', spec?.replicas ?? 0, status?.replicas ?? 0, status?.readyReplicas ?? 0, ageOf(metadata.creationTimestamp, nowUs),
      ...containerCells(spec?.template?.spec?.containers), labelText(spec?.selector),
    ],
  },
  scale: { selector: (controller) => selectorFromSet(controller.spec?.selector).toString() },
});

/** Labels and selector come from the template where they are not given. Source: kubernetes v1.32 pkg/apis/core/v1/defaults.go, SetDefaults_ReplicationController. */
function defaultController(controller: Typed<ReplicationController>): Typed<ReplicationController> {
  const labels = controller.spec?.template?.metadata?.labels;
  let result = fill(controller, { status: { replicas: 0 } });
  result = changeField(result, 'spec', (spec) => {
    const counted = fill(spec, { replicas: 1, ...(labels ? { selector: labels } : {}) });
    return changeField(counted, 'template', defaultPodTemplate);
  });
  return labels && !result.metadata.labels ? withField(result, 'metadata', { ...result.metadata, labels }) : result;
}

const at = path('spec');

/** Source: kubernetes v1.32 pkg/apis/core/validation, ValidateReplicationControllerSpec. */
function validate(controller: Typed<ReplicationController>): FieldError[] {
  const spec = controller.spec ?? {};
  const errors = nonNegative(spec.minReadySeconds, at.child('minReadySeconds'));
  if (Object.keys(spec.selector ?? {}).length === 0) errors.push(required(at.child('selector'), ''));
  errors.push(...nonNegative(spec.replicas, at.child('replicas')));
  return [...errors, ...templateErrors({ template: spec.template, selector: { matchLabels: spec.selector } }, at.child('template'))];
}
