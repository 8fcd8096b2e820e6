import type { Pod, PodSpec, Toleration } from 'kubernetes-types/core/v1.d.ts';
import { deepEqual } from '../../../apimachinery/equality.ts';
import { forbidden, invalid, path, required } from '../../../apimachinery/field.ts';
import type { FieldError } from '../../../apimachinery/field.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { withField } from '../../fill.ts';
import { podSpecDiff } from './spec-diff.ts';
import { validateTolerations } from './validate-scheduling.ts';
import { validateSpecOfPod } from './validation.ts';

const at = path('spec');
const changeable = '`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,'
  + '`spec.tolerations` (only additions to existing tolerations),'
  + '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** Of a pod's spec hardly anything may change. Source: kubernetes v1.32 pkg/apis/core/validation, ValidatePodUpdate. */
export function validatePodUpdate(pod: Typed<Pod>, old: Typed<Pod>): FieldError[] {
  const [spec, before] = [specOf(pod), specOf(old)];
  if (spec === before) return [];
  const changes = validateContainerChanges(spec, before);
  const errors = [...validateSpecOfPod(spec), ...changes.errors];
  if (changes.stop) return errors;
  const deadline = validateDeadline(spec, before);
  errors.push(...deadline);
  if (deadline.length > 0 && spec.activeDeadlineSeconds != null) return errors;
  errors.push(...validateAddedTolerations(spec.tolerations ?? [], before.tolerations ?? []), ...validateGates(spec, before));
  const unchangeable = revertChangeable(spec, before);
  if (!deepEqual(unchangeable, before)) {
    errors.push(forbidden(at, `pod updates may not change fields other than ${changeable}\n${podSpecDiff(before, unchangeable)}`));
  }
  return errors;
}

function specOf(pod: Pod): PodSpec {
  return pod.spec ?? { containers: [] };
}

function validateContainerChanges(spec: PodSpec, before: PodSpec): { errors: FieldError[]; stop: boolean } {
  const errors: FieldError[] = [];
  let stop = false;
  for (const list of ['containers', 'initContainers'] as const) {
    const [now, then] = [spec[list] ?? [], before[list] ?? []];
    if (now.length !== then.length) {
      errors.push(forbidden(at.child(list), 'pod updates may not add or remove containers'));
      stop = true;
    } else for (const [i, container] of now.entries()) if (!container.image) errors.push(required(at.child(list).index(i).child('image'), ''));
  }
  return { errors, stop };
}

/** A deadline can be set and lowered, never raised or removed. */
function validateDeadline(spec: PodSpec, before: PodSpec): FieldError[] {
  const place = at.child('activeDeadlineSeconds');
  const [now, then] = [spec.activeDeadlineSeconds, before.activeDeadlineSeconds];
  if (now == null) return then == null ? [] : [invalid(place, null, 'must not update from a positive integer to nil value')];
  if (now < 0 || now > 2_147_483_647) return [invalid(place, now, 'must be between 0 and 2147483647, inclusive')];
  return then != null && then < now ? [invalid(place, now, 'must be less than or equal to previous value')] : [];
}

function validateAddedTolerations(now: readonly Toleration[], then: readonly Toleration[]): FieldError[] {
  const place = at.child('tolerations');
  const known = new Set(now.map(tolerationKey));
  if (then.some((toleration) => !known.has(tolerationKey(toleration)))) {
    return [forbidden(place, 'existing toleration can not be modified except its tolerationSeconds')];
  }
  return validateTolerations(now, place);
}

/** Source: kubernetes v1.32 pkg/apis/core/validation, validateOnlyDeletedSchedulingGates. */
function validateGates(spec: PodSpec, before: PodSpec): FieldError[] {
  const known = new Set(before.schedulingGates?.map((gate) => gate.name));
  return (spec.schedulingGates ?? []).flatMap((gate, i) => known.has(gate.name)
    ? [] : [forbidden(at.child('schedulingGates').index(i).child('name'), `only deletion is allowed, but found new scheduling gate '${gate.name}'`)]);
}

function tolerationKey(t: Toleration): string {
  return JSON.stringify([t.key ?? '', t.operator ?? '', t.value ?? '', t.effect ?? '']);
}

/** The new spec with the old one's values in the fields that may change. */
function revertChangeable(spec: PodSpec, before: PodSpec): PodSpec {
  let result = spec;
  for (const list of ['containers', 'initContainers'] as const) {
    result = withField(result, list, result[list]?.map((container, i) => withField(container, 'image', before[list]?.[i]?.image)) as never);
  }
  result = withField(result, 'activeDeadlineSeconds', before.activeDeadlineSeconds);
  result = withField(result, 'tolerations', before.tolerations);
  const graceWasNegative = (before.terminationGracePeriodSeconds ?? 30) < 0;
  if (graceWasNegative && spec.terminationGracePeriodSeconds === 1) result = withField(result, 'terminationGracePeriodSeconds', before.terminationGracePeriodSeconds);
  // New gates have a message of their own.
  result = withField(result, 'schedulingGates', before.schedulingGates);
  return before.schedulingGates?.length ? revertGated(result, before) : result;
}

/** A gated pod may be directed more narrowly. */
function revertGated(spec: PodSpec, before: PodSpec): PodSpec {
  const narrower = Object.keys(before.nodeSelector ?? {}).every((key) => spec.nodeSelector?.[key] === before.nodeSelector?.[key]);
  const directed = narrower ? withField(spec, 'nodeSelector', before.nodeSelector) : spec;
  return before.affinity?.nodeAffinity === undefined ? withField(directed, 'affinity', before.affinity) : directed;
}
