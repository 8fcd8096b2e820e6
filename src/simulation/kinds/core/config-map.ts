import type { ConfigMap } from 'kubernetes-types/core/v1.d.ts';
import { forbidden, invalid, path, tooLong } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import { deepEqual } from '../../apimachinery/equality.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, nameColumn } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { configKeyErrors } from './config-key.ts';

const maxBytes = 1_048_576;

/** Source: kubernetes v1.32 pkg/registry/core/configmap/strategy.go; pkg/apis/core/validation, ValidateConfigMap. */
export const configMapKind = declareKind<Typed<ConfigMap>>({
  group: '', version: 'v1', kind: 'ConfigMap', resource: 'configmaps', shortNames: ['cm'], categories: [],
  namespaced: true, subresources: [], etcdPrefix: 'configmaps',
  strategy: { validate, validateUpdate: (map, old) => [...validateImmutable(map, old), ...validate(map)] },
  printer: {
    columns: [nameColumn, column('Data', 'Data contains the configuration data.'), ageColumn],
    row: (map, nowUs) => [map.metadata.name ?? '', String(sizeOf(map.data) + sizeOf(map.binaryData)), ageOf(map.metadata.creationTimestamp, nowUs)],
  },
});

function sizeOf(data: object | undefined | null): number {
  return Object.keys(data ?? {}).length;
}

function validate(map: Typed<ConfigMap>): FieldError[] {
  const errors: FieldError[] = [];
  let bytes = 0;
  for (const [key, value] of Object.entries(map.data ?? {})) {
    errors.push(...configKeyErrors(path('data').key(key), key));
    if (map.binaryData && key in map.binaryData) errors.push(invalid(path('data').key(key), key, 'duplicate of key present in binaryData'));
    bytes += value.length;
  }
  for (const [key, value] of Object.entries(map.binaryData ?? {})) {
    errors.push(...configKeyErrors(path('binaryData').key(key), key));
    bytes += Math.floor((value.length * 3) / 4);
  }
  if (bytes > maxBytes) errors.push(tooLong('[]', maxBytes));
  return errors;
}

function validateImmutable(map: Typed<ConfigMap>, old: Typed<ConfigMap>): FieldError[] {
  if (old.immutable !== true) return [];
  const detail = 'field is immutable when `immutable` is set';
  const errors: FieldError[] = [];
  if (map.immutable !== true) errors.push(forbidden(path('immutable'), detail));
  if (!deepEqual(map.data, old.data)) errors.push(forbidden(path('data'), detail));
  if (!deepEqual(map.binaryData, old.binaryData)) errors.push(forbidden(path('binaryData'), detail));
  return errors;
}
