import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from 'kubernetes-types/core/v1.d.ts';
import { deepEqual } from '../../apimachinery/equality.ts';
import { forbidden, goText, invalid, path, required } from '../../apimachinery/field.ts';
import type { FieldError, Path } from '../../apimachinery/field.ts';
import { goStrings, quote } from '../../apimachinery/go-format.ts';
import { validateLabelSelector } from '../../apimachinery/label-selector-validation.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { isDNS1123Subdomain } from '../../apimachinery/validation.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, nameColumn, wideColumn } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { changeField, fill, withField } from '../fill.ts';
import { goDiff, goLiteral, goPointer } from '../go-diff.ts';
import { statusOnly } from '../strategies.ts';
import { invalidFor, oneOf } from '../values.ts';
import { accessModes, accessModeText } from './access-modes.ts';
import { canonicalResources, compareQuantities, goQuantity, isPositiveQuantity } from './resources.ts';

/** Source: kubernetes v1.32 pkg/registry/core/persistentvolumeclaim/strategy.go; pkg/printers/internalversion/printers.go, printPersistentVolumeClaim. */
export const persistentVolumeClaimKind = declareKind<Typed<PersistentVolumeClaim>>({
  group: '', version: 'v1', kind: 'PersistentVolumeClaim', resource: 'persistentvolumeclaims', shortNames: ['pvc'], categories: [],
  namespaced: true, subresources: ['status'], etcdPrefix: 'persistentvolumeclaims',
  default: (claim) => changeField(fill(claim, { status: { phase: 'Pending' } }), 'spec', defaultClaimSpec),
  strategy: {
    ...statusOnly({ phase: 'Pending' }),
    validate: (claim) => validateClaimSpec(claim.spec ?? {}, at),
    validateUpdate,
    selectableFields: (claim) => ({ name: claim.metadata.name ?? '' }),
  },
  printer: {
    columns: [
      nameColumn, column('Status', 'phase represents the current phase of PersistentVolumeClaim.'),
      column('Volume', 'volumeName is the binding reference to the PersistentVolume backing this claim.'),
      column('Capacity', 'capacity represents the actual resources of the underlying volume.'),
      column('Access Modes', 'accessModes contains the actual access modes the volume backing the PVC has.'),
      column('StorageClass', 'storageClassName is the name of the StorageClass required by the claim.'),
      column('VolumeAttributesClass', 'volumeAttributesClassName may be used to set the VolumeAttributesClass used by this claim.'), ageColumn,
      wideColumn('VolumeMode', 'volumeMode defines what type of volume is required by the claim.'),
    ],
    row: ({ metadata, spec, status }, nowUs) => {
      const bound = !!spec?.volumeName;
      return [
        metadata.name ?? '', metadata.deletionTimestamp ? 'Terminating' : (status?.phase ?? ''), spec?.volumeName ?? '',
        bound ? (status?.capacity?.storage ?? '0') : '', bound ? accessModeText(status?.accessModes) : '',
        metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec?.storageClassName ?? '', spec?.volumeAttributesClassName ?? '<unset>',
        ageOf(metadata.creationTimestamp, nowUs), spec?.volumeMode ?? '<unset>',
      ];
    },
  },
});

const at = path('spec');

/** Source: kubernetes v1.32 pkg/apis/core/v1/defaults.go, SetDefaults_PersistentVolumeClaimSpec. */
export function defaultClaimSpec(spec: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec {
  return changeField(fill(spec, { volumeMode: 'Filesystem', resources: {} }), 'resources', (resources) =>
    changeField(changeField(resources, 'requests', canonicalResources), 'limits', canonicalResources));
}

/** Source: kubernetes v1.32 pkg/apis/core/validation, ValidatePersistentVolumeClaimSpec. */
export function validateClaimSpec(spec: PersistentVolumeClaimSpec, place: Path): FieldError[] {
  const errors: FieldError[] = [];
  if (!spec.accessModes?.length) errors.push(required(place.child('accessModes'), 'at least 1 access mode is required'));
  errors.push(...validateLabelSelector(spec.selector, place.child('selector')));
  for (const mode of spec.accessModes ?? []) errors.push(...oneOf(mode, accessModes, place.child('accessModes')));
  const storage = spec.resources?.requests?.storage;
  if (storage === undefined) errors.push(required(place.child('resources').key('storage'), ''));
  else if (!isPositiveQuantity(storage)) errors.push(invalid(place.child('resources').key('storage'), goText(goQuantity(storage)), 'must be greater than zero'));
  if (spec.storageClassName) errors.push(...invalidFor(place.child('storageClassName'), spec.storageClassName, isDNS1123Subdomain(spec.storageClassName)));
  if (spec.volumeMode != null) errors.push(...oneOf(spec.volumeMode, ['Block', 'Filesystem'], place.child('volumeMode')));
  return errors;
}

const onlyResize = 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

/** A claim may be bound, once, and grow. Source: kubernetes v1.32 pkg/apis/core/validation, ValidatePersistentVolumeClaimUpdate. */
function validateUpdate(claim: Typed<PersistentVolumeClaim>, old: Typed<PersistentVolumeClaim>): FieldError[] {
  const [spec, before] = [claim.spec ?? {}, old.spec ?? {}];
  const errors = validateClaimSpec(spec, at);
  const [asked, had] = [spec.resources?.requests?.storage, before.resources?.requests?.storage];
  let comparable = before.volumeName ? spec : withField(spec, 'volumeName', before.volumeName);
  if (before.storageClassName == null) comparable = withField(comparable, 'storageClassName', before.storageClassName);
  const bound = old.status?.phase === 'Bound';
  if (bound) comparable = withField(withField(comparable, 'resources', before.resources), 'volumeAttributesClassName', before.volumeAttributesClassName);
  if (!deepEqual(comparable, before)) errors.push(forbidden(at, `${onlyResize}\n${claimDiff(before, comparable)}`));
  else if (bound && asked !== undefined && had !== undefined && compareQuantities(asked, had) < 0) {
    errors.push(forbidden(at.child('resources', 'requests', 'storage'), 'field can not be less than status.capacity'));
  }
  return errors;
}

function claimDiff(before: PersistentVolumeClaimSpec, after: PersistentVolumeClaimSpec): string {
  const modes = (value: unknown) => `[]core.PersistentVolumeAccessMode${goStrings((value ?? []) as string[]).slice('[]string'.length)}`;
  const field = (name: string, key: keyof PersistentVolumeClaimSpec, format: (value: unknown) => string = goLiteral) =>
    ({ name, before: before[key], after: after[key], format });
  return goDiff('core.PersistentVolumeClaimSpec', [
    field('AccessModes', 'accessModes', modes), field('Selector', 'selector'), field('Resources', 'resources', goResources),
    field('VolumeName', 'volumeName', (value) => goLiteral(value ?? '')), field('StorageClassName', 'storageClassName', goPointer),
    field('VolumeMode', 'volumeMode', goPointer), field('DataSource', 'dataSource'), field('DataSourceRef', 'dataSourceRef'),
    field('VolumeAttributesClassName', 'volumeAttributesClassName', goPointer),
  ]);
}

function goResources(value: unknown): string {
  const requests = (value as PersistentVolumeClaimSpec['resources'])?.requests ?? {};
  const entries = Object.entries(requests).map(([name, amount]) =>
    `s${quote(name)}: {i: {...}, s: ${quote(amount)}, Format: ${/i$/.test(amount) ? '"BinarySI"' : '"DecimalSI"'}}`);
  return `{Requests: {${entries.join(', ')}}}`;
}
