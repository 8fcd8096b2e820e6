import { deepEqual } from '../equality.ts';
import { badRequest } from '../status.ts';
import type { Status } from '../status.ts';
import { Draft, isList, isObject, jsonTypeName, withoutNulls } from './json-value.ts';
import type { JsonObject } from './json-value.ts';

/**
 * RFC 7386: maps merge, null removes, everything else replaces. What the patch does not touch keeps its identity, and
 * the same object comes back when nothing changes. A Status when the patch is no object.
 */
export function applyMergePatch<T extends object>(original: T, patch: unknown): T | Status {
  const problem = notAnObject(patch);
  if (problem !== undefined) return problem;
  return mergeInto(original as unknown as JsonObject, patch as JsonObject) as unknown as T;
}

/** What the server says of a patch that is no JSON object. */
export function notAnObject(patch: unknown): Status | undefined {
  if (isObject(patch)) return undefined;
  return badRequest(`json: cannot unmarshal ${jsonTypeName(patch)} into Go value of type map[string]interface {}`);
}

function mergeInto(original: JsonObject, patch: JsonObject): JsonObject {
  const draft = new Draft(original);
  for (const key of Object.keys(patch)) {
    const change = patch[key];
    const present = original[key];
    if (change === null) draft.delete(key);
    else if (isObject(change) && isObject(present)) draft.set(key, mergeInto(present, change));
    else if (change !== undefined && !(isList(change) && deepEqual(present, change))) draft.set(key, withoutNulls(change));
  }
  return draft.result;
}
