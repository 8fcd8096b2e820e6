import type { StatefulSet, StatefulSetSpec } from 'kubernetes-types/apps/v1.d.ts';
import type { PersistentVolumeClaim, PodTemplateSpec } from 'kubernetes-types/core/v1.d.ts';
import { deepEqual } from '../../apimachinery/equality.ts';
import { forbidden, invalid, notSupported, path, required } from '../../apimachinery/field.ts';
import type { FieldError, Path } from '../../apimachinery/field.ts';
import { selectorFromLabelSelector } from '../../apimachinery/labels.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { validateAnnotations, validateLabels } from '../../apimachinery/object-meta.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, containerCells, containerColumns, nameColumn } from '../columns.ts';
import { defaultClaimSpec } from '../core/persistent-volume-claim.ts';
import { defaultPodTemplate } from '../core/pod/defaults.ts';
import { podWarnings } from '../core/pod/warnings.ts';
import { declareKind } from '../declare.ts';
import { changeField, fill, fillZero, mapSame, withField } from '../fill.ts';
import { selectorIsUnreadable, workloadSelectorErrors } from '../label-validation.ts';
import { specAndStatus } from '../strategies.ts';
import { nonNegative, oneOf } from '../values.ts';
import { mismatchErrors, restartsAlways } from './template-selector.ts';

const emptyStatus = { replicas: 0, availableReplicas: 0 };

/** Source: kubernetes v1.32 pkg/registry/apps/statefulset/strategy.go; pkg/printers/internalversion/printers.go, printStatefulSet. */
export const statefulSetKind = declareKind<Typed<StatefulSet>>({
  group: 'apps', version: 'v1', kind: 'StatefulSet', resource: 'statefulsets', shortNames: ['sts'], categories: ['all'],
  namespaced: true, subresources: ['scale', 'status'], etcdPrefix: 'statefulsets', nameRule: 'dns1123-label',
  default: (set) => changeField(fill(set, { status: emptyStatus }), 'spec', defaultSpec),
  strategy: {
    ...specAndStatus(),
    prepareForCreate: (set) => ({ ...set, status: emptyStatus, metadata: { ...set.metadata, generation: 1 } }),
    validate,
    warningsOnCreate: (set) => podWarnings(set.spec?.template.spec, 'spec.template.spec'),
    validateUpdate,
  },
  printer: {
    columns: [nameColumn, column('Ready', 'Number of the pod with ready state'), ageColumn, ...containerColumns],
    row: ({ metadata, spec, status }, nowUs) => [
      metadata.name ?? '', `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`, ageOf(metadata.creationTimestamp, nowUs),
      ...containerCells(spec?.template.spec?.containers),
    ],
  },
  scale: { selector: (set) => selectorFromLabelSelector(set.spec?.selector).toString() },
});

/** Source: kubernetes v1.32 pkg/apis/apps/v1/defaults.go, SetDefaults_StatefulSet. */
function defaultSpec(spec: StatefulSetSpec): StatefulSetSpec {
  let result = fill(fillZero(spec, { podManagementPolicy: 'OrderedReady' }), { replicas: 1, revisionHistoryLimit: 10, updateStrategy: {} });
  result = changeField(result, 'updateStrategy', (strategy) => {
    const typed = fillZero(strategy, { type: 'RollingUpdate' });
    if (typed.type !== 'RollingUpdate') return typed;
    return changeField(fill(typed, { rollingUpdate: {} }), 'rollingUpdate', (rolling) => fill(rolling, { partition: 0 }));
  });
  result = changeField(fill(result, { persistentVolumeClaimRetentionPolicy: {} }), 'persistentVolumeClaimRetentionPolicy', (policy) =>
    fillZero(policy, { whenDeleted: 'Retain', whenScaled: 'Retain' }));
  result = changeField(result, 'volumeClaimTemplates', (claims) => mapSame(claims, defaultClaim));
  return changeField(result, 'template', defaultPodTemplate);
}

function defaultClaim(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  const typed = fillZero(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim' });
  const result = changeField(fill(typed, { status: { phase: 'Pending' } }), 'spec', defaultClaimSpec);
  if (result.metadata?.creationTimestamp !== undefined) return result;
  return { ...result, metadata: { creationTimestamp: null as unknown as string, ...result.metadata } };
}

const at = path('spec');

/** Source: kubernetes v1.32 pkg/apis/apps/validation, ValidateStatefulSetSpec. The template's own spec is not looked at. */
function validate(set: Typed<StatefulSet>): FieldError[] {
  const { spec } = set;
  if (!spec) return [required(at.child('selector'), '')];
  const errors: FieldError[] = [];
  errors.push(...(spec.podManagementPolicy ? oneOf(spec.podManagementPolicy, ['OrderedReady', 'Parallel'], at.child('podManagementPolicy')) : [required(at.child('podManagementPolicy'), '')]));
  errors.push(...validateUpdateStrategy(spec), ...validateRetention(spec, at.child('persistentVolumeClaimRetentionPolicy')));
  errors.push(...nonNegative(spec.replicas, at.child('replicas')), ...nonNegative(spec.minReadySeconds, at.child('minReadySeconds')));
  errors.push(...nonNegative(spec.ordinals?.start, at.child('ordinals', 'start')));
  errors.push(...workloadSelectorErrors(spec.selector, 'statefulset', at.child('selector')));
  if (!selectorIsUnreadable(spec.selector)) errors.push(...validateTemplate(spec.template, spec, at.child('template')));
  errors.push(...restartsAlways(spec.template?.spec?.restartPolicy, at.child('template')));
  if (spec.template?.spec?.activeDeadlineSeconds != null) {
    errors.push(forbidden(at.child('template', 'spec', 'activeDeadlineSeconds'), 'activeDeadlineSeconds in StatefulSet is not Supported'));
  }
  return errors;
}

function validateTemplate(template: PodTemplateSpec | undefined, spec: StatefulSetSpec, place: Path): FieldError[] {
  if (!template) return [required(place, '')];
  return [
    ...mismatchErrors(template, spec.selector, place), ...validateLabels(template.metadata?.labels, place.child('labels')),
    ...validateAnnotations(template.metadata?.annotations, place.child('annotations')),
  ];
}

function validateUpdateStrategy(spec: StatefulSetSpec): FieldError[] {
  const place = at.child('updateStrategy');
  const strategy = spec.updateStrategy ?? {};
  switch (strategy.type) {
    case 'OnDelete':
      return strategy.rollingUpdate ? [invalid(place.child('rollingUpdate'), strategy.rollingUpdate, "only allowed for updateStrategy 'RollingUpdate'")] : [];
    case 'RollingUpdate': return nonNegative(strategy.rollingUpdate?.partition, place.child('rollingUpdate', 'partition'));
    default: return [invalid(place, strategy, "must be 'RollingUpdate' or 'OnDelete'")];
  }
}

function validateRetention(spec: StatefulSetSpec, place: Path): FieldError[] {
  const policy = spec.persistentVolumeClaimRetentionPolicy;
  return (['whenDeleted', 'whenScaled'] as const).flatMap((when) =>
    policy?.[when] === 'Retain' || policy?.[when] === 'Delete' ? [] : [notSupported(place.child(when), policy?.[when] ?? '', ['Delete', 'Retain'])]);
}

const changeable = ['replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy', 'minReadySeconds'] as const;

/** Source: kubernetes v1.32 pkg/apis/apps/validation, ValidateStatefulSetUpdate. */
function validateUpdate(set: Typed<StatefulSet>, old: Typed<StatefulSet>): FieldError[] {
  if (set.spec === old.spec || !set.spec || !old.spec) return [];
  const errors = validate(set);
  const comparable = changeable.reduce((spec, field) => withField(spec, field, (old.spec as StatefulSetSpec)[field] as never), set.spec);
  if (!deepEqual(comparable, old.spec)) {
    errors.push(forbidden(at, "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', "
      + "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"));
  }
  return errors;
}
