import type { Secret } from 'kubernetes-types/core/v1.d.ts';
import { deepEqual } from '../../apimachinery/equality.ts';
import { forbidden, path, required, tooLong } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { validateImmutableField } from '../../apimachinery/object-meta.ts';
import { ageOf } from '../age.ts';
import { base64Bytes, encodeBase64 } from '../base64.ts';
import { ageColumn, column, nameColumn } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { fillZero, withField } from '../fill.ts';
import { sortedKeys } from '../values.ts';
import { configKeyErrors } from './config-key.ts';

const maxBytes = 1_048_576;

/** Source: kubernetes v1.32 pkg/registry/core/secret/strategy.go; pkg/apis/core/validation, ValidateSecret. */
export const secretKind = declareKind<Typed<Secret>>({
  group: '', version: 'v1', kind: 'Secret', resource: 'secrets', shortNames: [], categories: [],
  namespaced: true, subresources: [], etcdPrefix: 'secrets',
  default: (secret) => fillZero(mergeStringData(secret), { type: 'Opaque' }),
  strategy: {
    validate,
    validateUpdate: (secret, old) => [...validateImmutableField(secret.type, old.type, path('type')), ...validateSealed(secret, old), ...validate(secret)],
    selectableFields: (secret) => ({ type: secret.type ?? '' }),
  },
  printer: {
    columns: [
      nameColumn, column('Type', 'Used to facilitate programmatic handling of secret data.'),
      column('Data', 'Data contains the secret data.'), ageColumn,
    ],
    row: (secret, nowUs) => [secret.metadata.name ?? '', secret.type ?? '', String(Object.keys(secret.data ?? {}).length), ageOf(secret.metadata.creationTimestamp, nowUs)],
  },
});

/** stringData can only be written: it becomes data. Source: kubernetes v1.32 pkg/apis/core/v1/conversion.go, Convert_v1_Secret_To_core_Secret. */
function mergeStringData(secret: Typed<Secret>): Typed<Secret> {
  if (secret.stringData == null) return secret;
  const data = { ...secret.data };
  for (const key of Object.keys(secret.stringData)) data[key] = encodeBase64(secret.stringData[key] ?? '');
  return withField(withField(secret, 'data', data), 'stringData', undefined);
}

function validate(secret: Typed<Secret>): FieldError[] {
  const data = secret.data ?? {};
  const errors = sortedKeys(data).flatMap((key) => configKeyErrors(path('data').key(key), key));
  const bytes = Object.values(data).reduce((sum, value) => sum + base64Bytes(value), 0);
  if (bytes > maxBytes) errors.push(tooLong(path('data'), maxBytes));
  return [...errors, ...validateType(secret)];
}

const requiredKeys = new Map([
  ['kubernetes.io/dockercfg', ['.dockercfg']], ['kubernetes.io/dockerconfigjson', ['.dockerconfigjson']],
  ['kubernetes.io/ssh-auth', ['ssh-privatekey']], ['kubernetes.io/tls', ['tls.crt', 'tls.key']],
]);
const accountAnnotation = 'kubernetes.io/service-account.name';

function validateType(secret: Typed<Secret>): FieldError[] {
  const data = secret.data ?? {};
  const missing = (keys: readonly string[]) => keys.filter((key) => data[key] === undefined).map((key) => required(path('data').key(key), ''));
  if (secret.type === 'kubernetes.io/service-account-token') {
    return secret.metadata.annotations?.[accountAnnotation] ? [] : [required(path('metadata', 'annotations').key(accountAnnotation), '')];
  }
  if (secret.type === 'kubernetes.io/basic-auth') {
    const errors = missing(['username', 'password']);
    return errors.length === 2 ? errors : [];
  }
  return missing(requiredKeys.get(secret.type ?? '') ?? []);
}

function validateSealed(secret: Typed<Secret>, old: Typed<Secret>): FieldError[] {
  if (old.immutable !== true) return [];
  const detail = 'field is immutable when `immutable` is set';
  const errors = secret.immutable === true ? [] : [forbidden(path('immutable'), detail)];
  return deepEqual(secret.data, old.data) ? errors : [...errors, forbidden(path('data'), detail)];
}
