import type { PodDisruptionBudget, PodDisruptionBudgetSpec } from 'kubernetes-types/policy/v1.d.ts';
import { goText, invalid, path } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import { validateLabelSelector } from '../../apimachinery/label-selector-validation.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { ageOf } from '../age.ts';
import { above100Errors, intOrPercentErrors } from '../apps/deployment/validation.ts';
import { ageColumn, column, nameColumn } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { fill } from '../fill.ts';
import { specAndStatus } from '../strategies.ts';
import { oneOf } from '../values.ts';

const emptyStatus = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };

/** Source: kubernetes v1.32 pkg/registry/policy/poddisruptionbudget/strategy.go; pkg/printers/internalversion/printers.go, printPodDisruptionBudget. */
export const podDisruptionBudgetKind = declareKind<Typed<PodDisruptionBudget>>({
  group: 'policy', version: 'v1', kind: 'PodDisruptionBudget', resource: 'poddisruptionbudgets', shortNames: ['pdb'], categories: [],
  namespaced: true, subresources: ['status'], etcdPrefix: 'poddisruptionbudgets',
  default: (budget) => fill(budget, { status: emptyStatus }),
  strategy: {
    ...specAndStatus(),
    prepareForCreate: (budget) => ({ ...budget, status: emptyStatus, metadata: { ...budget.metadata, generation: 1 } }),
    validate, validateUpdate: validate, allowUnconditionalUpdate: false,
  },
  printer: {
    columns: [
      nameColumn, column('Min Available', 'The minimum number of pods that must be available.'),
      column('Max Unavailable', 'The maximum number of pods that may be unavailable.'),
      column('Allowed Disruptions', 'Calculated number of pods that may be disrupted at this time.', 'integer'), ageColumn,
    ],
    row: ({ metadata, spec, status }, nowUs) => [
      metadata.name ?? '', spec?.minAvailable == null ? 'N/A' : String(spec.minAvailable), spec?.maxUnavailable == null ? 'N/A' : String(spec.maxUnavailable),
      status?.disruptionsAllowed ?? 0, ageOf(metadata.creationTimestamp, nowUs),
    ],
  },
});

const at = path('spec');

/** Source: kubernetes v1.32 pkg/apis/policy/validation, ValidatePodDisruptionBudgetSpec. */
function validate(budget: Typed<PodDisruptionBudget>): FieldError[] {
  const spec: PodDisruptionBudgetSpec = budget.spec ?? {};
  const errors: FieldError[] = [];
  if (spec.minAvailable != null && spec.maxUnavailable != null) errors.push(invalid(at, goText('<pointer>'), 'minAvailable and maxUnavailable cannot be both set'));
  for (const field of ['minAvailable', 'maxUnavailable'] as const) {
    if (spec[field] != null) errors.push(...intOrPercentErrors(spec[field], at.child(field)), ...above100Errors(spec[field], at.child(field)));
  }
  errors.push(...validateLabelSelector(spec.selector, at.child('selector')));
  const policy = spec.unhealthyPodEvictionPolicy;
  return policy == null ? errors : [...errors, ...oneOf(policy, ['AlwaysAllow', 'IfHealthyBudget'], at.child('unhealthyPodEvictionPolicy'))];
}
