import type { ApiVerb } from '../../../simulation/cluster/api.ts';

/** What a path of the API names. Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go. */
export interface ResourcePath {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

/** Below a namespace these belong to the Namespace itself. */
const ofNamespace = new Set(['status', 'finalize']);

/** Undefined for what names no resource: discovery, health, other paths. Throws URIError for a broken escape. */
export function parsePath(path: string): ResourcePath | undefined {
  const parts = path.split('/').filter((part) => part !== '').map(decodeURIComponent);
  const core = parts[0] === 'api';
  if (!core && parts[0] !== 'apis') return undefined;
  const [group, version, ...rest] = core ? ['', ...parts.slice(1)] : parts.slice(1);
  if (version === undefined || rest.length === 0) return undefined;
  if (rest[0] !== 'namespaces' || rest.length < 3 || ofNamespace.has(rest[2])) return { group, version, ...placeOf(rest) };
  return { group, version, namespace: rest[1], ...placeOf(rest.slice(2)) };
}

function placeOf([resource, name, ...subresource]: readonly string[]): Pick<ResourcePath, 'resource' | 'name' | 'subresource'> {
  return { resource, ...(name === undefined ? {} : { name }), ...(subresource.length === 0 ? {} : { subresource: subresource.join('/') }) };
}

const connecting = new Set(['exec', 'attach', 'portforward']);

/** What a method does to a path; undefined when the API has no such method. */
export function verbOf(method: string, { name, subresource = '' }: ResourcePath, watch: boolean): ApiVerb | undefined {
  if (connecting.has(subresource)) return 'connect';
  // A collection cannot be changed as a whole, and what is to be created has no place of its own yet.
  if (name === undefined && (method === 'PUT' || method === 'PATCH')) return undefined;
  if (name !== undefined && subresource === '' && method === 'POST') return undefined;
  switch (method) {
    case 'GET':
      return watch && subresource === '' ? 'watch' : name === undefined ? 'list' : 'get';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return name === undefined ? 'deletecollection' : 'delete';
    default:
      return undefined;
  }
}
