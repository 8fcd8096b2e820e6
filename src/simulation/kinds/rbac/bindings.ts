import type { RoleRef, Subject } from 'kubernetes-types/rbac/v1.d.ts';
import { deepEqual } from '../../apimachinery/equality.ts';
import { goText, invalid, notSupported, path, required } from '../../apimachinery/field.ts';
import type { FieldError, Path } from '../../apimachinery/field.ts';
import { quote } from '../../apimachinery/go-format.ts';
import type { KubeObject } from '../../apimachinery/meta.ts';
import { isDNS1123Subdomain } from '../../apimachinery/validation.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, nameColumn, wideColumn } from '../columns.ts';
import { changeField, fillZero, mapSame } from '../fill.ts';
import type { Printer } from '../kind.ts';
import { invalidFor } from '../values.ts';

const rbacGroup = 'rbac.authorization.k8s.io';

interface Binding extends KubeObject {
  readonly roleRef: RoleRef;
  readonly subjects?: Subject[];
}

/** Source: kubernetes v1.32 pkg/apis/rbac/v1/defaults.go. */
export function defaultBinding<T extends Binding>(binding: T): T {
  const result = changeField(binding as Binding, 'roleRef', (ref) => fillZero(ref, { apiGroup: rbacGroup }));
  return changeField(result, 'subjects', (subjects) => mapSame(subjects, (subject) =>
    subject.kind === 'User' || subject.kind === 'Group' ? fillZero(subject, { apiGroup: rbacGroup }) : subject)) as T;
}

/** Source: kubernetes v1.32 pkg/apis/rbac/validation, ValidateRoleBinding. */
export function bindingErrors(binding: Binding, roleKinds: readonly string[]): FieldError[] {
  const at = path('roleRef');
  const { apiGroup, kind, name } = binding.roleRef ?? { apiGroup: '', kind: '', name: '' };
  const errors: FieldError[] = [];
  if (apiGroup !== rbacGroup) errors.push(notSupported(at.child('apiGroup'), apiGroup, [rbacGroup]));
  if (!roleKinds.includes(kind)) errors.push(notSupported(at.child('kind'), kind, roleKinds));
  if (!name) errors.push(required(at.child('name'), ''));
  for (const [i, subject] of (binding.subjects ?? []).entries()) errors.push(...subjectErrors(subject, path('subjects').index(i)));
  return errors;
}

function subjectErrors(subject: Subject, at: Path): FieldError[] {
  const errors = subject.name ? [] : [required(at.child('name'), '')];
  const { kind, apiGroup = '' } = subject;
  switch (kind) {
    case 'ServiceAccount':
      if (subject.name) errors.push(...invalidFor(at.child('name'), subject.name, isDNS1123Subdomain(subject.name)));
      if (apiGroup !== '') errors.push(notSupported(at.child('apiGroup'), apiGroup, ['']));
      if (!subject.namespace) errors.push(required(at.child('namespace'), ''));
      return errors;
    case 'User': case 'Group':
      return apiGroup === rbacGroup ? errors : [...errors, notSupported(at.child('apiGroup'), apiGroup, [rbacGroup])];
    default: return [...errors, notSupported(at.child('kind'), kind, ['ServiceAccount', 'User', 'Group'])];
  }
}

export function bindingUpdateErrors(binding: Binding, old: Binding, roleKinds: readonly string[]): FieldError[] {
  const errors = bindingErrors(binding, roleKinds);
  if (deepEqual(binding.roleRef, old.roleRef)) return errors;
  const { apiGroup, kind, name } = binding.roleRef;
  const shown = `rbac.RoleRef{APIGroup:${quote(apiGroup)}, Kind:${quote(kind)}, Name:${quote(name)}}`;
  return [...errors, invalid(path('roleRef'), goText(shown), 'cannot change roleRef')];
}

/** Source: kubernetes v1.32 pkg/printers/internalversion/printers.go, printRoleBinding. */
export const bindingPrinter: Printer = {
  columns: [
    nameColumn, column('Role', 'RoleRef can reference a Role in the current namespace or a ClusterRole in the global namespace.'), ageColumn,
    wideColumn('Users', 'Users in the roleBinding'), wideColumn('Groups', 'Groups in the roleBinding'),
    wideColumn('ServiceAccounts', 'ServiceAccounts in the roleBinding'),
  ],
  row: (object: KubeObject, nowUs) => {
    const { metadata, roleRef, subjects = [] } = object as Binding;
    const named = (kind: string) => subjects.filter((subject) => subject.kind === kind);
    return [
      metadata.name ?? '', `${roleRef.kind}/${roleRef.name}`, ageOf(metadata.creationTimestamp, nowUs),
      named('User').map((subject) => subject.name).join(', '), named('Group').map((subject) => subject.name).join(', '),
      named('ServiceAccount').map((subject) => `${subject.namespace}/${subject.name}`).join(', '),
    ];
  },
};
