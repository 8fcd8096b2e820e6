import type { ClusterRole } from 'kubernetes-types/rbac/v1.d.ts';
import { path, required } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import { validateLabelSelector } from '../../apimachinery/label-selector-validation.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { declareKind } from '../declare.ts';
import { fill } from '../fill.ts';
import { createdAtPrinter, rulesErrors } from './rules.ts';

/** Source: kubernetes v1.32 pkg/registry/rbac/clusterrole/strategy.go. */
export const clusterRoleKind = declareKind<Typed<ClusterRole>>({
  group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'ClusterRole', resource: 'clusterroles', shortNames: [], categories: [],
  namespaced: false, subresources: [], etcdPrefix: 'clusterroles', nameRule: 'path-segment',
  default: (role) => fill(role, { rules: [] }),
  strategy: { validate, validateUpdate: validate, allowCreateOnUpdate: true },
  printer: createdAtPrinter,
});

function validate(role: Typed<ClusterRole>): FieldError[] {
  const errors = rulesErrors(role.rules, false);
  if (!role.aggregationRule) return errors;
  const at = path('aggregationRule', 'clusterRoleSelectors');
  const selectors = role.aggregationRule.clusterRoleSelectors ?? [];
  if (selectors.length === 0) return [...errors, required(at, 'at least one clusterRoleSelector required if aggregationRule is non-nil')];
  return [...errors, ...selectors.flatMap((selector, i) => validateLabelSelector(selector, at.index(i)))];
}
