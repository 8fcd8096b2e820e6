import { goText, invalid, path, required } from '../apimachinery/field.ts';
import type { FieldError, Path } from '../apimachinery/field.ts';
import { goStrings, goValue, quote } from '../apimachinery/go-format.ts';
import type { GoText } from '../apimachinery/go-format.ts';
import { selectorFromLabelSelector } from '../apimachinery/labels.ts';
import { validateLabelSelector } from '../apimachinery/label-selector-validation.ts';
import type { LabelSelector } from '../apimachinery/meta.ts';

/** Go's %#v of a LabelSelector. */
export function goLabelSelector(selector: LabelSelector | undefined | null): GoText {
  if (!selector) return goText('(*v1.LabelSelector)(nil)');
  const labels = selector.matchLabels ? goValue(selector.matchLabels) : 'map[string]string(nil)';
  const expressions = selector.matchExpressions?.map((e) =>
    `v1.LabelSelectorRequirement{Key:${quote(e.key)}, Operator:${quote(e.operator)}, Values:${e.values ? goStrings(e.values) : '[]string(nil)'}}`);
  const list = expressions ? `[]v1.LabelSelectorRequirement{${expressions.join(', ')}}` : '[]v1.LabelSelectorRequirement(nil)';
  return goText(`v1.LabelSelector{MatchLabels:${labels}, MatchExpressions:${list}}`);
}

/** What a workload's selector must be: given, not empty, sound. Source: kubernetes v1.32 pkg/apis/apps/validation, ValidateDeploymentSpec and its like. */
export function workloadSelectorErrors(selector: LabelSelector | undefined | null, what: string, at: Path): FieldError[] {
  if (!selector) return [required(at, '')];
  const errors = validateLabelSelector(selector, at);
  if (isEmptySelector(selector)) errors.push(invalid(at, goLabelSelector(selector), `empty selector is invalid for ${what}`));
  if (selectorIsUnreadable(selector)) errors.push(invalid(at, goLabelSelector(selector), 'invalid label selector'));
  return errors;
}

/** Whether a part of the selector is so wrong that nothing can be selected by it. */
export function selectorIsUnreadable(selector: LabelSelector | undefined | null): boolean {
  return !!selector && validateLabelSelector(selector, path('selector')).length > 0;
}

export function isEmptySelector(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length === 0 && !selector.matchExpressions?.length;
}

/** The selector as text, as `-o wide` prints it; '<none>' of one that selects everything or nothing. */
export function selectorText(selector: LabelSelector | undefined | null): string {
  return selectorFromLabelSelector(selector ?? undefined).toString() || '<none>';
}
