import type { TimelineEvent } from './case.ts';

const FIRST_BACK_OFF_MS = 10_000;
const MOST_BACK_OFF_MS = 300_000;
/** After a failed sync the pod's worker comes back after 10 to 15 s; so late may a back-off's end be noticed. */
const NOTICED_MS = 15_500;
const SLACK_MS = 3_000;

/** From here on the jitter of the kubelet's workers adds up: instants are compared as intervals. Infinity without a crash loop. */
export function crashLoopStartMs(events: readonly TimelineEvent[]): number {
  const first = events.find(({ kind, what }) => kind === 'Pod' && what.includes('CrashLoopBackOff'));
  return first ? first.tMs : Infinity;
}

interface Start {
  readonly restarts: number;
  readonly tMs: number;
}

/** Checks each pod's restarts against the back-off, in both timelines, and that both come as far. */
export function crashLoopDifferences(theirs: readonly TimelineEvent[], ours: readonly TimelineEvent[], durationMs: number): string[] {
  const found: string[] = [];
  const [a, b] = [startsOf(theirs, durationMs), startsOf(ours, durationMs)];
  for (const [who, starts] of [['recorded', a], ['ours', b]] as const) for (const [pod, list] of starts) found.push(...boundsOf(who, pod, list));
  const most = (starts: Map<string, Start[]>): number[] => [...starts.values()].map((list) => list.at(-1)!.restarts).sort((x, y) => x - y);
  const [recorded, made] = [most(a), most(b)];
  if (recorded.length !== made.length || recorded.some((n, i) => Math.abs(n - made[i]) > 1)) found.push(`restarts: recorded ${recorded.join(', ')}, ours ${made.join(', ')}`);
  const states = (events: readonly TimelineEvent[]): string => [...new Set(events.filter(({ kind, what }) => kind === 'Pod' && what.startsWith('container')).map(({ what }) => what.replace(/ restarts=\d+/, '')))].sort().join('; ');
  if (states(theirs) !== states(ours)) found.push(`container states: recorded ${states(theirs)}; ours ${states(ours)}`);
  return found;
}

function startsOf(events: readonly TimelineEvent[], durationMs: number): Map<string, Start[]> {
  const starts = new Map<string, Start[]>();
  for (const { kind, name, what, tMs } of events) {
    const match = kind === 'Pod' && tMs <= durationMs ? /^container \S+ running(?: restarts=(\d+))?$/.exec(what) : null;
    if (match) starts.set(name, [...(starts.get(name) ?? []), { restarts: Number(match[1] ?? 0), tMs }]);
  }
  return starts;
}

function boundsOf(who: string, pod: string, list: readonly Start[]): string[] {
  return list.slice(1).flatMap((start, i) => {
    const before = list[i];
    let least = 0;
    let most = SLACK_MS + 5_000;
    for (let n = before.restarts; n < start.restarts; n++) {
      // The first restart does not wait.
      const backOff = n === 0 ? 0 : Math.min(FIRST_BACK_OFF_MS * 2 ** (n - 1), MOST_BACK_OFF_MS);
      least += backOff;
      most += backOff + (n === 0 ? 0 : NOTICED_MS);
    }
    const waited = start.tMs - before.tMs;
    return waited >= least - 1_000 && waited <= most ? [] : [`${pod}, ${who}: restart ${start.restarts} came ${waited} ms after restart ${before.restarts}, should be ${least} to ${most}`];
  });
}
