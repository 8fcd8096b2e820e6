import type { DaemonSet, DaemonSetSpec } from 'kubernetes-types/apps/v1.d.ts';
import { deepEqual } from '../../apimachinery/equality.ts';
import { invalid, notSupported, path, required } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import { goIntOrString } from '../../apimachinery/go-format.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, containerCells, containerColumns, labelText, nameColumn, wideColumn } from '../columns.ts';
import { defaultPodTemplate } from '../core/pod/defaults.ts';
import { podWarnings } from '../core/pod/warnings.ts';
import { declareKind } from '../declare.ts';
import { changeField, fill, fillZero, withField } from '../fill.ts';
import { goLabelSelector, selectorText } from '../label-validation.ts';
import { specAndStatus } from '../strategies.ts';
import { nonNegative } from '../values.ts';
import { above100Errors, intOrPercentErrors } from './deployment/validation.ts';
import { selectorAndTemplateErrors } from './template-selector.ts';

const emptyStatus = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 };
const generationAnnotation = 'deprecated.daemonset.template.generation';
const prepare = specAndStatus<Typed<DaemonSet>>();

/** Source: kubernetes v1.32 pkg/registry/apps/daemonset/strategy.go; pkg/printers/internalversion/printers.go, printDaemonSet. */
export const daemonSetKind = declareKind<Typed<DaemonSet>>({
  group: 'apps', version: 'v1', kind: 'DaemonSet', resource: 'daemonsets', shortNames: ['ds'], categories: ['all'],
  namespaced: true, subresources: ['status'], etcdPrefix: 'daemonsets',
  default: (set) => changeField(fill(set, { status: emptyStatus }), 'spec', defaultSpec),
  strategy: {
    ...prepare,
    prepareForCreate: (set) => withTemplateGeneration({ ...set, status: emptyStatus, metadata: { ...set.metadata, generation: 1 } }, 1),
    prepareForUpdate: (set, old, context) => {
      const before = Number(old.metadata.annotations?.[generationAnnotation] ?? '0');
      const changed = !deepEqual(set.spec?.template, old.spec?.template);
      return withTemplateGeneration(prepare.prepareForUpdate(set, old, context), changed ? before + 1 : before);
    },
    validate,
    warningsOnCreate: (set) => podWarnings(set.spec?.template.spec, 'spec.template.spec'),
    validateUpdate,
  },
  printer: {
    columns: [
      nameColumn,
      column('Desired', 'The total number of nodes that should be running the daemon pod (including nodes correctly running the daemon pod).', 'integer'),
      column('Current', 'The number of nodes that are running at least 1 daemon pod and are supposed to run the daemon pod.', 'integer'),
      column('Ready', 'numberReady is the number of nodes that should be running the daemon pod and have one or more of the daemon pod running with a Ready Condition.', 'integer'),
      column('Up-to-date', 'The total number of nodes that are running updated daemon pod', 'integer'),
      column('Available', 'The number of nodes that should be running the daemon pod and have one or more of the daemon pod running and available.', 'integer'),
      column('Node Selector', 'NodeSelector is a selector which must be true for the pod to fit on a node.'),
      ageColumn, ...containerColumns,
      wideColumn('Selector', 'A label query over pods that are managed by the daemon set.'),
    ],
    row: ({ metadata, spec, status }, nowUs) => [
      metadata.name ?? '', status?.desiredNumberScheduled ?? 0, status?.currentNumberScheduled ?? 0, status?.numberReady ?? 0,
      status?.updatedNumberScheduled ?? 0, status?.numberAvailable ?? 0, labelText(spec?.template.spec?.nodeSelector),
      ageOf(metadata.creationTimestamp, nowUs), ...containerCells(spec?.template.spec?.containers), selectorText(spec?.selector),
    ],
  },
});

// A field of the past that lives on as an annotation.
function withTemplateGeneration(set: Typed<DaemonSet>, generation: number): Typed<DaemonSet> {
  if (set.metadata.annotations?.[generationAnnotation] === String(generation)) return set;
  const annotations = { [generationAnnotation]: '', ...set.metadata.annotations };
  annotations[generationAnnotation] = String(generation);
  return withField(set, 'metadata', { ...set.metadata, annotations });
}

/** Source: kubernetes v1.32 pkg/apis/apps/v1/defaults.go, SetDefaults_DaemonSet. */
function defaultSpec(spec: DaemonSetSpec): DaemonSetSpec {
  const result = changeField(fill(spec, { updateStrategy: {}, revisionHistoryLimit: 10 }), 'updateStrategy', (strategy) => {
    const typed = fillZero(strategy, { type: 'RollingUpdate' });
    if (typed.type !== 'RollingUpdate') return typed;
    return changeField(fill(typed, { rollingUpdate: {} }), 'rollingUpdate', (rolling) => fill(rolling, { maxUnavailable: 1, maxSurge: 0 }));
  });
  return changeField(result, 'template', defaultPodTemplate);
}

const at = path('spec');

/** Source: kubernetes v1.32 pkg/apis/apps/validation, ValidateDaemonSetSpec. */
function validate(set: Typed<DaemonSet>): FieldError[] {
  const { spec } = set;
  if (!spec) return [required(at.child('selector'), '')];
  return [
    ...selectorAndTemplateErrors(spec, 'daemonset', at), ...nonNegative(spec.minReadySeconds, at.child('minReadySeconds')),
    ...validateStrategy(spec), ...nonNegative(spec.revisionHistoryLimit, at.child('revisionHistoryLimit')),
  ];
}

function validateStrategy(spec: DaemonSetSpec): FieldError[] {
  const place = at.child('updateStrategy');
  const { type, rollingUpdate } = spec.updateStrategy ?? {};
  if (type === 'OnDelete') return [];
  if (type !== 'RollingUpdate') return [notSupported(place.child('type'), type ?? '', ['OnDelete', 'RollingUpdate'])];
  if (!rollingUpdate) return [required(place.child('rollingUpdate'), '')];
  const [unavailable, surge] = [place.child('rollingUpdate', 'maxUnavailable'), place.child('rollingUpdate', 'maxSurge')];
  const errors = [
    ...intOrPercentErrors(rollingUpdate.maxUnavailable, unavailable), ...above100Errors(rollingUpdate.maxUnavailable, unavailable),
    ...intOrPercentErrors(rollingUpdate.maxSurge, surge), ...above100Errors(rollingUpdate.maxSurge, surge),
  ];
  const [hasUnavailable, hasSurge] = [isSome(rollingUpdate.maxUnavailable), isSome(rollingUpdate.maxSurge)];
  if (hasUnavailable && hasSurge) errors.push(invalid(surge, goIntOrString(rollingUpdate.maxSurge), 'may not be set when maxUnavailable is non-zero'));
  if (!hasUnavailable && !hasSurge) errors.push(required(unavailable, 'cannot be 0 when maxSurge is 0'));
  return errors;
}

function isSome(value: number | string | undefined): boolean {
  return value !== undefined && value !== 0 && value !== '0%';
}

function validateUpdate(set: Typed<DaemonSet>, old: Typed<DaemonSet>): FieldError[] {
  const errors = set.spec === old.spec ? [] : validate(set);
  if (!deepEqual(set.spec?.selector, old.spec?.selector)) errors.push(invalid(at.child('selector'), goLabelSelector(set.spec?.selector), 'field is immutable'));
  return errors;
}
