import type { KeyValue } from '../../../contracts/etcd.ts';

/** A key value whose version is 0 is a tombstone: the key was deleted at its modRevision. */
export const isTombstone = (kv: KeyValue): boolean => kv.version === 0;

/** The index of the first entry with modRevision ≥ `revision` in a list that is sorted by modRevision. */
export function firstAtOrAfter(list: readonly KeyValue[], revision: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].modRevision < revision) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What a key's history says at `revision`: the newest entry not after it, unless that is a tombstone. */
export function aliveAt(history: readonly KeyValue[], revision: number): KeyValue | undefined {
  let kv = history[history.length - 1];
  // Nearly every read is about the present, so look there before searching.
  if (kv.modRevision > revision) {
    // One revision may write a key twice (delete, then put): its last entry counts.
    const index = firstAtOrAfter(history, revision + 1) - 1;
    if (index < 0) return undefined;
    kv = history[index];
  }
  return isTombstone(kv) ? undefined : kv;
}
