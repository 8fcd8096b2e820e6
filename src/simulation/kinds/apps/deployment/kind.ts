import type { Deployment } from 'kubernetes-types/apps/v1.d.ts';
import { selectorFromLabelSelector } from '../../../apimachinery/labels.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { ageOf } from '../../age.ts';
import { ageColumn, column, containerCells, containerColumns, nameColumn, wideColumn } from '../../columns.ts';
import { podWarnings } from '../../core/pod/warnings.ts';
import { declareKind } from '../../declare.ts';
import { withField } from '../../fill.ts';
import { selectorText } from '../../label-validation.ts';
import { specAndStatus } from '../../strategies.ts';
import { defaultDeployment } from './defaults.ts';
import { validateDeployment, validateDeploymentStatus, validateDeploymentUpdate } from './validation.ts';

// Annotations count as a change too: the revision and its cause are kept in them.
const prepare = specAndStatus<Typed<Deployment>>((deployment) => [deployment.spec, deployment.metadata.annotations]);

/** Source: kubernetes v1.32 pkg/registry/apps/deployment/strategy.go; pkg/printers/internalversion/printers.go, printDeployment. */
export const deploymentKind = declareKind<Typed<Deployment>>({
  group: 'apps', version: 'v1', kind: 'Deployment', resource: 'deployments', shortNames: ['deploy'], categories: ['all'],
  namespaced: true, subresources: ['scale', 'status'], etcdPrefix: 'deployments',
  default: defaultDeployment,
  strategy: {
    ...prepare,
    validate: validateDeployment,
    warningsOnCreate: (deployment) => podWarnings(deployment.spec?.template.spec, 'spec.template.spec'),
    warningsOnUpdate: (deployment) => podWarnings(deployment.spec?.template.spec, 'spec.template.spec'),
    validateUpdate: validateDeploymentUpdate,
    prepareForStatusUpdate: (deployment, old) => {
      const kept = { ...deployment, spec: old.spec };
      return withField(kept, 'metadata', withField(kept.metadata, 'labels', old.metadata.labels));
    },
    validateStatusUpdate: validateDeploymentStatus,
  },
  printer: {
    columns: [
      nameColumn,
      column('Ready', 'Number of the pod with ready state'),
      column('Up-to-date', 'Total number of non-terminated pods targeted by this deployment that have the desired template spec.'),
      column('Available', 'Total number of available pods (ready for at least minReadySeconds) targeted by this deployment.'),
      ageColumn,
      ...containerColumns,
      wideColumn('Selector', 'Label selector for pods. Existing ReplicaSets whose pods are selected by this will be the ones affected by this deployment.'),
    ],
    row: ({ metadata, spec, status }, nowUs) => [
      metadata.name ?? '', `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`, status?.updatedReplicas ?? 0, status?.availableReplicas ?? 0,
      ageOf(metadata.creationTimestamp, nowUs), ...containerCells(spec?.template.spec?.containers), selectorText(spec?.selector),
    ],
  },
  scale: { selector: (deployment) => selectorFromLabelSelector(deployment.spec?.selector).toString() },
});
