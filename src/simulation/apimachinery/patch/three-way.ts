import { compareStrings, deepEqual } from '../equality.ts'
import { isList, isObject, withKey, withoutKey } from './json-value.ts'
import type { JsonObject } from './json-value.ts'
import { kindMetadata, structMetadata } from './merge-metadata.ts'
import type { FieldMergeMetadata, StructMergeMetadata } from './merge-metadata.ts'
import { DELETE_FROM_PRIMITIVE_LIST, PATCH_DIRECTIVE, RETAIN_KEYS, SET_ELEMENT_ORDER } from './strategic.ts'
import { identityOf } from './strategic-list.ts'

type Patch = Record<string, unknown>

/**
 * The strategic merge patch that brings `current` to `modified`: what differs is set, and what `original` had and `modified` has
 * no more is deleted; fields that neither names are left to others. `original` is what was applied last, undefined at first.
 * An empty patch means that there is nothing to do.
 * Source: apimachinery util/strategicpatch, CreateThreeWayMergePatch with overwrite.
 */
export function createThreeWayMergePatch(original: object | undefined, modified: object, current: object, kind: string): JsonObject {
  return diffMaps((original ?? {}) as JsonObject, modified as JsonObject, current as JsonObject, kindMetadata(kind))
}

/** The strategic merge patch from one object to another. Source: apimachinery util/strategicpatch, CreateTwoWayMergePatch. */
export function createTwoWayMergePatch(original: object, modified: object, kind: string): JsonObject {
  return createThreeWayMergePatch(original, modified, original, kind)
}

/** The same as a JSON merge patch, for kinds without merge keys such as custom ones. Source: apimachinery util/jsonmergepatch, CreateThreeWayJSONMergePatch. */
export function createThreeWayJsonMergePatch(original: object | undefined, modified: object, current: object): JsonObject {
  return diffMaps((original ?? {}) as JsonObject, modified as JsonObject, current as JsonObject, {})
}

function diffMaps(original: JsonObject, modified: JsonObject, current: JsonObject, metadata: StructMergeMetadata): Patch {
  const patch: Patch = {}
  for (const key of Object.keys(modified).sort(compareStrings)) {
    const wanted = modified[key]
    if (wanted === undefined || wanted === null) continue
    diffField(patch, key, original[key], wanted, current[key], metadata[key])
  }
  for (const key of Object.keys(original).sort(compareStrings)) {
    if (original[key] != null && modified[key] == null) patch[key] = null
  }
  return patch
}

function diffField(patch: Patch, key: string, original: unknown, modified: unknown, current: unknown, field: FieldMergeMetadata | undefined): void {
  if (isObject(modified) && isObject(current) && field?.replace !== true) {
    const child = diffStruct(isObject(original) ? original : {}, modified, current, field)
    if (Object.keys(child).length > 0) patch[key] = child
  } else if (isList(modified) && isList(current) && field?.mergeKey !== undefined) {
    diffItems(patch, key, isList(original) ? original : [], modified, current, field)
  } else if (isList(modified) && isList(current) && field?.mergeSet === true) {
    diffValues(patch, key, isList(original) ? original : [], modified, current)
  } else if (!deepEqual(modified, current)) patch[key] = modified
}

function diffStruct(original: JsonObject, modified: JsonObject, current: JsonObject, field: FieldMergeMetadata | undefined): Patch {
  const patch = diffMaps(original, modified, current, structMetadata(field))
  if (field?.retainKeys === true && Object.keys(patch).length > 0) patch[RETAIN_KEYS] = Object.keys(modified).filter((key) => modified[key] != null).sort(compareStrings)
  return patch
}

function diffItems(patch: Patch, key: string, original: readonly unknown[], modified: readonly unknown[], current: readonly unknown[], field: FieldMergeMetadata): void {
  const mergeKey = field.mergeKey ?? ''
  const identity = identityOf(mergeKey)
  const before = new Map(original.map((item) => [identity(item), item]))
  const live = new Map(current.map((item) => [identity(item), item]))
  const wanted = new Set(modified.map(identity))
  const items = modified.flatMap((item) => diffItem(before.get(identity(item)), item, live.get(identity(item)), mergeKey, field))
  for (const gone of before.keys()) if (!wanted.has(gone)) items.push({ [PATCH_DIRECTIVE]: 'delete', [mergeKey]: gone })
  const liveOrder = [...live.keys()].filter((id) => wanted.has(id))
  const isReordered = liveOrder.some((id, i) => id !== identity(modified[i]))
  if (items.length > 0) patch[key] = items
  if (items.length > 0 || isReordered) patch[SET_ELEMENT_ORDER + key] = modified.map((item) => ({ [mergeKey]: identity(item) }))
}

function diffItem(original: unknown, modified: unknown, current: unknown, mergeKey: string, field: FieldMergeMetadata): JsonObject[] {
  if (!isObject(modified)) return []
  if (!isObject(current)) return [modified]
  const changes = diffStruct(isObject(original) ? original : {}, modified, current, field)
  return Object.keys(changes).length === 0 ? [] : [withKey(withoutKey(changes, mergeKey), mergeKey, modified[mergeKey])]
}

function diffValues(patch: Patch, key: string, original: readonly unknown[], modified: readonly unknown[], current: readonly unknown[]): void {
  const added = modified.filter((value) => !current.includes(value))
  const gone = original.filter((value) => !modified.includes(value))
  if (added.length > 0) patch[key] = added
  if (gone.length > 0) patch[DELETE_FROM_PRIMITIVE_LIST + key] = gone
  const liveOrder = current.filter((value) => modified.includes(value))
  if (added.length > 0 || gone.length > 0 || liveOrder.some((value, i) => value !== modified[i])) patch[SET_ELEMENT_ORDER + key] = modified
}
