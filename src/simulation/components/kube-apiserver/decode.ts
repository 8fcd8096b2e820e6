import type { KubeObject } from '../../apimachinery/meta.ts';
import { badRequest, isStatus, type Status } from '../../apimachinery/status.ts';
import { decodeBody } from '../../kinds/schema/decode-body.ts';
import { isPerson } from './authentication.ts';
import type { Scope } from './scope.ts';

const isData = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Turns a body into an object of the request's resource, in the request's namespace, with its defaults. What people send
 * is read field by field; the cluster's own components send what they read here before.
 * Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go and rest.go.
 */
export function decode(scope: Scope, body: unknown): KubeObject | Status {
  const converted = scope.conversion === undefined || !isData(body) ? body : scope.conversion.toStored(body as unknown as KubeObject);
  const typed = ofRightKind(scope, converted);
  if (isStatus(typed)) return typed;
  const checked = checkFields(scope, typed);
  if (isStatus(checked)) return checked;
  const placed = place(checked, scope.namespace);
  return isStatus(placed) ? placed : scope.resource.kind.default(placed);
}

function ofRightKind(scope: Scope, body: unknown): KubeObject | Status {
  const { kind, apiVersion } = scope.resource;
  if (!isData(body)) return badRequest(`couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonType(body)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`);
  const found = { apiVersion: body.apiVersion ?? apiVersion, kind: body.kind ?? kind.kind };
  if (found.apiVersion !== apiVersion) return badRequest(`the API version in the data (${String(found.apiVersion)}) does not match the expected API version (${apiVersion})`);
  if (found.kind !== kind.kind) return badRequest(wrongKind(String(found.kind), kind.version, kind.kind, apiVersion));
  const whole = isData(body.metadata) && body.apiVersion === found.apiVersion && body.kind === found.kind;
  return (whole ? body : { ...body, ...found, metadata: body.metadata ?? {} }) as unknown as KubeObject;
}

function wrongKind(found: string, version: string, expected: string, apiVersion: string): string {
  return `${found} in version "${version}" cannot be handled as a ${expected}: no kind "${found}" is registered for version "${apiVersion}" in scheme "pkg/api/legacyscheme/scheme.go:30"`;
}

function checkFields(scope: Scope, object: KubeObject): KubeObject | Status {
  const { fieldValidation } = scope.query;
  if (fieldValidation === undefined && !isPerson(scope.user)) return object;
  const decoded = decodeBody(scope.resource.kind, object, fieldValidation ?? 'Warn');
  if (isStatus(decoded)) return decoded;
  if (decoded.warnings.length > 0) scope.warnings = decoded.warnings;
  // Metadata is no pointer in Go: without a field it is still there.
  return (decoded.object as Partial<KubeObject>).metadata === undefined ? { ...decoded.object, metadata: {} } : decoded.object;
}

/** Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/registry/rest/meta.go, EnsureObjectNamespaceMatchesRequestNamespace. */
function place(object: KubeObject, namespace: string): KubeObject | Status {
  const own = object.metadata.namespace ?? '';
  if (own === namespace) return object;
  if (own === '') return { ...object, metadata: { ...object.metadata, namespace } };
  if (namespace !== '') return badRequest('the namespace of the provided object does not match the namespace sent on the request');
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return value === null || value === undefined ? 'null' : typeof value === 'boolean' ? 'bool' : typeof value;
}
