import { deepEqual, compareStrings } from './equality.ts';
import { forbidden, invalid, required, tooLong } from './field.ts';
import type { FieldError, Path } from './field.ts';
import { goStrings, GoText } from './go-format.ts';
import { parseApiVersion } from './group.ts';
import type { ObjectMeta, OwnerReference } from './meta.ts';
import { immutableError, isDNS1123Label, isQualifiedName, isValidLabelValue, nonNegativeError } from './validation.ts';
import type { NameValidator } from './object-name.ts';

export { nameIsDNS1035Label, nameIsDNSLabel, nameIsDNSSubdomain, nameIsPathSegment } from './object-name.ts';
export type { NameValidator };

const ANNOTATIONS_MAX_BYTES = 256 * 1024;

type StringMap = Readonly<Record<string, string>>;

// Maps never change and are shared by all pods of a template: what was good once need not be looked at again.
const goodLabels = new WeakSet<object>();
const goodAnnotations = new WeakSet<object>();
const goodOwners = new WeakSet<object>();

export function validateLabelName(name: string, at: Path): FieldError[] {
  return isQualifiedName(name).map((problem) => invalid(at, name, problem));
}

/** Source: apimachinery meta/v1/validation, ValidateLabels. */
export function validateLabels(labels: StringMap | undefined, at: Path): FieldError[] {
  if (labels === undefined || goodLabels.has(labels)) return [];
  const errors = Object.keys(labels).sort(compareStrings).flatMap((key) => {
    const value = labels[key] ?? '';
    return [...validateLabelName(key, at), ...isValidLabelValue(value).map((problem) => invalid(at, value, problem))];
  });
  if (errors.length === 0) goodLabels.add(labels);
  return errors;
}

/** Source: apimachinery api/validation, ValidateAnnotations. */
export function validateAnnotations(annotations: StringMap | undefined, at: Path): FieldError[] {
  if (annotations === undefined || goodAnnotations.has(annotations)) return [];
  const keys = Object.keys(annotations).sort(compareStrings);
  const errors = keys.flatMap((key) => isQualifiedName(key.toLowerCase()).map((problem) => invalid(at, key, problem)));
  const bytes = keys.reduce((sum, key) => sum + key.length + (annotations[key]?.length ?? 0), 0);
  if (bytes > ANNOTATIONS_MAX_BYTES) errors.push(tooLong(at, ANNOTATIONS_MAX_BYTES));
  if (errors.length === 0) goodAnnotations.add(annotations);
  return errors;
}

/** Source: apimachinery api/validation/objectmeta.go, ValidateObjectMeta. */
export function validateObjectMeta(meta: ObjectMeta, isNamespaced: boolean, isName: NameValidator, at: Path): FieldError[] {
  const errors = validateNames(meta, isNamespaced, isName, at);
  if ((meta.generation ?? 0) < 0) errors.push(invalid(at.child('generation'), meta.generation, nonNegativeError));
  if (!areKnownGood(meta)) errors.push(...validateMaps(meta, at));
  if (meta.finalizers !== undefined) errors.push(...validateFinalizers(meta.finalizers, at));
  return errors;
}

function validateNames(meta: ObjectMeta, isNamespaced: boolean, isName: NameValidator, at: Path): FieldError[] {
  const errors: FieldError[] = [];
  const { name = '', generateName = '', namespace = '' } = meta;
  if (generateName !== '') errors.push(...isName(generateName, true).map((problem) => invalid(at.child('generateName'), generateName, problem)));
  if (name === '') errors.push(required(at.child('name'), 'name or generateName is required'));
  else errors.push(...isName(name, false).map((problem) => invalid(at.child('name'), name, problem)));
  if (!isNamespaced && namespace !== '') errors.push(forbidden(at.child('namespace'), 'not allowed on this type'));
  if (isNamespaced && namespace === '') errors.push(required(at.child('namespace'), ''));
  if (isNamespaced && namespace !== '') errors.push(...isDNS1123Label(namespace).map((problem) => invalid(at.child('namespace'), namespace, problem)));
  return errors;
}

/** True when maps and owners are shared with objects that passed before. */
function areKnownGood({ labels, annotations, ownerReferences }: ObjectMeta): boolean {
  return (labels === undefined || goodLabels.has(labels)) && (annotations === undefined || goodAnnotations.has(annotations))
    && (ownerReferences === undefined || goodOwners.has(ownerReferences));
}

function validateMaps(meta: ObjectMeta, at: Path): FieldError[] {
  if (areKnownGood(meta)) return [];
  return [
    ...validateLabels(meta.labels, at.child('labels')),
    ...validateAnnotations(meta.annotations, at.child('annotations')),
    ...validateOwnerReferences(meta.ownerReferences, at),
  ];
}

function validateOwnerReferences(references: readonly OwnerReference[] | undefined, meta: Path): FieldError[] {
  if (references === undefined || references.length === 0) return [];
  const at = meta.child('ownerReferences');
  const errors = references.flatMap((reference) => validateOwnerReference(reference, at));
  const controllers = references.filter((reference) => reference.controller === true).map((reference) => `${reference.kind}/${reference.name}`);
  for (const second of controllers.slice(1)) {
    const words = `Only one reference can have Controller set to true. Found "true" in references for ${controllers[0]} and ${second}`;
    errors.push(invalid(at, new GoText(`[]v1.OwnerReference{${references.map(goOwnerReference).join(', ')}}`), words));
  }
  if (errors.length === 0) goodOwners.add(references);
  return errors;
}

function validateOwnerReference(reference: OwnerReference, at: Path): FieldError[] {
  const errors: FieldError[] = [];
  const { group, version } = parseApiVersion(reference.apiVersion ?? '');
  if (version === '') errors.push(invalid(at.child('apiVersion'), reference.apiVersion ?? '', 'version must not be empty'));
  for (const field of ['kind', 'name', 'uid'] as const) {
    if (!reference[field]) errors.push(invalid(at.child(field), '', 'must not be empty'));
  }
  if (group === '' && version === 'v1' && reference.kind === 'Event') {
    errors.push(invalid(at, new GoText(goOwnerReference(reference)), '/v1, Kind=Event is disallowed from being an owner'));
  }
  return errors;
}

function goOwnerReference(reference: OwnerReference): string {
  const bool = (value: boolean | undefined): string => (value === undefined ? '(*bool)(nil)' : '(*bool)(0xc000000000)');
  const { apiVersion, kind, name, uid, controller, blockOwnerDeletion } = reference;
  return `v1.OwnerReference{APIVersion:"${apiVersion}", Kind:"${kind}", Name:"${name}", UID:"${uid}", Controller:${bool(controller)}, BlockOwnerDeletion:${bool(blockOwnerDeletion)}}`;
}

function validateFinalizers(finalizers: readonly string[] | undefined, meta: Path): FieldError[] {
  if (finalizers === undefined || finalizers.length === 0) return [];
  const at = meta.child('finalizers');
  const errors = finalizers.flatMap((finalizer) => isQualifiedName(finalizer).map((problem) => invalid(at, finalizer, problem)));
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    errors.push(invalid(at, new GoText(goStrings(finalizers)), 'finalizers orphan and foregroundDeletion cannot be both set'));
  }
  return errors;
}

/** Source: apimachinery api/validation, ValidateImmutableField. */
export function validateImmutableField(newValue: unknown, oldValue: unknown, at: Path): FieldError[] {
  return deepEqual(newValue, oldValue) ? [] : [invalid(at, newValue, immutableError)];
}

const immutableFields = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const;

/** Source: apimachinery api/validation/objectmeta.go, ValidateObjectMetaUpdate. */
export function validateObjectMetaUpdate(newMeta: ObjectMeta, oldMeta: ObjectMeta, at: Path): FieldError[] {
  const errors = validateNewFinalizers(newMeta, oldMeta, at);
  if (!newMeta.resourceVersion) errors.push(invalid(at.child('resourceVersion'), newMeta.resourceVersion ?? '', 'must be specified for an update'));
  if ((newMeta.generation ?? 0) < (oldMeta.generation ?? 0)) errors.push(invalid(at.child('generation'), newMeta.generation ?? 0, 'must not be decremented'));
  for (const field of immutableFields) {
    if (newMeta[field] !== oldMeta[field]) errors.push(...validateImmutableField(newMeta[field], oldMeta[field], at.child(field)));
  }
  errors.push(...validateMaps(newMeta, at));
  return errors;
}

function validateNewFinalizers(newMeta: ObjectMeta, oldMeta: ObjectMeta, at: Path): FieldError[] {
  if (oldMeta.deletionTimestamp === undefined || newMeta.finalizers === oldMeta.finalizers) return [];
  const added = (newMeta.finalizers ?? []).filter((finalizer) => !oldMeta.finalizers?.includes(finalizer)).sort(compareStrings);
  if (added.length === 0) return [];
  const words = `no new finalizers can be added if the object is being deleted, found new finalizers ${goStrings(added)}`;
  return [forbidden(at.child('finalizers'), words)];
}
