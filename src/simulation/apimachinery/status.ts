import { aggregateText } from './field.ts';
import type { ErrorList } from './field.ts';
import { quote } from './go-format.ts';
import { qualified } from './group.ts';

export { qualified as groupResource } from './group.ts';

export type StatusReason =
  | 'Unauthorized' | 'Forbidden' | 'NotFound' | 'AlreadyExists' | 'Conflict' | 'Gone' | 'Expired' | 'Invalid' | 'ServerTimeout'
  | 'Timeout' | 'TooManyRequests' | 'BadRequest' | 'MethodNotAllowed' | 'NotAcceptable' | 'RequestEntityTooLarge'
  | 'UnsupportedMediaType' | 'InternalError' | 'ServiceUnavailable' | 'Unknown' | ''
  /** Never a server's: the request was not answered. */
  | 'ConnectionFailure';

export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  /** The resource of an object, or the kind where the answer is Invalid. */
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

/** meta/v1 Status: how the API server says that something went wrong, and what a delete answers. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Readonly<Record<string, never>>;
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  readonly reason?: StatusReason;
  readonly details?: StatusDetails;
  readonly code: number;
}

const noMetadata: Readonly<Record<string, never>> = Object.freeze({});

/** Any failure. Prefer the constructors below, which know the words. */
export function failure(code: number, reason: StatusReason, message: string, details?: StatusDetails): Status {
  const base = { kind: 'Status', apiVersion: 'v1', metadata: noMetadata, status: 'Failure', message, reason } as const;
  return details === undefined ? { ...base, code } : { ...base, details, code };
}

function target(group: string, kind: string, name: string): StatusDetails {
  return { ...(name === '' ? {} : { name }), ...(group === '' ? {} : { group }), ...(kind === '' ? {} : { kind }) };
}

/** What a delete answers when the object is gone at once. */
export function success(details?: StatusDetails): Status {
  const base = { kind: 'Status', apiVersion: 'v1', metadata: noMetadata, status: 'Success' } as const;
  return details === undefined ? { ...base, code: 200 } : { ...base, details, code: 200 };
}

// Source of the constructors: apimachinery pkg/api/errors/errors.go, New….

export function notFound(group: string, resource: string, name: string): Status {
  return failure(404, 'NotFound', `${qualified(group, resource)} ${quote(name)} not found`, target(group, resource, name));
}

export function alreadyExists(group: string, resource: string, name: string): Status {
  return failure(409, 'AlreadyExists', `${qualified(group, resource)} ${quote(name)} already exists`, target(group, resource, name));
}

export function generateNameConflict(group: string, resource: string, name: string, retryAfterSeconds: number): Status {
  const message = `${qualified(group, resource)} ${quote(name)} already exists, the server was not able to generate a unique name for the object`;
  return failure(409, 'AlreadyExists', message, { ...target(group, resource, name), retryAfterSeconds });
}

/** Why an update with an outdated resourceVersion is refused. */
export const OBJECT_MODIFIED = 'the object has been modified; please apply your changes to the latest version and try again';

export function conflict(group: string, resource: string, name: string, why: string = OBJECT_MODIFIED): Status {
  const message = `Operation cannot be fulfilled on ${qualified(group, resource)} ${quote(name)}: ${why}`;
  return failure(409, 'Conflict', message, target(group, resource, name));
}

/** The conflict of a server-side apply: one cause per field that somebody else owns. */
export function applyConflict(causes: readonly StatusCause[], message: string): Status {
  return failure(409, 'Conflict', message, { causes });
}

/** `Deployment.apps "x" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0` */
export function invalid(group: string, kind: string, name: string, errors: ErrorList): Status {
  const head = `${qualified(group, kind)} ${quote(name)} is invalid`;
  const causes = errors.map((error) => ({ reason: error.type, message: error.body, field: error.field }));
  const message = errors.length === 0 ? head : `${head}: ${aggregateText(errors)}`;
  return failure(422, 'Invalid', message, { ...target(group, kind, name), ...(causes.length === 0 ? {} : { causes }) });
}

export function badRequest(message: string): Status {
  return failure(400, 'BadRequest', message);
}

export function unauthorized(message = 'Unauthorized'): Status {
  return failure(401, 'Unauthorized', message);
}

/** `pods "x" is forbidden: why`, `pods is forbidden: why` when no name is given. */
export function forbidden(group: string, resource: string, name: string, why: string): Status {
  const about = qualified(group, resource);
  if (about === '') return failure(403, 'Forbidden', `forbidden: ${why}`, target(group, resource, name));
  const subject = name === '' ? about : `${about} ${quote(name)}`;
  return failure(403, 'Forbidden', `${subject} is forbidden: ${why}`, target(group, resource, name));
}

export function methodNotSupported(group: string, resource: string, action: string): Status {
  const message = `${action} is not supported on resources of kind ${quote(qualified(group, resource))}`;
  return failure(405, 'MethodNotAllowed', message, target(group, resource, ''));
}

export function notAcceptable(mediaTypes: readonly string[]): Status {
  return failure(406, 'NotAcceptable', `only the following media types are accepted: ${mediaTypes.join(', ')}`);
}

export function unsupportedMediaType(accepted: readonly string[]): Status {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return failure(415, 'UnsupportedMediaType', message);
}

export function gone(message: string): Status {
  return failure(410, 'Gone', message);
}

/** The history asked for has been compacted away: list again. */
export function expired(message: string): Status {
  return failure(410, 'Expired', message);
}

export function tooOldResourceVersion(asked: number | string, oldest: number | string): Status {
  return expired(`too old resource version: ${asked} (${oldest})`);
}

export function tooLargeResourceVersion(asked: number | string, current: number | string, retryAfterSeconds = 1): Status {
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
  return failure(504, 'Timeout', `Timeout: Too large resource version: ${asked}, current: ${current}`, { causes, ...retryAfter(retryAfterSeconds) });
}

export function tooManyRequests(message: string, retryAfterSeconds: number): Status {
  return failure(429, 'TooManyRequests', message, retryAfter(retryAfterSeconds));
}

/** What the eviction subresource answers while a PodDisruptionBudget allows no disruption; `cause` says which and why. */
export function tooManyDisruptions(message: string, cause: string, retryAfterSeconds: number): Status {
  const causes = [{ reason: 'DisruptionBudget', message: cause }];
  return failure(429, 'TooManyRequests', message, { causes, ...retryAfter(retryAfterSeconds) });
}

export function timeout(message: string, retryAfterSeconds = 0): Status {
  return failure(504, 'Timeout', `Timeout: ${message}`, retryAfter(retryAfterSeconds));
}

export function serverTimeout(group: string, resource: string, operation: string, retryAfterSeconds: number): Status {
  const message = `The ${operation} operation against ${qualified(group, resource)} could not be completed at this time, please try again.`;
  return failure(500, 'ServerTimeout', message, { ...target(group, resource, operation), ...retryAfter(retryAfterSeconds) });
}

export function serviceUnavailable(message: string): Status {
  return failure(503, 'ServiceUnavailable', message);
}

export function internalError(message: string): Status {
  return failure(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
}

export function requestEntityTooLarge(message: string): Status {
  return failure(413, 'RequestEntityTooLarge', `Request entity too large: ${message}`);
}

/** A JSON patch that cannot be applied, such as one whose test fails; why is not said. */
export function unprocessable(): Status {
  return failure(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
}

/** What a client makes of a path that the server does not serve: `the server could not find the requested resource (get pods.metrics.k8s.io)`. */
export function unknownPath(verb: string, group: string, resource: string, name = ''): Status {
  const what = [verb, qualified(group, resource), name].filter((part) => part !== '').join(' ');
  return failure(404, 'NotFound', `the server could not find the requested resource (${what})`, target(group, resource, name));
}

function retryAfter(seconds: number): StatusDetails {
  return seconds > 0 ? { retryAfterSeconds: seconds } : {};
}

// Predicates take any reply, so that a caller can ask before it knows whether it has an object.

export function isStatus(reply: unknown): reply is Status {
  return typeof reply === 'object' && reply !== null && (reply as Status).kind === 'Status';
}

export function isStatusFailure(reply: unknown): reply is Status {
  return isStatus(reply) && reply.status === 'Failure';
}

/** A failure for this reason. Not being one does not mean that a reply is no Status. */
type Failed<R extends StatusReason> = Status & { readonly reason: R };

export function reasonOf(reply: unknown): StatusReason | undefined {
  return isStatusFailure(reply) ? (reply.reason ?? 'Unknown') : undefined;
}

export const isNotFound = (reply: unknown): reply is Failed<'NotFound'> => reasonOf(reply) === 'NotFound';
export const isAlreadyExists = (reply: unknown): reply is Failed<'AlreadyExists'> => reasonOf(reply) === 'AlreadyExists';
export const isConflict = (reply: unknown): reply is Failed<'Conflict'> => reasonOf(reply) === 'Conflict';
export const isInvalid = (reply: unknown): reply is Failed<'Invalid'> => reasonOf(reply) === 'Invalid';
export const isForbidden = (reply: unknown): reply is Failed<'Forbidden'> => reasonOf(reply) === 'Forbidden';
export const isUnauthorized = (reply: unknown): reply is Failed<'Unauthorized'> => reasonOf(reply) === 'Unauthorized';
export const isBadRequest = (reply: unknown): reply is Failed<'BadRequest'> => reasonOf(reply) === 'BadRequest';
export const isGone = (reply: unknown): reply is Status & { readonly code: 410 } => isStatusFailure(reply) && reply.code === 410;
export const isExpired = (reply: unknown): reply is Failed<'Expired'> => reasonOf(reply) === 'Expired';
export const isTooManyRequests = (reply: unknown): reply is Status & { readonly code: 429 } => isStatusFailure(reply) && reply.code === 429;
export const isMethodNotSupported = (reply: unknown): reply is Failed<'MethodNotAllowed'> => reasonOf(reply) === 'MethodNotAllowed';
export const isInternalError = (reply: unknown): reply is Failed<'InternalError'> => reasonOf(reply) === 'InternalError';
export const isServiceUnavailable = (reply: unknown): reply is Failed<'ServiceUnavailable'> => reasonOf(reply) === 'ServiceUnavailable';
export const isTimeout = (reply: unknown): reply is Failed<'Timeout'> => reasonOf(reply) === 'Timeout';
export const isServerTimeout = (reply: unknown): reply is Failed<'ServerTimeout'> => reasonOf(reply) === 'ServerTimeout';

/** Whether `create` failed only because the namespace is going away. Source: apimachinery, HasStatusCause(NamespaceTerminatingCause). */
export function hasStatusCause(reply: unknown, reason: string): boolean {
  return isStatusFailure(reply) && (reply.details?.causes?.some((cause) => cause.reason === reason) ?? false);
}
