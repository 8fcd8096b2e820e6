import type { StorageClass } from 'kubernetes-types/storage/v1.d.ts';
import { deepEqual } from '../../apimachinery/equality.ts';
import { forbidden, path, required } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { validateImmutableField } from '../../apimachinery/object-meta.ts';
import { isQualifiedName } from '../../apimachinery/validation.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, nameColumn } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { fill } from '../fill.ts';
import { invalidFor, oneOf } from '../values.ts';

/** Source: kubernetes v1.32 pkg/registry/storage/storageclass/strategy.go; pkg/printers/internalversion/printers.go, printStorageClass. */
export const storageClassKind = declareKind<Typed<StorageClass>>({
  group: 'storage.k8s.io', version: 'v1', kind: 'StorageClass', resource: 'storageclasses', shortNames: ['sc'], categories: [],
  namespaced: false, subresources: [], etcdPrefix: 'storageclasses',
  default: (it) => fill(it, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }),
  strategy: { validate, validateUpdate },
  printer: {
    columns: [
      nameColumn, column('Provisioner', 'provisioner indicates the type of the provisioner.'),
      column('ReclaimPolicy', 'reclaimPolicy controls the reclaimPolicy for dynamically provisioned PersistentVolumes of this storage class.'),
      column('VolumeBindingMode', 'volumeBindingMode indicates how PersistentVolumeClaims should be provisioned and bound.'),
      column('AllowVolumeExpansion', 'allowVolumeExpansion shows whether the storage class allow volume expand.'), ageColumn,
    ],
    row: (it, nowUs) => [
      isDefault(it) ? `${it.metadata.name} (default)` : (it.metadata.name ?? ''), it.provisioner, it.reclaimPolicy ?? 'Delete',
      it.volumeBindingMode ?? '<unset>', it.allowVolumeExpansion === true, ageOf(it.metadata.creationTimestamp, nowUs),
    ],
  },
});

/** Whether claims that name no class get this one. */
export function isDefault(it: Typed<StorageClass>): boolean {
  const annotations = it.metadata.annotations ?? {};
  return ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'].some((key) => annotations[key] === 'true');
}

/** Source: kubernetes v1.32 pkg/apis/storage/validation, ValidateStorageClass. */
function validate(it: Typed<StorageClass>): FieldError[] {
  const provisioner = path('provisioner');
  const errors = it.provisioner ? invalidFor(provisioner, it.provisioner, isQualifiedName(it.provisioner.toLowerCase())) : [required(provisioner, '')];
  errors.push(...oneOf(it.reclaimPolicy, ['Delete', 'Retain'], path('reclaimPolicy')));
  return [...errors, ...oneOf(it.volumeBindingMode, ['Immediate', 'WaitForFirstConsumer'], path('volumeBindingMode'))];
}

/** Source: kubernetes v1.32 pkg/apis/storage/validation, ValidateStorageClassUpdate. */
function validateUpdate(it: Typed<StorageClass>, old: Typed<StorageClass>): FieldError[] {
  const errors: FieldError[] = [];
  for (const field of ['parameters', 'provisioner', 'reclaimPolicy'] as const) {
    if (!deepEqual(it[field], old[field])) errors.push(forbidden(path(field), `updates to ${field} are forbidden.`));
  }
  return [...errors, ...validateImmutableField(it.volumeBindingMode, old.volumeBindingMode, path('volumeBindingMode'))];
}
