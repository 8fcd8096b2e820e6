import { deepEqual } from '../equality.ts';
import { badRequest } from '../status.ts';
import type { Status } from '../status.ts';
import { Draft, isList, isObject, withoutKey, withoutNulls } from './json-value.ts';
import type { JsonObject } from './json-value.ts';
import { notAnObject } from './merge-patch.ts';
import { kindMetadata, structMetadata } from './merge-metadata.ts';
import type { FieldMergeMetadata, StructMergeMetadata } from './merge-metadata.ts';
import { hasSameItems, identityOf, indexByKey, isInOrder, orderMerged, sameOr } from './strategic-list.ts';

export const PATCH_DIRECTIVE = '$patch';
export const RETAIN_KEYS = '$retainKeys';
export const SET_ELEMENT_ORDER = '$setElementOrder/';
export const DELETE_FROM_PRIMITIVE_LIST = '$deleteFromPrimitiveList/';

class BadPatch extends Error {}

/**
 * Merges a patch as `kubectl apply` and `kubectl patch` send it: lists merge by their merge keys, directives steer. What the patch
 * does not touch keeps its identity, and the same object comes back when nothing changes. A Status when the patch makes no sense.
 * Source: apimachinery util/strategicpatch, StrategicMergeMapPatch.
 */
export function applyStrategicMergePatch<T extends object>(original: T, patch: unknown, kind: string): T | Status {
  const problem = notAnObject(patch);
  if (problem !== undefined) return problem;
  try {
    return mergeMap(original as unknown as JsonObject, patch as JsonObject, kindMetadata(kind)) as unknown as T;
  } catch (error) {
    if (error instanceof BadPatch) return badRequest(error.message);
    throw error;
  }
}

function mergeMap(original: JsonObject, patch: JsonObject, metadata: StructMergeMetadata): JsonObject {
  const directive = patch[PATCH_DIRECTIVE];
  if (directive === 'replace') return withoutKey(patch, PATCH_DIRECTIVE);
  if (directive === 'delete') return {};
  if (directive !== undefined && directive !== 'merge') throw new BadPatch(`invalid value for special key: ${PATCH_DIRECTIVE}`);
  const draft = new Draft(retain(original, patch));
  for (const key of Object.keys(patch)) {
    if (!key.startsWith('$')) mergeField(draft, key, patch[key], metadata[key]);
    else if (key.startsWith(DELETE_FROM_PRIMITIVE_LIST)) deleteValues(draft, key.slice(DELETE_FROM_PRIMITIVE_LIST.length), patch[key]);
  }
  // The order is of the merged lists, so it comes after the merging.
  for (const key of Object.keys(patch)) {
    if (key.startsWith(SET_ELEMENT_ORDER)) reorder(draft, key.slice(SET_ELEMENT_ORDER.length), patch[key], original, metadata);
  }
  return draft.result;
}

function retain(original: JsonObject, patch: JsonObject): JsonObject {
  const keys = patch[RETAIN_KEYS];
  if (keys === undefined) return original;
  if (!isList(keys)) throw new BadPatch('unable to convert retainKeys directive to a list');
  const unknown = Object.keys(patch).find((key) => !key.startsWith('$') && patch[key] !== null && !keys.includes(key));
  if (unknown !== undefined) throw new BadPatch(`[${keys.join(' ')}] doesn't match or is not a superset of the patch's keys`);
  return Object.keys(original).reduce((kept, key) => (keys.includes(key) ? kept : withoutKey(kept, key)), original);
}

function mergeField(draft: Draft, key: string, change: unknown, field: FieldMergeMetadata | undefined): void {
  const present = draft.get(key);
  if (change === undefined) return;
  if (change === null) draft.delete(key);
  else if (typeof change !== 'object') draft.set(key, change);
  else if (isObject(change) && isObject(present) && field?.replace !== true) draft.set(key, mergeMap(present, change, structMetadata(field)));
  else if (isList(change) && isList(present)) draft.set(key, mergeList(present, change, field));
  else {
    // A directive that deletes what is not there leaves nothing behind.
    const added = withoutDirectives(withoutNulls(change));
    if (added !== undefined) draft.set(key, added);
  }
}

function mergeList(original: readonly unknown[], patch: readonly unknown[], field: FieldMergeMetadata | undefined): readonly unknown[] {
  if (field?.mergeSet === true) return mergeValues(original, patch);
  if (field?.mergeKey === undefined) return deepEqual(original, patch) ? original : patch;
  const { mergeKey } = field;
  const identity = identityOf(mergeKey);
  const isWholeReplaced = patch.some((item) => isObject(item) && item[PATCH_DIRECTIVE] === 'replace');
  const items = patch.filter((item) => !(isObject(item) && item[PATCH_DIRECTIVE] === 'replace' && item[mergeKey] === undefined));
  if (isWholeReplaced) return items.map((item) => (isObject(item) ? withoutKey(item, PATCH_DIRECTIVE) : item));
  const inPlace = mergeInPlace(original, items, mergeKey, structMetadata(field));
  if (inPlace !== undefined) return inPlace;
  const byKey = new Map(original.map((item) => [identity(item), item]));
  for (const item of items) mergeItem(byKey, item, mergeKey, structMetadata(field));
  return sameOr(original, orderMerged([...byKey.values()], items, original, identity));
}

/**
 * The usual case, without any sorting: all items of the patch are there already, in the same order, and stay. Undefined when it is
 * another case.
 */
function mergeInPlace(original: readonly unknown[], items: readonly unknown[], mergeKey: string, metadata: StructMergeMetadata): readonly unknown[] | undefined {
  const merged = [...original];
  let at = 0;
  for (const item of items) {
    if (!isObject(item) || item[mergeKey] === undefined || item[PATCH_DIRECTIVE] === 'delete') return undefined;
    at = indexByKey(original, mergeKey, item[mergeKey], at);
    const present = original[at];
    if (!isObject(present)) return undefined;
    merged[at++] = mergeMap(present, item, metadata);
  }
  return sameOr(original, merged);
}

function mergeItem(byKey: Map<unknown, unknown>, item: unknown, mergeKey: string, metadata: StructMergeMetadata): void {
  if (!isObject(item) || item[mergeKey] === undefined) throw new BadPatch(`map: ${JSON.stringify(item)} does not contain declared merge key: ${mergeKey}`);
  const key = item[mergeKey];
  const present = byKey.get(key);
  if (item[PATCH_DIRECTIVE] === 'delete') byKey.delete(key);
  else byKey.set(key, isObject(present) ? mergeMap(present, item, metadata) : withoutDirectives(withoutNulls(item)));
}

function mergeValues(original: readonly unknown[], patch: readonly unknown[]): readonly unknown[] {
  const merged = [...new Set([...original, ...patch])];
  return sameOr(original, orderMerged(merged, patch, original, identityOf(undefined)));
}

function deleteValues(draft: Draft, key: string, values: unknown): void {
  const present = draft.get(key);
  if (isList(present) && isList(values)) draft.set(key, sameOr(present, present.filter((value) => !values.includes(value))));
}

// The order is given by a list of merge keys; it comes with the patch of the list, or without one when only the order changed.
function reorder(draft: Draft, key: string, order: unknown, original: JsonObject, metadata: StructMergeMetadata): void {
  if (!isList(order)) throw new BadPatch(`unable to convert ${SET_ELEMENT_ORDER}${key} to a list`);
  const list = draft.get(key);
  if (!isList(list)) return;
  const live = original[key];
  const { mergeKey } = metadata[key] ?? {};
  const isMoved = !isList(live) || !hasSameItems(list, live, mergeKey) || !isInOrder(list, order, mergeKey);
  if (isMoved) draft.set(key, sameOr(list, orderMerged(list, order, isList(live) ? live : [], identityOf(mergeKey))));
}

// What is added whole may carry directives inside; those that would delete have nothing to delete.
function withoutDirectives(value: unknown): unknown {
  if (isList(value)) return sameOr(value, value.map(withoutDirectives).filter((item) => item !== undefined));
  if (!isObject(value)) return value;
  if (value[PATCH_DIRECTIVE] === 'delete') return undefined;
  const draft = new Draft(value);
  for (const key of Object.keys(value)) {
    if (key.startsWith('$')) draft.delete(key);
    else if (typeof value[key] === 'object') draft.set(key, withoutDirectives(value[key]));
  }
  return draft.result;
}
