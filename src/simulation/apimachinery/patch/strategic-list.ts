import { isObject } from './json-value.ts';

/** What tells list items apart: the merge key's value, or of plain values the value itself. */
export type Identity = (item: unknown) => unknown;

export function identityOf(mergeKey: string | undefined): Identity {
  return mergeKey === undefined ? (item) => item : (item) => (isObject(item) ? item[mergeKey] : undefined);
}

function positions(items: readonly unknown[], identity: Identity): Map<unknown, number> {
  const map = new Map<unknown, number>();
  items.forEach((item, i) => {
    if (!map.has(identity(item))) map.set(identity(item), i);
  });
  return map;
}

/**
 * The order of a merged list. Items that `wanted` names come in its order, the server's own in the live order; an item of the
 * server stands before the first wanted one that it preceded, others after.
 * Source: apimachinery util/strategicpatch, normalizeElementOrder and mergeSortedSlice.
 */
export function orderMerged(merged: readonly unknown[], wanted: readonly unknown[], live: readonly unknown[], identity: Identity): readonly unknown[] {
  // The usual case: everything is named, and stands in that order already.
  if (merged.length === wanted.length && merged.every((item, i) => identity(item) === identity(wanted[i]) && identity(item) !== undefined)) return merged;
  const wantedAt = positions(wanted, identity);
  const liveAt = positions(live, identity);
  const place = (at: Map<unknown, number>, item: unknown): number => at.get(identity(item)) ?? Number.MAX_SAFE_INTEGER;
  const named = merged.filter((item) => wantedAt.has(identity(item))).sort((a, b) => place(wantedAt, a) - place(wantedAt, b));
  const own = merged.filter((item) => !wantedAt.has(identity(item))).sort((a, b) => place(liveAt, a) - place(liveAt, b));
  const isBefore = (a: unknown, b: unknown): boolean => liveAt.has(identity(a)) && liveAt.has(identity(b)) && place(liveAt, a) < place(liveAt, b);
  return interleave(own, named, isBefore);
}

function interleave(own: readonly unknown[], named: readonly unknown[], isBefore: (a: unknown, b: unknown) => boolean): readonly unknown[] {
  const result: unknown[] = [];
  let next = 0;
  for (const item of named) {
    while (next < own.length && isBefore(own[next], item)) result.push(own[next++]);
    result.push(item);
  }
  return [...result, ...own.slice(next)];
}

/** Items as they were, when the two lists hold the very same ones: so that nothing seems to change. */
export function sameOr(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  return before.length === after.length && before.every((item, i) => item === after[i]) ? before : after;
}

/** Where the item with that key is, looked for from `start` on; the length when there is none. */
export function indexByKey(list: readonly unknown[], mergeKey: string, key: unknown, start = 0): number {
  let at = start;
  for (; at < list.length; at++) {
    const item = list[at];
    if (isObject(item) && item[mergeKey] === key) break;
  }
  return at;
}

/** Whether two lists hold items of the same identities at the same places. */
export function hasSameItems(a: readonly unknown[], b: readonly unknown[], mergeKey: string | undefined): boolean {
  const identity = identityOf(mergeKey);
  return a.length === b.length && a.every((item, i) => item === b[i] || identity(item) === identity(b[i]));
}

/** Whether the items that `order` names are all in the list, and in that order. */
export function isInOrder(list: readonly unknown[], order: readonly unknown[], mergeKey: string | undefined): boolean {
  const identity = identityOf(mergeKey);
  let at = 0;
  for (const wanted of order) {
    while (at < list.length && identity(list[at]) !== identity(wanted)) at++;
    if (at++ >= list.length) return false;
  }
  return true;
}
