import { deepEqual } from '../equality.ts'
import { badRequest } from '../status.ts'
import type { Status } from '../status.ts'
import { isList, isObject, withKey, withoutKey, withoutNulls } from './json-value.ts'
import type { JsonObject } from './json-value.ts'
import { notAnObject } from './merge-patch.ts'
import { kindMetadata, structMetadata } from './merge-metadata.ts'
import type { FieldMergeMetadata, StructMergeMetadata } from './merge-metadata.ts'
import { identityOf, orderMerged, sameOr } from './strategic-list.ts'

export const PATCH_DIRECTIVE = '$patch'
export const RETAIN_KEYS = '$retainKeys'
export const SET_ELEMENT_ORDER = '$setElementOrder/'
export const DELETE_FROM_PRIMITIVE_LIST = '$deleteFromPrimitiveList/'

class BadPatch extends Error {}

/**
 * Merges a patch as `kubectl apply` and `kubectl patch` send it: lists merge by their merge keys, directives steer. What the patch
 * does not touch keeps its identity, and the same object comes back when nothing changes. A Status when the patch makes no sense.
 * Source: apimachinery util/strategicpatch, StrategicMergeMapPatch.
 */
export function applyStrategicMergePatch<T extends object>(original: T, patch: unknown, kind: string): T | Status {
  const problem = notAnObject(patch)
  if (problem !== undefined) return problem
  try {
    return mergeMap(original as unknown as JsonObject, patch as JsonObject, kindMetadata(kind)) as unknown as T
  } catch (error) {
    if (error instanceof BadPatch) return badRequest(error.message)
    throw error
  }
}

function mergeMap(original: JsonObject, patch: JsonObject, metadata: StructMergeMetadata): JsonObject {
  const directive = patch[PATCH_DIRECTIVE]
  if (directive === 'replace') return withoutKey(patch, PATCH_DIRECTIVE)
  if (directive === 'delete') return {}
  if (directive !== undefined && directive !== 'merge') throw new BadPatch(`invalid value for special key: ${PATCH_DIRECTIVE}`)
  let result = retain(original, patch)
  for (const key of Object.keys(patch)) {
    if (!key.startsWith('$')) result = patch[SET_ELEMENT_ORDER + key] === undefined ? mergeField(result, key, patch, metadata) : result
    else if (key.startsWith(SET_ELEMENT_ORDER)) result = reorder(result, key.slice(SET_ELEMENT_ORDER.length), patch, metadata)
    else if (key.startsWith(DELETE_FROM_PRIMITIVE_LIST)) result = deleteValues(result, key.slice(DELETE_FROM_PRIMITIVE_LIST.length), patch[key])
  }
  return result
}

function retain(original: JsonObject, patch: JsonObject): JsonObject {
  const keys = patch[RETAIN_KEYS]
  if (keys === undefined) return original
  if (!isList(keys)) throw new BadPatch('unable to convert retainKeys directive to a list')
  const unknown = Object.keys(patch).find((key) => !key.startsWith('$') && patch[key] !== null && !keys.includes(key))
  if (unknown !== undefined) throw new BadPatch(`[${keys.join(' ')}] doesn't match or is not a superset of the patch's keys`)
  return Object.keys(original).reduce((kept, key) => (keys.includes(key) ? kept : withoutKey(kept, key)), original)
}

function mergeField(original: JsonObject, key: string, patch: JsonObject, metadata: StructMergeMetadata): JsonObject {
  const change = patch[key]
  const present = original[key]
  if (change === undefined) return original
  if (change === null) return withoutKey(original, key)
  const field = metadata[key]
  if (isObject(change) && isObject(present) && field?.replace !== true) return withKey(original, key, mergeMap(present, change, structMetadata(field)))
  if (isList(change) && isList(present)) return withKey(original, key, mergeList(present, change, field))
  const added = withoutDirectives(withoutNulls(change))
  // A directive that deletes what is not there leaves nothing behind.
  return added === undefined ? original : withKey(original, key, added)
}

function mergeList(original: readonly unknown[], patch: readonly unknown[], field: FieldMergeMetadata | undefined): readonly unknown[] {
  if (field?.mergeSet === true) return mergeValues(original, patch)
  if (field?.mergeKey === undefined) return deepEqual(original, patch) ? original : patch
  const { mergeKey } = field
  const identity = identityOf(mergeKey)
  const isWholeReplaced = patch.some((item) => isObject(item) && item[PATCH_DIRECTIVE] === 'replace')
  const items = patch.filter((item) => !(isObject(item) && item[PATCH_DIRECTIVE] === 'replace' && item[mergeKey] === undefined))
  if (isWholeReplaced) return items.map((item) => (isObject(item) ? withoutKey(item, PATCH_DIRECTIVE) : item))
  const byKey = new Map(original.map((item) => [identity(item), item]))
  for (const item of items) mergeItem(byKey, item, mergeKey, structMetadata(field))
  return sameOr(original, orderMerged([...byKey.values()], items, original, identity))
}

function mergeItem(byKey: Map<unknown, unknown>, item: unknown, mergeKey: string, metadata: StructMergeMetadata): void {
  if (!isObject(item) || item[mergeKey] === undefined) throw new BadPatch(`map: ${JSON.stringify(item)} does not contain declared merge key: ${mergeKey}`)
  const key = item[mergeKey]
  const present = byKey.get(key)
  if (item[PATCH_DIRECTIVE] === 'delete') byKey.delete(key)
  else byKey.set(key, isObject(present) ? mergeMap(present, item, metadata) : withoutDirectives(withoutNulls(item)))
}

function mergeValues(original: readonly unknown[], patch: readonly unknown[]): readonly unknown[] {
  const merged = [...new Set([...original, ...patch])]
  return sameOr(original, orderMerged(merged, patch, original, identityOf(undefined)))
}

function deleteValues(result: JsonObject, key: string, values: unknown): JsonObject {
  const present = result[key]
  if (!isList(present) || !isList(values)) return result
  return withKey(result, key, sameOr(present, present.filter((value) => !values.includes(value))))
}

// The order is given by a list of merge keys; it comes with the patch of the list, or without one when only the order changed.
function reorder(original: JsonObject, key: string, patch: JsonObject, metadata: StructMergeMetadata): JsonObject {
  const order = patch[`${SET_ELEMENT_ORDER}${key}`]
  if (!isList(order)) throw new BadPatch(`unable to convert ${SET_ELEMENT_ORDER}${key} to a list`)
  const before = original[key]
  const merged = patch[key] === undefined ? original : mergeField(original, key, patch, metadata)
  const list = merged[key]
  if (!isList(list)) return merged
  return withKey(merged, key, sameOr(list, orderMerged(list, order, isList(before) ? before : [], identityOf(metadata[key]?.mergeKey))))
}

// What is added whole may carry directives inside; those that would delete have nothing to delete.
function withoutDirectives(value: unknown): unknown {
  if (isList(value)) return sameOr(value, value.map(withoutDirectives).filter((item) => item !== undefined))
  if (!isObject(value)) return value
  if (value[PATCH_DIRECTIVE] === 'delete') return undefined
  let result = value
  for (const key of Object.keys(value)) result = key.startsWith('$') ? withoutKey(result, key) : withKey(result, key, withoutDirectives(value[key]))
  return result
}
