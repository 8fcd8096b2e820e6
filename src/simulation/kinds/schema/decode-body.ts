import { badRequest } from '../../apimachinery/status.ts';
import type { Status } from '../../apimachinery/status.ts';
import type { GroupVersionKind } from '../../apimachinery/group.ts';
import { apiVersionOf } from '../../apimachinery/group.ts';
import { strictDecode } from './decode.ts';
import { kindSchema } from './structure.ts';

/** What a client wants to hear of fields that its object should not have. Source: apiserver, fieldValidation. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

export interface DecodedBody<T> {
  readonly object: T;
  readonly warnings: readonly string[];
}

/**
 * The object of a request's body, as the API server takes it; a Status when it cannot be read, or when it has unknown fields and
 * the client is strict. Kinds without a schema, such as custom ones, pass as they are.
 * Source: apiserver endpoints/handlers/create.go, transformDecodeError.
 */
export function decodeBody<T extends object>(gvk: GroupVersionKind, body: T, validation: FieldValidation): DecodedBody<T> | Status {
  const schema = kindSchema(apiVersionOf(gvk), gvk.kind);
  if (schema === undefined) return { object: body, warnings: [] };
  const { object, problems, error } = strictDecode(schema, body, gvk.version);
  if (error !== undefined) return cannotBeHandled(gvk, error);
  if (problems.length === 0 || validation === 'Ignore') return { object, warnings: [] };
  if (validation === 'Warn') return { object, warnings: problems };
  return cannotBeHandled(gvk, `strict decoding error: ${problems.join(', ')}`);
}

/** `Pod in version "v1" cannot be handled as a Pod: why`. */
export function cannotBeHandled({ kind, version }: { kind: string; version: string }, why: string): Status {
  return badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${why}`);
}
