import type { Lease } from 'kubernetes-types/coordination/v1.d.ts';
import { invalid, path, required } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, nameColumn } from '../columns.ts';
import { declareKind } from '../declare.ts';

/** Source: kubernetes v1.32 pkg/registry/coordination/lease/strategy.go; pkg/apis/coordination/validation, ValidateLeaseSpec. */
export const leaseKind = declareKind<Typed<Lease>>({
  group: 'coordination.k8s.io', version: 'v1', kind: 'Lease', resource: 'leases', shortNames: [], categories: [],
  namespaced: true, subresources: [], etcdPrefix: 'leases',
  strategy: { validate, validateUpdate: validate, allowCreateOnUpdate: true, allowUnconditionalUpdate: false },
  printer: {
    columns: [nameColumn, column('Holder', 'holderIdentity contains the identity of the holder of a current lease.'), ageColumn],
    row: (lease, nowUs) => [lease.metadata.name ?? '', lease.spec?.holderIdentity ?? '', ageOf(lease.metadata.creationTimestamp, nowUs)],
  },
});

function validate(lease: Typed<Lease>): FieldError[] {
  const { leaseDurationSeconds: duration, leaseTransitions: transitions, holderIdentity: holder } = lease.spec ?? {};
  const at = path('spec');
  const errors: FieldError[] = [];
  if (duration != null && duration <= 0) errors.push(invalid(at.child('leaseDurationSeconds'), duration, 'must be greater than 0'));
  if (transitions != null && transitions < 0) errors.push(invalid(at.child('leaseTransitions'), transitions, 'must be greater than or equal to 0'));
  if (holder === '') errors.push(required(at.child('holderIdentity'), 'must not be empty'));
  return errors;
}
