import type { Container, EnvFromSource, EnvVar, EnvVarSource } from 'kubernetes-types/core/v1.d.ts';
import { invalid, notSupported, required } from '../../../apimachinery/field.ts';
import type { FieldError, Path } from '../../../apimachinery/field.ts';
import { isDNS1123Subdomain, isRelaxedEnvVarName } from '../../../apimachinery/validation.ts';
import { invalidFor } from '../../values.ts';
import { configKeyErrors } from '../config-key.ts';

/** Source: kubernetes v1.32 pkg/apis/core/validation, ValidateEnv, ValidateEnvFrom. */
export function validateEnvironment(container: Container, at: Path): FieldError[] {
  const errors: FieldError[] = [];
  for (const [i, env] of (container.env ?? []).entries()) errors.push(...validateEnv(env, at.child('env').index(i)));
  for (const [i, from] of (container.envFrom ?? []).entries()) errors.push(...validateEnvFrom(from, at.child('envFrom').index(i)));
  return errors;
}

function validateEnv(env: EnvVar, at: Path): FieldError[] {
  const errors = env.name ? invalidFor(at.child('name'), env.name, isRelaxedEnvVarName(env.name)) : [required(at.child('name'), '')];
  if (env.valueFrom) errors.push(...validateSource(env, env.valueFrom, at.child('valueFrom')));
  return errors;
}

function validateSource(env: EnvVar, source: EnvVarSource, at: Path): FieldError[] {
  const errors: FieldError[] = [];
  if (source.fieldRef) errors.push(...validateFieldRef(source.fieldRef, envFields, at.child('fieldRef')));
  if (source.resourceFieldRef) errors.push(...validateResourceRef(source.resourceFieldRef.resource, at.child('resourceFieldRef')));
  if (source.configMapKeyRef) errors.push(...validateKeyRef(source.configMapKeyRef, at.child('configMapKeyRef')));
  if (source.secretKeyRef) errors.push(...validateKeyRef(source.secretKeyRef, at.child('secretKeyRef')));
  const sources = [source.fieldRef, source.resourceFieldRef, source.configMapKeyRef, source.secretKeyRef].filter((s) => s != null).length;
  if (sources === 0) errors.push(invalid(at, '', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`'));
  else if (env.value) errors.push(invalid(at, '', 'may not be specified when `value` is not empty'));
  else if (sources > 1) errors.push(invalid(at, '', 'may not have more than one field specified at a time'));
  return errors;
}

const envFields = ['metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName',
  'status.hostIP', 'status.hostIPs', 'status.podIP', 'status.podIPs'];

export const volumeFields = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'];

const convertible = new Set([...envFields, ...volumeFields, 'spec.restartPolicy', 'spec.schedulerName', 'status.phase', 'status.nominatedNodeName', 'spec.hostNetwork']);
const subscripted = /^metadata\.(annotations|labels)\['.*'\]$/;

/** A field of the pod itself. Source: kubernetes v1.32 pkg/apis/core/validation, validateObjectFieldSelector. */
export function validateFieldRef(
  ref: { readonly apiVersion?: string; readonly fieldPath?: string }, supported: readonly string[], at: Path,
): FieldError[] {
  if (!ref.apiVersion) return [required(at.child('apiVersion'), '')];
  if (!ref.fieldPath) return [required(at.child('fieldPath'), '')];
  if (subscripted.test(ref.fieldPath)) return [];
  if (!convertible.has(ref.fieldPath)) {
    return [invalid(at.child('fieldPath'), ref.fieldPath, `error converting fieldPath: field label not supported: ${ref.fieldPath}`)];
  }
  return supported.includes(ref.fieldPath) ? [] : [notSupported(at.child('fieldPath'), ref.fieldPath, supported)];
}

const containerResources = ['limits.cpu', 'limits.ephemeral-storage', 'limits.memory', 'requests.cpu', 'requests.ephemeral-storage', 'requests.memory'];

function validateResourceRef(resource: string | undefined, at: Path): FieldError[] {
  if (!resource) return [required(at.child('resource'), '')];
  if (containerResources.includes(resource) || /^(requests|limits)\.hugepages-/.test(resource)) return [];
  return [notSupported(at.child('resource'), resource, containerResources)];
}

function validateKeyRef(ref: { readonly name?: string; readonly key?: string }, at: Path): FieldError[] {
  const errors = invalidFor(at.child('name'), ref.name ?? '', isDNS1123Subdomain(ref.name ?? ''));
  return [...errors, ...(ref.key ? configKeyErrors(at.child('key'), ref.key) : [required(at.child('key'), '')])];
}

function validateEnvFrom(from: EnvFromSource, at: Path): FieldError[] {
  const errors = from.prefix ? invalidFor(at.child('prefix'), from.prefix, isRelaxedEnvVarName(from.prefix)) : [];
  for (const source of ['configMapRef', 'secretRef'] as const) {
    const name = from[source]?.name ?? '';
    if (from[source]) errors.push(...invalidFor(at.child(source, 'name'), name, isDNS1123Subdomain(name)));
  }
  if (!from.configMapRef && !from.secretRef) errors.push(invalid(at, '', 'must specify one of: `configMapRef` or `secretRef`'));
  if (from.configMapRef && from.secretRef) errors.push(invalid(at, '', 'may not have more than one field specified at a time'));
  return errors;
}
