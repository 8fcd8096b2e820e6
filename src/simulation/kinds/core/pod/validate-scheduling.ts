import type { Affinity, PodAffinityTerm, PodSpec, Toleration, TopologySpreadConstraint } from 'kubernetes-types/core/v1.d.ts';
import { duplicate, forbidden, invalid, required } from '../../../apimachinery/field.ts';
import type { FieldError, Path } from '../../../apimachinery/field.ts';
import { validateLabelSelector } from '../../../apimachinery/label-selector-validation.ts';
import { isValidLabelValue, isQualifiedName } from '../../../apimachinery/validation.ts';
import { invalidFor, oneOf } from '../../values.ts';
import { validateNodeSelector, validateNodeSelectorTerm } from '../node/selector-validation.ts';

/** Source: kubernetes v1.32 pkg/apis/core/validation, validateAffinity. */
export function validateAffinity(affinity: Affinity | undefined, at: Path): FieldError[] {
  return [
    ...validateNodeAffinity(affinity?.nodeAffinity, at.child('nodeAffinity')),
    ...validatePodTerms(affinity?.podAffinity, at.child('podAffinity')),
    ...validatePodTerms(affinity?.podAntiAffinity, at.child('podAntiAffinity')),
  ];
}

const hard = 'requiredDuringSchedulingIgnoredDuringExecution';
const soft = 'preferredDuringSchedulingIgnoredDuringExecution';

function validateNodeAffinity(affinity: Affinity['nodeAffinity'], at: Path): FieldError[] {
  const errors: FieldError[] = [];
  if (affinity?.[hard]) errors.push(...validateNodeSelector(affinity[hard], at.child(hard)));
  for (const [i, term] of (affinity?.[soft] ?? []).entries()) {
    errors.push(...validateWeight(term.weight, at.child(soft).index(i)), ...validateNodeSelectorTerm(term.preference, at.child(soft).index(i).child('preference')));
  }
  return errors;
}

function validateWeight(weight: number, at: Path): FieldError[] {
  return weight > 0 && weight <= 100 ? [] : [invalid(at.child('weight'), weight ?? 0, 'must be in the range 1-100')];
}

function validatePodTerms(affinity: Affinity['podAffinity'], at: Path): FieldError[] {
  const errors: FieldError[] = [];
  for (const [i, term] of (affinity?.[hard] ?? []).entries()) errors.push(...validatePodTerm(term, at.child(hard).index(i)));
  for (const [i, term] of (affinity?.[soft] ?? []).entries()) {
    errors.push(...validateWeight(term.weight, at.child(soft).index(i)), ...validatePodTerm(term.podAffinityTerm, at.child(soft).index(i).child('podAffinityTerm')));
  }
  return errors;
}

function validatePodTerm(term: PodAffinityTerm, at: Path): FieldError[] {
  const errors = [
    ...validateLabelSelector(term.labelSelector, at.child('labelSelector')),
    ...validateLabelSelector(term.namespaceSelector, at.child('namespaceSelector')),
  ];
  if (!term.topologyKey) return [...errors, required(at.child('topologyKey'), 'can not be empty')];
  return [...errors, ...invalidFor(at.child('topologyKey'), term.topologyKey, isQualifiedName(term.topologyKey))];
}

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** Source: kubernetes v1.32 pkg/apis/core/validation, ValidateTolerations. */
export function validateTolerations(tolerations: readonly Toleration[] | undefined, at: Path): FieldError[] {
  return (tolerations ?? []).flatMap((toleration, i) => validateToleration(toleration, at.index(i)));
}

function validateToleration(toleration: Toleration, at: Path): FieldError[] {
  const { key, operator = '', value = '', effect } = toleration;
  const errors = key ? invalidFor(at.child('key'), key, isQualifiedName(key)) : [];
  if (!key && operator !== 'Exists') {
    errors.push(invalid(at.child('operator'), operator, 'operator must be Exists when `key` is empty, which means "match all values and all keys"'));
  }
  if (toleration.tolerationSeconds != null && effect !== 'NoExecute') {
    errors.push(invalid(at.child('effect'), effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set"));
  }
  if (operator === '' || operator === 'Equal') {
    const messages = isValidLabelValue(value);
    if (messages.length > 0) errors.push(invalid(at.child('operator'), value, messages.join(';')));
  } else if (operator === 'Exists') {
    if (value !== '') errors.push(invalid(at.child('operator'), value, "value must be empty when `operator` is 'Exists'"));
  } else errors.push(...oneOf(operator, ['Equal', 'Exists'], at.child('operator')));
  if (effect) errors.push(...oneOf(effect, effects, at.child('effect')));
  return errors;
}

/** Source: kubernetes v1.32 pkg/apis/core/validation, validateTopologySpreadConstraints. */
export function validateSpread(constraints: readonly TopologySpreadConstraint[] | undefined, at: Path): FieldError[] {
  const errors: FieldError[] = [];
  const pairs = new Set<string>();
  for (const [i, constraint] of (constraints ?? []).entries()) {
    errors.push(...validateConstraint(constraint, at.index(i)));
    const pair = `{${constraint.topologyKey}, ${constraint.whenUnsatisfiable}}`;
    if (pairs.has(pair)) errors.push(duplicate(at.index(i).child('{topologyKey, whenUnsatisfiable}'), pair));
    pairs.add(pair);
  }
  return errors;
}

function validateConstraint(constraint: TopologySpreadConstraint, at: Path): FieldError[] {
  const { maxSkew, topologyKey, whenUnsatisfiable, minDomains } = constraint;
  const errors = maxSkew > 0 ? [] : [invalid(at.child('maxSkew'), maxSkew ?? 0, 'must be greater than zero')];
  if (!topologyKey) errors.push(required(at.child('topologyKey'), 'can not be empty'));
  else errors.push(...invalidFor(at.child('topologyKey'), topologyKey, isQualifiedName(topologyKey)));
  errors.push(...oneOf(whenUnsatisfiable, ['DoNotSchedule', 'ScheduleAnyway'], at.child('whenUnsatisfiable')));
  if (minDomains != null && minDomains <= 0) errors.push(invalid(at.child('minDomains'), minDomains, 'must be greater than zero'));
  if (minDomains != null && whenUnsatisfiable !== 'DoNotSchedule') {
    errors.push(invalid(at.child('minDomains'), minDomains, 'can only use minDomains if whenUnsatisfiable=DoNotSchedule, not whenUnsatisfiable=ScheduleAnyway'));
  }
  for (const policy of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
    if (constraint[policy] != null) errors.push(...oneOf(constraint[policy], ['Honor', 'Ignore'], at.child(policy)));
  }
  return [...errors, ...validateLabelSelector(constraint.labelSelector, at.child('labelSelector'))];
}

/** Source: kubernetes v1.32 pkg/apis/core/validation, validateSchedulingGates, validateReadinessGates. */
export function validateGates(spec: PodSpec, at: Path): FieldError[] {
  const errors: FieldError[] = [];
  for (const [i, gate] of (spec.readinessGates ?? []).entries()) {
    const place = at.child('readinessGates').index(i).child('conditionType');
    errors.push(...invalidFor(place, gate.conditionType, isQualifiedName(gate.conditionType)));
  }
  const seen = new Set<string>();
  for (const [i, gate] of (spec.schedulingGates ?? []).entries()) {
    const place = at.child('schedulingGates').index(i);
    errors.push(...invalidFor(place, gate.name, isQualifiedName(gate.name)));
    if (seen.has(gate.name)) errors.push(duplicate(place, gate.name));
    seen.add(gate.name);
  }
  return errors;
}

/** A new pod's node and gates exclude each other. Source: kubernetes v1.32 pkg/apis/core/validation, ValidatePodCreate. */
export function validateGatedNode(spec: PodSpec, at: Path): FieldError[] {
  if (!spec.nodeName || !spec.schedulingGates?.length) return [];
  return [forbidden(at.child('nodeName'), 'cannot be set until all schedulingGates have been cleared')];
}
