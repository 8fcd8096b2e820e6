import type { PriorityClass } from 'kubernetes-types/scheduling/v1.d.ts';
import { forbidden, path } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, nameColumn } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { fill } from '../fill.ts';
import { generationOnly } from '../strategies.ts';
import { oneOf } from '../values.ts';

const highestOfUsers = 1_000_000_000;

/** Classes that every cluster has. Source: kubernetes v1.32 pkg/apis/scheduling/v1/helpers.go. */
export const systemPriorities: ReadonlyMap<string, number> = new Map([
  ['system-node-critical', 2_000_001_000], ['system-cluster-critical', 2_000_000_000],
]);

/** Source: kubernetes v1.32 pkg/registry/scheduling/priorityclass/strategy.go; pkg/apis/scheduling/validation, ValidatePriorityClass. */
export const priorityClassKind = declareKind<Typed<PriorityClass>>({
  group: 'scheduling.k8s.io', version: 'v1', kind: 'PriorityClass', resource: 'priorityclasses', shortNames: ['pc'], categories: [],
  namespaced: false, subresources: [], etcdPrefix: 'priorityclasses',
  default: (it) => fill(it, { preemptionPolicy: 'PreemptLowerPriority', value: 0 }),
  strategy: { ...generationOnly((it) => [it.value, it.globalDefault, it.description, it.preemptionPolicy]), validate, validateUpdate },
  printer: {
    columns: [
      nameColumn, column('Value', 'value represents the integer value of this priority class.', 'integer'),
      column('Global-Default', 'globalDefault specifies whether this PriorityClass should be considered as the default priority for pods that do not have any priority class.', 'boolean'),
      ageColumn, column('PreemptionPolicy', 'preemptionPolicy is the Policy for preempting pods with lower priority.'),
    ],
    row: (it, nowUs) => [it.metadata.name ?? '', it.value, it.globalDefault === true, ageOf(it.metadata.creationTimestamp, nowUs), it.preemptionPolicy ?? ''],
  },
});

function validate(it: Typed<PriorityClass>): FieldError[] {
  const name = it.metadata.name ?? '';
  if (name.startsWith('system-')) return validateSystem(it, name);
  const errors = it.value > highestOfUsers ? [forbidden(path('value'), `maximum allowed value of a user defined priority is ${highestOfUsers}`)] : [];
  return [...errors, ...oneOf(it.preemptionPolicy, ['Never', 'PreemptLowerPriority'], path('preemptionPolicy'))];
}

function validateSystem(it: Typed<PriorityClass>, name: string): FieldError[] {
  const value = systemPriorities.get(name);
  const problem = value === undefined ? `${name} is not a known system priority class`
    : value !== it.value ? `value of ${name} PriorityClass must be ${value}` : undefined;
  if (problem === undefined) return [];
  return [forbidden(path('metadata', 'name'), `priority class names with 'system-' prefix are reserved for system use only. error: ${problem}`)];
}

function validateUpdate(it: Typed<PriorityClass>, old: Typed<PriorityClass>): FieldError[] {
  const errors = it.value === old.value ? [] : [forbidden(path('value'), 'may not be changed in an update.')];
  return it.preemptionPolicy === old.preemptionPolicy ? errors : [...errors, forbidden(path('preemptionPolicy'), 'may not be changed in an update.')];
}
