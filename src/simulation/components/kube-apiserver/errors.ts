import { failure, type Status } from '../../apimachinery/status.ts';

/** No such group, version, resource or subresource. */
export function unknownPath(): Status {
  return failure(404, 'NotFound', 'the server could not find the requested resource', {});
}

/** The resource is served, but not with that verb. */
export function methodNotAllowed(): Status {
  return failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
}
