/** '0-2,4' → {0, 1, 2, 4}, without those at or beyond `completions`. Source: kubernetes v1.32 pkg/controller/job/indexed_job_utils.go, parseIndexesFromString. */
export function parseIndexes(text: string | undefined, completions: number): Set<number> {
  const indexes = new Set<number>();
  for (const part of (text ?? '').split(',')) {
    if (part === '') continue;
    const [first, last = first] = part.split('-').map(Number);
    for (let index = first; index <= last && index < completions; index++) indexes.add(index);
  }
  return indexes;
}

/** {4, 0, 1, 2} → '0-2,4'. Source: indexed_job_utils.go, orderedIntervals.String. */
export function formatIndexes(indexes: ReadonlySet<number>): string {
  const sorted = [...indexes].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let at = 0; at < sorted.length; ) {
    let end = at;
    while (end + 1 < sorted.length && sorted[end + 1] === sorted[end] + 1) end++;
    if (end === at) parts.push(String(sorted[at]));
    else parts.push(end === at + 1 ? `${sorted[at]},${sorted[end]}` : `${sorted[at]}-${sorted[end]}`);
    at = end + 1;
  }
  return parts.join(',');
}

/** The lowest indexes that are neither done nor at work. Source: indexed_job_utils.go, firstPendingIndexes. */
export function firstPending(completions: number, done: ReadonlySet<number>, active: ReadonlySet<number>, count: number): number[] {
  const pending: number[] = [];
  for (let index = 0; index < completions && pending.length < count; index++) if (!done.has(index) && !active.has(index)) pending.push(index);
  return pending;
}
