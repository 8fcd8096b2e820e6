import type { PersistentVolume, PersistentVolumeSpec } from 'kubernetes-types/core/v1.d.ts';
import { deepEqual } from '../../apimachinery/equality.ts';
import { forbidden, goText, invalid, notSupported, path, required } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, nameColumn, wideColumn } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { changeField, fill, fillZero } from '../fill.ts';
import { statusOnly } from '../strategies.ts';
import { oneOf, sortedKeys } from '../values.ts';
import { accessModes, accessModeText } from './access-modes.ts';
import { validateNodeSelector } from './node/selector-validation.ts';
import { canonicalResources, goQuantity, isPositiveQuantity } from './resources.ts';

/** Source: kubernetes v1.32 pkg/registry/core/persistentvolume/strategy.go; pkg/printers/internalversion/printers.go, printPersistentVolume. */
export const persistentVolumeKind = declareKind<Typed<PersistentVolume>>({
  group: '', version: 'v1', kind: 'PersistentVolume', resource: 'persistentvolumes', shortNames: ['pv'], categories: [],
  namespaced: false, subresources: ['status'], etcdPrefix: 'persistentvolumes',
  default: (volume) => changeField(fill(volume, { status: { phase: 'Pending' } }), 'spec', (spec) =>
    changeField(fill(fillZero(spec, { persistentVolumeReclaimPolicy: 'Retain' }), { volumeMode: 'Filesystem' }), 'capacity', canonicalResources)),
  strategy: {
    ...statusOnly({ phase: 'Pending' }), validate, validateUpdate,
    selectableFields: (volume) => ({ name: volume.metadata.name ?? '' }),
  },
  printer: {
    columns: [
      nameColumn,
      column('Capacity', "capacity is the description of the persistent volume's resources and capacity."),
      column('Access Modes', 'accessModes contains all ways the volume can be mounted.'),
      column('Reclaim Policy', 'persistentVolumeReclaimPolicy defines what happens to a persistent volume when released from its claim.'),
      column('Status', 'phase indicates if a volume is available, bound to a claim, or released by a claim.'),
      column('Claim', 'claimRef is part of a bi-directional binding between PersistentVolume and PersistentVolumeClaim.'),
      column('StorageClass', 'storageClassName is the name of StorageClass to which this persistent volume belongs.'),
      column('VolumeAttributesClass', 'Name of VolumeAttributesClass to which this persistent volume belongs.'),
      column('Reason', 'reason is a brief CamelCase string that describes any failure and is meant for machine parsing and tidy display in the CLI.'),
      ageColumn,
      wideColumn('VolumeMode', 'volumeMode defines if a volume is intended to be used with a formatted filesystem or to remain in raw block state.'),
    ],
    row: (volume, nowUs) => {
      const { metadata, spec, status } = volume;
      const claim = spec?.claimRef ? `${spec.claimRef.namespace}/${spec.claimRef.name}` : '';
      return [
        metadata.name ?? '', spec?.capacity?.storage ?? '0', accessModeText(spec?.accessModes), spec?.persistentVolumeReclaimPolicy ?? '',
        metadata.deletionTimestamp ? 'Terminating' : (status?.phase ?? ''), claim, spec?.storageClassName ?? '',
        spec?.volumeAttributesClassName ?? '<unset>', status?.reason ?? '', ageOf(metadata.creationTimestamp, nowUs), spec?.volumeMode ?? '<unset>',
      ];
    },
  },
});

const at = path('spec');
const sources = ['awsElasticBlockStore', 'azureDisk', 'azureFile', 'cephfs', 'cinder', 'csi', 'fc', 'flexVolume', 'flocker', 'gcePersistentDisk',
  'glusterfs', 'hostPath', 'iscsi', 'local', 'nfs', 'photonPersistentDisk', 'portworxVolume', 'quobyte', 'rbd', 'scaleIO', 'storageos', 'vsphereVolume'] as const;

/** Source: kubernetes v1.32 pkg/apis/core/validation, ValidatePersistentVolumeSpec. */
function validate(volume: Typed<PersistentVolume>): FieldError[] {
  const spec: PersistentVolumeSpec = volume.spec ?? {};
  const errors: FieldError[] = [];
  if (!spec.accessModes?.length) errors.push(required(at.child('accessModes'), ''));
  for (const mode of spec.accessModes ?? []) errors.push(...oneOf(mode, accessModes, at.child('accessModes')));
  errors.push(...validateCapacity(spec));
  const given = sources.filter((source) => spec[source] != null);
  if (given.length === 0) errors.push(required(at, 'must specify a volume type'));
  for (const source of given.slice(1)) errors.push(forbidden(at.child(source), 'may not specify more than 1 volume type'));
  if (spec.hostPath && !spec.hostPath.path) errors.push(required(at.child('hostPath', 'path'), ''));
  if (spec.local && !spec.nodeAffinity) errors.push(required(path('metadata', 'annotations'), 'Local volume requires node affinity'));
  errors.push(...oneOf(spec.persistentVolumeReclaimPolicy, ['Delete', 'Recycle', 'Retain'], at.child('persistentVolumeReclaimPolicy')));
  if (spec.nodeAffinity) {
    const place = at.child('nodeAffinity');
    errors.push(...(spec.nodeAffinity.required ? validateNodeSelector(spec.nodeAffinity.required, place.child('required')) : [required(place.child('required'), 'must specify required node constraints')]));
  }
  if (spec.volumeMode != null) errors.push(...oneOf(spec.volumeMode, ['Block', 'Filesystem'], at.child('volumeMode')));
  return errors;
}

function validateCapacity(spec: PersistentVolumeSpec): FieldError[] {
  const names = sortedKeys(spec.capacity);
  if (names.length === 0) return [required(at.child('capacity'), '')];
  if (names.length > 1 || names[0] !== 'storage') return [notSupported(at.child('capacity'), goText(JSON.stringify(spec.capacity)), ['storage'])];
  const storage = spec.capacity?.storage ?? '0';
  return isPositiveQuantity(storage) ? [] : [invalid(at.child('capacity').key('storage'), goText(goQuantity(storage)), 'must be greater than zero')];
}

function validateUpdate(volume: Typed<PersistentVolume>, old: Typed<PersistentVolume>): FieldError[] {
  const errors = validate(volume);
  if (sources.some((source) => !deepEqual(volume.spec?.[source], old.spec?.[source]))) {
    errors.push(forbidden(at.child('persistentvolumesource'), 'spec.persistentvolumesource is immutable after creation'));
  }
  if (volume.spec?.volumeMode !== old.spec?.volumeMode) errors.push(invalid(path('volumeMode'), volume.spec?.volumeMode, 'field is immutable'));
  return errors;
}
