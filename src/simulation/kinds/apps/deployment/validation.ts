import type { Deployment, DeploymentSpec, DeploymentStatus, RollingUpdateDeployment } from 'kubernetes-types/apps/v1.d.ts';
import { deepEqual } from '../../../apimachinery/equality.ts';
import { forbidden, goText, invalid, notSupported, path, required } from '../../../apimachinery/field.ts';
import type { FieldError, Path } from '../../../apimachinery/field.ts';
import { goIntOrString, quote } from '../../../apimachinery/go-format.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { isValidPercent } from '../../../apimachinery/validation.ts';
import { goLabelSelector } from '../../label-validation.ts';
import { invalidFor, nonNegative } from '../../values.ts';
import { selectorAndTemplateErrors } from '../template-selector.ts';

const at = path('spec');

/** Source: kubernetes v1.32 pkg/apis/apps/validation, ValidateDeployment. */
export function validateDeployment(deployment: Typed<Deployment>): FieldError[] {
  const { spec } = deployment;
  return spec ? validateSpec(spec) : [required(at.child('selector'), '')];
}

function validateSpec(spec: DeploymentSpec): FieldError[] {
  const errors = nonNegative(spec.replicas, at.child('replicas'));
  errors.push(...selectorAndTemplateErrors(spec, 'deployment', at));
  errors.push(...validateStrategy(spec, at.child('strategy')));
  errors.push(...nonNegative(spec.minReadySeconds, at.child('minReadySeconds')));
  errors.push(...nonNegative(spec.revisionHistoryLimit, at.child('revisionHistoryLimit')));
  if (spec.progressDeadlineSeconds != null) {
    errors.push(...nonNegative(spec.progressDeadlineSeconds, at.child('progressDeadlineSeconds')));
    if (spec.progressDeadlineSeconds <= (spec.minReadySeconds ?? 0)) {
      errors.push(invalid(at.child('progressDeadlineSeconds'), spec.progressDeadlineSeconds, 'must be greater than minReadySeconds'));
    }
  }
  return errors;
}

function validateStrategy(spec: DeploymentSpec, place: Path): FieldError[] {
  const strategy = spec.strategy ?? {};
  if (strategy.type === 'Recreate') {
    return strategy.rollingUpdate ? [forbidden(place.child('rollingUpdate'), "may not be specified when strategy `type` is 'Recreate'")] : [];
  }
  if (strategy.type !== 'RollingUpdate') {
    return [notSupported(place, goText(goStrategy(strategy)), ['Recreate', 'RollingUpdate'])];
  }
  if (!strategy.rollingUpdate) return [required(place.child('rollingUpdate'), 'this should be defaulted and never be nil')];
  return validateRollingUpdate(strategy.rollingUpdate, place.child('rollingUpdate'));
}

function goStrategy(strategy: NonNullable<DeploymentSpec['strategy']>): string {
  const rolling = strategy.rollingUpdate ? '(*apps.RollingUpdateDeployment)(0xc000000000)' : '(*apps.RollingUpdateDeployment)(nil)';
  return `apps.DeploymentStrategy{Type:${quote(strategy.type ?? '')}, RollingUpdate:${rolling}}`;
}

/** Source: kubernetes v1.32 pkg/apis/apps/validation, ValidateRollingUpdateDeployment. */
function validateRollingUpdate(rolling: RollingUpdateDeployment, place: Path): FieldError[] {
  const { maxUnavailable, maxSurge } = rolling;
  const errors = [...intOrPercentErrors(maxUnavailable, place.child('maxUnavailable')), ...intOrPercentErrors(maxSurge, place.child('maxSurge'))];
  if (plainNumber(maxUnavailable) === 0 && plainNumber(maxSurge) === 0) {
    errors.push(invalid(place.child('maxUnavailable'), goIntOrString(maxUnavailable), 'may not be 0 when `maxSurge` is 0'));
  }
  return [...errors, ...above100Errors(maxUnavailable, place.child('maxUnavailable'))];
}

/** Source: kubernetes v1.32 pkg/apis/apps/validation, ValidatePositiveIntOrPercent. */
export function intOrPercentErrors(value: number | string | undefined, place: Path): FieldError[] {
  if (typeof value === 'string') return invalidFor(place, goIntOrString(value), isValidPercent(value));
  return nonNegative(value, place);
}

/** Source: kubernetes v1.32 pkg/apis/apps/validation, IsNotMoreThan100Percent. */
export function above100Errors(value: number | string | undefined, place: Path): FieldError[] {
  if (typeof value !== 'string' || isValidPercent(value).length > 0 || plainNumber(value) <= 100) return [];
  return [invalid(place, goIntOrString(value), 'must not be greater than 100%')];
}

// '25%' counts as 25 here: only whether it is nothing or too much matters. What is malformed is nothing.
function plainNumber(value: number | string | undefined): number {
  if (typeof value !== 'string') return value ?? 0;
  return isValidPercent(value).length === 0 ? Number(value.slice(0, -1)) : 0;
}

/** Source: kubernetes v1.32 pkg/apis/apps/validation, ValidateDeploymentUpdate and strategy.go, ValidateUpdate. */
export function validateDeploymentUpdate(deployment: Typed<Deployment>, old: Typed<Deployment>): FieldError[] {
  const errors = deployment.spec === old.spec ? [] : validateDeployment(deployment);
  if (!deepEqual(deployment.spec?.selector, old.spec?.selector)) {
    errors.push(invalid(at.child('selector'), goLabelSelector(deployment.spec?.selector), 'field is immutable'));
  }
  return errors;
}

const counts = ['observedGeneration', 'replicas', 'updatedReplicas', 'readyReplicas', 'availableReplicas', 'unavailableReplicas'] as const;

/** Source: kubernetes v1.32 pkg/apis/apps/validation, ValidateDeploymentStatus. */
export function validateDeploymentStatus(deployment: Typed<Deployment>): FieldError[] {
  const place = path('status');
  const status: DeploymentStatus = deployment.status ?? {};
  const errors = counts.flatMap((field) => nonNegative(status[field], place.child(field)));
  const [replicas, ready, available] = [status.replicas ?? 0, status.readyReplicas ?? 0, status.availableReplicas ?? 0];
  for (const field of ['updatedReplicas', 'readyReplicas', 'availableReplicas'] as const) {
    if ((status[field] ?? 0) > replicas) errors.push(invalid(place.child(field), status[field], 'cannot be greater than status.replicas'));
  }
  if (available > ready) errors.push(invalid(place.child('availableReplicas'), available, 'cannot be greater than readyReplicas'));
  return errors;
}
