import type { ControllerRevision } from 'kubernetes-types/apps/v1.d.ts';
import { path, required } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import { qualified, parseApiVersion } from '../../apimachinery/group.ts';
import { controllerOf } from '../../apimachinery/meta.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { validateImmutableField } from '../../apimachinery/object-meta.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, nameColumn, orNone } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { nonNegative } from '../values.ts';

/** Source: kubernetes v1.32 pkg/registry/apps/controllerrevision/strategy.go; pkg/apis/apps/validation, ValidateControllerRevision. */
export const controllerRevisionKind = declareKind<Typed<ControllerRevision>>({
  group: 'apps', version: 'v1', kind: 'ControllerRevision', resource: 'controllerrevisions', shortNames: [], categories: [],
  namespaced: true, subresources: [], etcdPrefix: 'controllerrevisions',
  strategy: { validate, validateUpdate: (revision, old) => [...validate(revision), ...validateImmutableField(revision.data, old.data, path('data'))] },
  printer: {
    columns: [
      nameColumn, column('Controller', 'Controller of the object'),
      column('Revision', 'Revision indicates the revision of the state represented by Data.'), ageColumn,
    ],
    row: (revision, nowUs) => [revision.metadata.name ?? '', orNone(ownerText(revision)), revision.revision ?? 0, ageOf(revision.metadata.creationTimestamp, nowUs)],
  },
});

function ownerText(revision: Typed<ControllerRevision>): string {
  const owner = controllerOf(revision);
  return owner === undefined ? '' : `${qualified(parseApiVersion(owner.apiVersion).group, owner.kind.toLowerCase())}/${owner.name}`;
}

function validate(revision: Typed<ControllerRevision>): FieldError[] {
  const errors = revision.data == null ? [required(path('data'), 'data is mandatory')] : [];
  return [...errors, ...nonNegative(revision.revision, path('revision'))];
}
