import type { Role } from 'kubernetes-types/rbac/v1.d.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { declareKind } from '../declare.ts';
import { fill } from '../fill.ts';
import { createdAtPrinter, rulesErrors } from './rules.ts';

/** Source: kubernetes v1.32 pkg/registry/rbac/role/strategy.go. */
export const roleKind = declareKind<Typed<Role>>({
  group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'Role', resource: 'roles', shortNames: [], categories: [],
  namespaced: true, subresources: [], etcdPrefix: 'roles', nameRule: 'path-segment',
  default: (role) => fill(role, { rules: [] }),
  strategy: { validate: (role) => rulesErrors(role.rules, true), validateUpdate: (role) => rulesErrors(role.rules, true), allowCreateOnUpdate: true },
  printer: createdAtPrinter,
});
