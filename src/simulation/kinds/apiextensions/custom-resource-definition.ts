import type { CustomResourceDefinition, CustomResourceDefinitionSpec } from 'kubernetes-types/apiextensions/v1.d.ts';
import { duplicate, forbidden, invalid, path, required } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { validateImmutableField } from '../../apimachinery/object-meta.ts';
import { isDNS1035Label, isDNS1123Subdomain } from '../../apimachinery/validation.ts';
import { declareKind } from '../declare.ts';
import { changeField, fill } from '../fill.ts';
import { createdAtPrinter } from '../rbac/rules.ts';
import { specAndStatus } from '../strategies.ts';
import { invalidFor, oneOf } from '../values.ts';

/** Source: kubernetes v1.32 apiextensions-apiserver pkg/registry/customresourcedefinition/strategy.go. Conditions and accepted names are its controllers' to write. */
export const customResourceDefinitionKind = declareKind<Typed<CustomResourceDefinition>>({
  group: 'apiextensions.k8s.io', version: 'v1', kind: 'CustomResourceDefinition', resource: 'customresourcedefinitions',
  shortNames: ['crd', 'crds'], categories: ['api-extensions'], namespaced: false, subresources: ['status'],
  etcdPrefix: 'apiextensions.k8s.io/customresourcedefinitions',
  default: (crd) => changeField(crd, 'spec', defaultSpec),
  strategy: {
    ...specAndStatus(),
    prepareForCreate: (crd) => ({ ...crd, status: initialStatus(crd.spec), metadata: { ...crd.metadata, generation: 1 } }),
    validate,
    validateUpdate: (crd, old) => [
      ...validate(crd), ...validateImmutableField(crd.spec.group, old.spec.group, path('spec', 'group')),
      ...validateImmutableField(crd.spec.scope, old.spec.scope, path('spec', 'scope')),
      ...validateImmutableField(crd.spec.names.plural, old.spec.names.plural, path('spec', 'names', 'plural')),
    ],
    allowUnconditionalUpdate: false,
  },
  printer: createdAtPrinter,
});

/** Source: kubernetes v1.32 apiextensions-apiserver pkg/apis/apiextensions/v1/defaults.go. */
function defaultSpec(spec: CustomResourceDefinitionSpec): CustomResourceDefinitionSpec {
  const named = changeField(spec, 'names', (names) => fill(names, { singular: names.kind?.toLowerCase(), listKind: `${names.kind}List` }));
  return fill(named, { conversion: { strategy: 'None' } });
}

function initialStatus(spec: CustomResourceDefinitionSpec | undefined): object {
  const storedVersions = (spec?.versions ?? []).filter((version) => version.storage).map((version) => version.name);
  return { conditions: [], acceptedNames: { plural: '', kind: '' }, storedVersions };
}

const at = path('spec');

/** Source: kubernetes v1.32 apiextensions-apiserver pkg/apis/apiextensions/validation, ValidateCustomResourceDefinition. */
function validate(crd: Typed<CustomResourceDefinition>): FieldError[] {
  const { group = '', names, scope, versions = [] } = crd.spec ?? {};
  const name = crd.metadata.name ?? '';
  const errors: FieldError[] = [];
  if (name !== `${names?.plural}.${group}`) errors.push(invalid(path('metadata', 'name'), name, 'must be spec.names.plural+"."+spec.group'));
  if (group === '') errors.push(required(at.child('group'), ''));
  else errors.push(...invalidFor(at.child('group'), group, isDNS1123Subdomain(group)));
  if (group !== '' && !group.includes('.')) errors.push(invalid(at.child('group'), group, 'should be a domain with at least one dot'));
  errors.push(...oneOf(scope, ['Cluster', 'Namespaced'], at.child('scope')), ...validateVersions(versions), ...validateNames(crd.spec ?? {}));
  return errors;
}

function validateVersions(versions: CustomResourceDefinitionSpec['versions']): FieldError[] {
  const place = at.child('versions');
  const errors: FieldError[] = [];
  const names = new Set<string>();
  for (const [i, version] of versions.entries()) {
    errors.push(...invalidFor(place.index(i).child('name'), version.name, isDNS1035Label(version.name)));
    if (names.has(version.name)) errors.push(duplicate(place.index(i).child('name'), version.name));
    names.add(version.name);
    if (!version.schema?.openAPIV3Schema) errors.push(required(place.index(i).child('schema', 'openAPIV3Schema'), 'schemas are required'));
  }
  const stored = versions.filter((version) => version.storage).length;
  if (stored !== 1) errors.push(invalid(place, versions, 'must have exactly one version marked as storage version'));
  return errors;
}

function validateNames(spec: Partial<CustomResourceDefinitionSpec>): FieldError[] {
  const place = at.child('names');
  const names = spec.names ?? { plural: '', kind: '' };
  const errors: FieldError[] = [];
  for (const field of ['plural', 'singular', 'kind', 'listKind'] as const) {
    const text = names[field] ?? '';
    if (text === '') errors.push(required(place.child(field), ''));
    else errors.push(...invalidFor(place.child(field), text, isDNS1035Label(text.toLowerCase())));
  }
  if (names.kind !== '' && names.kind === names.listKind) errors.push(invalid(place.child('listKind'), names.listKind, 'kind and listKind may not be the same'));
  if (spec.preserveUnknownFields === true) errors.push(forbidden(at.child('preserveUnknownFields'), 'must be false'));
  return errors;
}
