import type { PolicyRule } from 'kubernetes-types/rbac/v1.d.ts';
import { invalid, path, required } from '../../apimachinery/field.ts';
import type { FieldError, Path } from '../../apimachinery/field.ts';
import type { KubeObject } from '../../apimachinery/meta.ts';
import { column, nameColumn } from '../columns.ts';
import type { Printer } from '../kind.ts';

/** Source: kubernetes v1.32 pkg/apis/rbac/validation, ValidatePolicyRule. */
export function rulesErrors(rules: readonly PolicyRule[] | undefined | null, namespaced: boolean): FieldError[] {
  return (rules ?? []).flatMap((rule, i) => ruleErrors(rule, namespaced, path('rules').index(i)));
}

function ruleErrors(rule: PolicyRule, namespaced: boolean, at: Path): FieldError[] {
  const errors = rule.verbs?.length ? [] : [required(at.child('verbs'), 'verbs must contain at least one value')];
  if (rule.nonResourceURLs?.length) {
    if (namespaced) errors.push(invalid(at.child('nonResourceURLs'), rule.nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs'));
    if (rule.apiGroups?.length || rule.resources?.length || rule.resourceNames?.length) {
      errors.push(invalid(at.child('nonResourceURLs'), rule.nonResourceURLs, 'rules cannot apply to both regular resources and non-resource URLs'));
    }
    return errors;
  }
  if (!rule.apiGroups?.length) errors.push(required(at.child('apiGroups'), 'resource rules must supply at least one api group'));
  if (!rule.resources?.length) errors.push(required(at.child('resources'), 'resource rules must supply at least one resource'));
  return errors;
}

/** Roles print when they were made, not how old they are. */
export const createdAtPrinter: Printer = {
  columns: [nameColumn, column('Created At', 'CreationTimestamp is the time at which the object was created, in UTC.')],
  row: (object: KubeObject) => [object.metadata.name ?? '', object.metadata.creationTimestamp ?? ''],
};
