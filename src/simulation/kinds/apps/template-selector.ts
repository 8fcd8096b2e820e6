import type { PodTemplateSpec } from 'kubernetes-types/core/v1.d.ts';
import { forbidden, goText, invalid, notSupported, required } from '../../apimachinery/field.ts';
import type { FieldError, Path } from '../../apimachinery/field.ts';
import { goValue } from '../../apimachinery/go-format.ts';
import { selectorFromLabelSelector } from '../../apimachinery/labels.ts';
import type { LabelSelector } from '../../apimachinery/meta.ts';
import { isEmptySelector, selectorIsUnreadable, workloadSelectorErrors } from '../label-validation.ts';
import { podTemplateErrors } from '../pod-template-validation.ts';

interface Workload {
  readonly selector?: LabelSelector;
  readonly template?: PodTemplateSpec;
}

/**
 * Selector and template of a workload whose pods are replaced when they end. A selector that cannot be read hides what is
 * wrong with the template, as it does in Kubernetes.
 * Source: kubernetes v1.32 pkg/apis/apps/validation, ValidateDeploymentSpec, ValidatePodTemplateSpecForReplicaSet.
 */
export function selectorAndTemplateErrors(spec: Workload, what: string, at: Path): FieldError[] {
  const errors = workloadSelectorErrors(spec.selector, what, at.child('selector'));
  return selectorIsUnreadable(spec.selector) ? errors : [...errors, ...templateErrors(spec, at.child('template'))];
}

/** The template alone: picked by the selector, sound, its pods to be restarted always. */
export function templateErrors(spec: Workload, at: Path): FieldError[] {
  const { template } = spec;
  if (!template) return [required(at, '')];
  const errors = [...mismatchErrors(template, spec.selector, at), ...podTemplateErrors(template, at), ...restartsAlways(template.spec?.restartPolicy, at)];
  if (template.spec?.activeDeadlineSeconds != null) {
    errors.push(forbidden(at.child('spec', 'activeDeadlineSeconds'), 'activeDeadlineSeconds in ReplicaSet is not Supported'));
  }
  return errors;
}

/** The pods of a template must be ones the selector picks; no selector picks none, an empty one all. */
export function mismatchErrors(template: PodTemplateSpec, selector: LabelSelector | undefined | null, at: Path): FieldError[] {
  if (selector && isEmptySelector(selector)) return [];
  const labels = template.metadata?.labels;
  if (selectorFromLabelSelector(selector ?? undefined).matches(labels ?? {})) return [];
  const shown = labels ? goValue(labels) : 'map[string]string(nil)';
  return [invalid(at.child('metadata', 'labels'), goText(shown), '`selector` does not match template `labels`')];
}

/** Pods that controllers replace must not end by themselves. */
export function restartsAlways(policy: string | undefined, template: Path): FieldError[] {
  return policy === 'Always' ? [] : [notSupported(template.child('spec', 'restartPolicy'), policy ?? '', ['Always'])];
}
