import { compareStrings, deepEqual } from '../equality.ts';
import { isList, isObject, withKey, withoutKey } from './json-value.ts';
import type { JsonObject } from './json-value.ts';
import { kindMetadata, structMetadata } from './merge-metadata.ts';
import type { FieldMergeMetadata, StructMergeMetadata } from './merge-metadata.ts';
import { DELETE_FROM_PRIMITIVE_LIST, PATCH_DIRECTIVE, RETAIN_KEYS, SET_ELEMENT_ORDER } from './strategic.ts';
import { indexByKey } from './strategic-list.ts';

type Patch = Record<string, unknown>;

/**
 * The strategic merge patch that brings `current` to `modified`: what differs is set, and what `original` had and `modified` has
 * no more is deleted; fields that neither names are left to others. `original` is what was applied last, undefined at first.
 * An empty patch means that there is nothing to do.
 * Source: apimachinery util/strategicpatch, CreateThreeWayMergePatch with overwrite.
 */
export function createThreeWayMergePatch(original: object | undefined, modified: object, current: object, kind: string): JsonObject {
  return diffMaps((original ?? {}) as JsonObject, modified as JsonObject, current as JsonObject, kindMetadata(kind));
}

/** The strategic merge patch from one object to another. Source: apimachinery util/strategicpatch, CreateTwoWayMergePatch. */
export function createTwoWayMergePatch(original: object, modified: object, kind: string): JsonObject {
  return createThreeWayMergePatch(original, modified, original, kind);
}

/** The same as a JSON merge patch, for kinds without merge keys such as custom ones. Source: apimachinery util/jsonmergepatch, CreateThreeWayJSONMergePatch. */
export function createThreeWayJsonMergePatch(original: object | undefined, modified: object, current: object): JsonObject {
  return diffMaps((original ?? {}) as JsonObject, modified as JsonObject, current as JsonObject, {});
}

function diffMaps(original: JsonObject, modified: JsonObject, current: JsonObject, metadata: StructMergeMetadata): Patch {
  const patch: Patch = {};
  for (const key of Object.keys(modified)) {
    const wanted = modified[key];
    if (wanted === undefined || wanted === null) continue;
    // Shared subtrees are the same without looking.
    if (wanted === current[key] && (wanted === original[key] || typeof wanted !== 'object')) continue;
    diffField(patch, key, original[key], wanted, current[key], metadata[key]);
  }
  for (const key of Object.keys(original)) {
    if (original[key] != null && modified[key] == null) patch[key] = null;
  }
  return patch;
}

function diffField(patch: Patch, key: string, original: unknown, modified: unknown, current: unknown, field: FieldMergeMetadata | undefined): void {
  if (isObject(modified) && isObject(current) && field?.replace !== true) {
    const child = diffStruct(isObject(original) ? original : {}, modified, current, field);
    if (Object.keys(child).length > 0) patch[key] = child;
  } else if (isList(modified) && isList(current) && field?.mergeKey !== undefined) {
    diffItems(patch, key, isList(original) ? original : [], modified, current, field);
  } else if (isList(modified) && isList(current) && field?.mergeSet === true) {
    diffValues(patch, key, isList(original) ? original : [], modified, current);
  } else if (!deepEqual(modified, current)) patch[key] = modified;
}

function diffStruct(original: JsonObject, modified: JsonObject, current: JsonObject, field: FieldMergeMetadata | undefined): Patch {
  const patch = diffMaps(original, modified, current, structMetadata(field));
  if (field?.retainKeys === true && Object.keys(patch).length > 0) patch[RETAIN_KEYS] = Object.keys(modified).filter((key) => modified[key] != null).sort(compareStrings);
  return patch;
}

function diffItems(patch: Patch, key: string, original: readonly unknown[], modified: readonly unknown[], current: readonly unknown[], field: FieldMergeMetadata): void {
  const mergeKey = field.mergeKey ?? '';
  const items: JsonObject[] = [];
  let isReordered = false;
  let last = -1;
  for (const [i, item] of modified.entries()) {
    if (!isObject(item)) continue;
    const id = item[mergeKey];
    const at = findByKey(current, mergeKey, id, i);
    const before = original === current ? at : findByKey(original, mergeKey, id, i);
    diffItem(items, original[before], item, current[at], mergeKey, field);
    if (at < 0) continue;
    isReordered ||= at < last;
    last = at;
  }
  for (const gone of original) {
    if (isObject(gone) && findByKey(modified, mergeKey, gone[mergeKey], 0) < 0) items.push({ [PATCH_DIRECTIVE]: 'delete', [mergeKey]: gone[mergeKey] });
  }
  if (items.length > 0) patch[key] = items;
  if (items.length > 0 || isReordered) patch[SET_ELEMENT_ORDER + key] = modified.map((item) => ({ [mergeKey]: isObject(item) ? item[mergeKey] : undefined }));
}

// Nearly always it is where it is looked for first.
function findByKey(list: readonly unknown[], mergeKey: string, key: unknown, hint: number): number {
  const guess = list[hint];
  if (isObject(guess) && guess[mergeKey] === key) return hint;
  const at = indexByKey(list, mergeKey, key);
  return at < list.length ? at : -1;
}

function diffItem(items: JsonObject[], original: unknown, modified: JsonObject, current: unknown, mergeKey: string, field: FieldMergeMetadata): void {
  if (!isObject(current)) return void items.push(modified);
  if (modified === current && modified === original) return;
  const changes = diffStruct(isObject(original) ? original : {}, modified, current, field);
  if (Object.keys(changes).length > 0) items.push(withKey(withoutKey(changes, mergeKey), mergeKey, modified[mergeKey]));
}

function diffValues(patch: Patch, key: string, original: readonly unknown[], modified: readonly unknown[], current: readonly unknown[]): void {
  const added = modified.filter((value) => !current.includes(value));
  const gone = original.filter((value) => !modified.includes(value));
  if (added.length > 0) patch[key] = added;
  if (gone.length > 0) patch[DELETE_FROM_PRIMITIVE_LIST + key] = gone;
  const liveOrder = current.filter((value) => modified.includes(value));
  if (added.length > 0 || gone.length > 0 || liveOrder.some((value, i) => value !== modified[i])) patch[SET_ELEMENT_ORDER + key] = modified;
}
