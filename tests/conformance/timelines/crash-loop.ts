import type { TimelineEvent } from './case.ts';

const FIRST_BACK_OFF_MS = 10_000;
const MOST_BACK_OFF_MS = 300_000;
/** After a failed sync the pod's worker comes back after 10 to 15 s; so late may a back-off's end be noticed. */
const NOTICED_MS = 15_500;
const SLACK_MS = 3_000;
/** What a container that is seen to start but not to end may have run. */
const RUN_MS = 5_000;

/** From here on the jitter of the kubelet's workers adds up: instants are compared as intervals. Infinity without a crash loop. */
export function crashLoopStartMs(events: readonly TimelineEvent[]): number {
  const first = events.find(({ kind, what }) => kind === 'Pod' && what.includes('CrashLoopBackOff'));
  return first ? first.tMs : Infinity;
}

/** A restart as it was seen, and when the container had ended before, if that was seen too. */
interface Start {
  readonly restarts: number;
  readonly tMs: number;
  readonly endedMs: number | undefined;
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
  const ends = new Map<string, { readonly restarts: number; readonly tMs: number }>();
  for (const { kind, name, what, tMs } of events) {
    const match = kind === 'Pod' && tMs <= durationMs ? /^container \S+ (running|terminated)\b.*?(?: restarts=(\d+))?$/.exec(what) : null;
    if (!match) continue;
    const restarts = Number(match[2] ?? 0);
    const end = ends.get(name);
    if (match[1] === 'terminated') ends.set(name, { restarts, tMs });
    else starts.set(name, [...(starts.get(name) ?? []), { restarts, tMs, endedMs: end?.restarts === restarts - 1 ? end.tMs : undefined }]);
  }
  return starts;
}

/** The first restart does not wait. */
const backOffOf = (restarts: number): number => (restarts === 0 ? 0 : Math.min(FIRST_BACK_OFF_MS * 2 ** (restarts - 1), MOST_BACK_OFF_MS));

function boundsOf(who: string, pod: string, list: readonly Start[]): string[] {
  return list.slice(1).flatMap((start, i) => {
    const from = start.endedMs === undefined ? list[i] : { restarts: start.restarts - 1, tMs: start.endedMs };
    let [least, most] = [0, SLACK_MS];
    for (let n = from.restarts; n < start.restarts; n++) {
      least += backOffOf(n);
      most += backOffOf(n) + (n === 0 ? RUN_MS : NOTICED_MS);
    }
    const waited = start.tMs - from.tMs;
    return waited >= least - 1_000 && waited <= most ? [] : [`${pod}, ${who}: restart ${start.restarts} came ${waited} ms after ${start.endedMs === undefined ? 'the one before' : 'the end'}, should be ${least} to ${most}`];
  });
}
