import { type ApiRequest, badRequest, failure, isStatusFailure, type NonResourceRequest, type Status } from '../../../simulation/cluster/api.ts';
import { formOf, parseBody, patchTypeOf } from './media.ts';
import { parsePath, type ResourcePath, verbOf } from './path.ts';
import { isTrue, parseQuery, withDeleteOptions } from './query.ts';

/** Of an HTTP request what the API looks at. Header names in lower case. */
export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly header: (name: string) => string | undefined;
  readonly body: Uint8Array;
}

/** Over plain HTTP on the loopback nobody can show a certificate: it is the admin, who may speak for others. */
const ADMIN = 'kubernetes-admin';

/** What an HTTP request asks of kube-apiserver; a Status when it cannot be asked. */
export function toApiRequest(http: HttpRequest): ApiRequest | NonResourceRequest | Status {
  const path = readPath(http.url.pathname);
  if (isStatusFailure(path)) return path;
  const user = http.header('impersonate-user') ?? ADMIN;
  const userAgent = http.header('user-agent') ?? '';
  if (path !== undefined) return toResourceRequest(http, path, user, userAgent);
  if (http.method !== 'GET' && http.method !== 'HEAD') return methodNotAllowed();
  return { path: http.url.pathname, accept: http.header('accept') ?? '', user, userAgent };
}

const methodNotAllowed = (): Status => failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});

function readPath(path: string): ResourcePath | undefined | Status {
  try {
    return parsePath(path);
  } catch {
    return badRequest('invalid URL escape');
  }
}

function toResourceRequest({ method, url, header, body: bytes }: HttpRequest, path: ResourcePath, user: string, userAgent: string): ApiRequest | Status {
  const parameters = url.searchParams;
  const verb = verbOf(method, path, parameters.has('watch') && isTrue(parameters.get('watch')!));
  if (verb === undefined) return methodNotAllowed();
  const accept = path.subresource === 'log' ? 'object' : formOf(header('accept') ?? '');
  const query = parseQuery(parameters);
  const contentType = header('content-type') ?? '';
  const body = parseBody(bytes, contentType);
  for (const part of [accept, query, body]) if (isStatusFailure(part)) return part;
  const { data } = body as { data: unknown };
  const request = { ...path, verb, user, userAgent, accept: accept as ApiRequest['accept'] };
  if (verb === 'delete' || verb === 'deletecollection') return { ...request, query: withDeleteOptions(query as ApiRequest['query'] & object, data) };
  if (verb === 'patch') return { ...request, query: query as ApiRequest['query'], contentType: patchTypeOf(contentType), body: data };
  if (path.subresource === 'log') return { ...request, body: logOptions(parameters) };
  return { ...request, query: query as ApiRequest['query'], body: data };
}

/** PodLogOptions come in the query. */
function logOptions(parameters: URLSearchParams): object {
  const number = (name: string): object => (parameters.has(name) ? { [name]: Number(parameters.get(name)) } : {});
  return {
    ...(parameters.has('container') ? { container: parameters.get('container') } : {}),
    ...(isTrue(parameters.get('previous') ?? 'false') ? { previous: true } : {}),
    ...number('tailLines'), ...number('sinceSeconds'),
  };
}
