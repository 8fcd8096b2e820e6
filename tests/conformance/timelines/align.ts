import type { Change, Life, Track } from './tracks.ts';

/** How far apart two instants may be that should be the same, in ms. */
export type Tolerance = (tMs: number) => number;

export interface Terms {
  readonly tolerance: Tolerance;
  /** The end of what is compared, in ms. */
  readonly horizonMs: number;
  /** Whether things were still going on when the recording ended: then what comes at its end may be ours alone. */
  readonly cut: boolean;
  /** Whether the horizon lies inside the recording, so that its own changes may be missing at the end too. */
  readonly inside: boolean;
}

/** From when on a change may be missing on the other side, in ms. */
export function excusedFromMs({ tolerance, horizonMs, cut, inside }: Terms, side: 'theirs' | 'ours'): number {
  if (inside) return horizonMs - tolerance(horizonMs);
  if (side === 'theirs') return Infinity;
  // We are at most a little ahead of the recording.
  return cut ? horizonMs - Math.min(tolerance(horizonMs), AHEAD_MS + horizonMs * AHEAD_SHARE) : horizonMs;
}

const AHEAD_MS = 500;
const AHEAD_SHARE = 0.25;

/** A value that stands no longer than this may be overwritten before anybody writes it down. */
const BRIEF_MS = 2_500;

/** A scheduler that has not seen a node's change yet fails once and tries again after its back-off of a second. */
function isScheduledSoon(life: Life, { tMs }: Change): boolean {
  return life.tracks.get('node')?.changes.some((change) => change.tMs >= tMs && change.tMs - tMs <= BRIEF_MS) ?? false;
}

const UNREACHABLE = 'taint node.kubernetes.io/unreachable:NoExecute';

/** What differs between a recorded life and ours, a line each. */
export function differencesOf(theirs: Life, ours: Life, terms: Terms): string[] {
  const found: string[] = [];
  for (const property of new Set([...theirs.tracks.keys(), ...ours.tracks.keys()])) {
    const [a, b] = [theirs.tracks.get(property), ours.tracks.get(property)];
    const sure = (a ?? b)!.sure;
    for (const line of alignTracks(a, b, sure, terms, property === UNREACHABLE, (change) => property === 'pending' && (isScheduledSoon(theirs, change) || isScheduledSoon(ours, change)))) found.push(`${theirs.kind} ${theirs.name}${ours.name === theirs.name ? '' : ` (ours: ${ours.name})`} ${property}: ${line}`);
  }
  return found.concat(orderDifferences(theirs, ours, terms).map((line) => `${theirs.kind} ${theirs.name}: ${line}`));
}

function alignTracks(theirs: Track | undefined, ours: Track | undefined, sure: boolean, terms: Terms, passBound: boolean, isRace: (change: Change) => boolean): string[] {
  const [a, b] = [theirs?.changes ?? [], ours?.changes ?? []];
  const mayMiss = (list: readonly Change[], at: number): boolean => {
    if (isRace(list[at])) return true;
    if (list[at].tMs > excusedFromMs(terms, list === a ? 'theirs' : 'ours')) return true;
    if (sure) return false;
    const isBrief = (i: number): boolean => i >= 0 && i + 1 < list.length && list[i + 1].tMs - list[i].tMs <= BRIEF_MS;
    return isBrief(at) || (at >= 2 && list[at].value === list[at - 2].value && isBrief(at - 1));
  };
  const near = (one: Change, other: Change): boolean => Math.abs(one.tMs - other.tMs) <= (passBound && one.value === 'removed' ? NEXT_PASS_MS : terms.tolerance(one.tMs));
  return align(a, b, mayMiss, near);
}

/** The least number of complaints that makes the two the same. */
function align(a: readonly Change[], b: readonly Change[], mayMiss: (list: readonly Change[], at: number) => boolean, near: (a: Change, b: Change) => boolean): string[] {
  type Cell = { readonly cost: number; readonly from: 'match' | 'skipA' | 'skipB' | undefined };
  const cells: Cell[][] = Array.from({ length: a.length + 1 }, () => []);
  for (let i = 0; i <= a.length; i++) for (let j = 0; j <= b.length; j++) {
    if (i === 0 && j === 0) { cells[0][0] = { cost: 0, from: undefined }; continue; }
    const options: Cell[] = [];
    if (i > 0 && j > 0 && a[i - 1].value === b[j - 1].value && near(a[i - 1], b[j - 1])) options.push({ cost: cells[i - 1][j - 1].cost, from: 'match' });
    if (i > 0) options.push({ cost: cells[i - 1][j].cost + (mayMiss(a, i - 1) ? 0 : 1), from: 'skipA' });
    if (j > 0) options.push({ cost: cells[i][j - 1].cost + (mayMiss(b, j - 1) ? 0 : 1), from: 'skipB' });
    cells[i][j] = options.reduce((best, option) => (option.cost < best.cost ? option : best));
  }
  const lines: string[] = [];
  for (let i = a.length, j = b.length; i > 0 || j > 0; ) {
    const { from } = cells[i][j];
    if (from === 'match') { i--; j--; } else if (from === 'skipA') {
      i--;
      if (!mayMiss(a, i)) lines.push(`recorded at ${a[i].tMs}: ${a[i].value}${elsewhere(a[i], b)}`);
    } else {
      j--;
      if (!mayMiss(b, j)) lines.push(`ours at ${b[j].tMs}: ${b[j].value}`);
    }
  }
  return lines.reverse();
}

/** The node monitor passes every 5 s and drifts by what a pass takes. */
export const NEXT_PASS_MS = 5_600;

function elsewhere(change: Change, ours: readonly Change[]): string {
  const same = ours.filter(({ value }) => value === change.value).map(({ tMs }) => tMs);
  return same.length > 0 ? ` (ours at ${same.join(', ')})` : ' (ours: never)';
}

/** One object's sure changes come in one order: its watch delivers them so. */
function orderDifferences(theirs: Life, ours: Life, terms: Terms): string[] {
  const lines: string[] = [];
  const [a, b] = [milestones(theirs), milestones(ours)];
  const entries = [...a].filter(([key, tMs]) => b.has(key) && tMs < terms.horizonMs);
  for (const [first, firstMs] of entries) for (const [second, secondMs] of entries)
    if (firstMs < secondMs && b.get(first)! > b.get(second)!) lines.push(`recorded "${first}" before "${second}", ours the other way round`);
  return lines;
}

function milestones(life: Life): Map<string, number> {
  const found = new Map<string, number>();
  for (const [property, { sure, changes }] of life.tracks) {
    if (!sure) continue;
    const seen = new Map<string, number>();
    for (const { tMs, value } of changes) {
      const nth = (seen.get(value) ?? 0) + 1;
      seen.set(value, nth);
      found.set(`${property}: ${value}${nth > 1 ? ` #${nth}` : ''}`, tMs);
    }
  }
  return found;
}
