import type { ResourceQuota } from 'kubernetes-types/core/v1.d.ts';
import { deepEqual } from '../../apimachinery/equality.ts';
import { forbidden, goText, invalid, path } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, nameColumn } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { changeField, fill } from '../fill.ts';
import { statusOnly } from '../strategies.ts';
import { sortedKeys } from '../values.ts';
import { isStandardQuotaResource } from './resource-names.ts';
import { validateQuantity, validateResourceName } from './resource-validation.ts';
import { canonicalResources } from './resources.ts';

/** Source: kubernetes v1.32 pkg/registry/core/resourcequota/strategy.go; pkg/printers/internalversion/printers.go, printResourceQuota. */
export const resourceQuotaKind = declareKind<Typed<ResourceQuota>>({
  group: '', version: 'v1', kind: 'ResourceQuota', resource: 'resourcequotas', shortNames: ['quota'], categories: [],
  namespaced: true, subresources: ['status'], etcdPrefix: 'resourcequotas',
  default: (quota) => changeField(changeField(fill(quota, { spec: {}, status: {} }), 'spec', (spec) => changeField(spec, 'hard', canonicalResources)),
    'status', (status) => changeField(changeField(status, 'hard', canonicalResources), 'used', canonicalResources)),
  strategy: { ...statusOnly(), validate, validateUpdate },
  printer: {
    columns: [
      nameColumn, ageColumn,
      column('Request', 'Request represents a minimum amount of cpu/memory that a container may consume.'),
      column('Limit', 'Limits control the maximum amount of cpu/memory that a container may use independent of contention on the node.'),
    ],
    row: (quota, nowUs) => {
      const names = sortedKeys(quota.status?.hard);
      const text = (chosen: readonly string[]) => chosen.map((name) => `${name}: ${quota.status?.used?.[name] ?? '0'}/${quota.status?.hard?.[name] ?? '0'}`).join(', ');
      const isLimit = (name: string) => name.startsWith('limits');
      return [
        quota.metadata.name ?? '', ageOf(quota.metadata.creationTimestamp, nowUs),
        text(names.filter((name) => !isLimit(name))), text(names.filter(isLimit)),
      ];
    },
  },
});

/** Source: kubernetes v1.32 pkg/apis/core/validation, ValidateResourceQuotaSpec. */
function validate(quota: Typed<ResourceQuota>): FieldError[] {
  const hard = quota.spec?.hard;
  return sortedKeys(hard).flatMap((name) => {
    const at = path('spec', 'hard').key(name);
    const errors = validateResourceName(name, at);
    if (!name.includes('/') && !isStandardQuotaResource(name)) errors.push(invalid(at, goText(name), 'must be a standard resource for quota'));
    return [...errors, ...validateQuantity(name, hard?.[name] ?? '', at)];
  });
}

function validateUpdate(quota: Typed<ResourceQuota>, old: Typed<ResourceQuota>): FieldError[] {
  const errors = validate(quota);
  if (!deepEqual(quota.spec?.scopes, old.spec?.scopes)) errors.push(forbidden(path('spec', 'scopes'), 'field is immutable'));
  return errors;
}
