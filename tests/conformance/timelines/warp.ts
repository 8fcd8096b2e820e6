import type { TimelineCase, TimelineEvent } from './case.ts';

/** Source of each bound: the node monitor's 5 s pass and 50 s grace; pod GC's 20 s pass and 40 s quarantine. */
const UNKNOWN_AFTER_LEASE_MS = [49_900, 55_400] as const;
const POD_GC_PASS_MS = 20_500;
/** Every 10 s and up to 4 % more. */
const RENEWAL_MS = 10_200;
const QUARANTINE_MS = 40_000;

const TOGETHER_MS = 1_000;

interface Anchor {
  readonly oursMs: number;
  readonly theirsMs: number;
}

/**
 * Our timeline in the recording's time. Moments that chance decides (when a node's silence is noticed, when the pod
 * garbage collector passes) are laid over each other after their bounds were checked; Steps follow them.
 */
export function warp(one: TimelineCase, ours: readonly TimelineEvent[], leases: ReadonlyMap<string, number>): { events: TimelineEvent[]; complaints: string[] } {
  const complaints: string[] = [];
  const anchors = [...stepAnchors(one, ours), ...unknownAnchors(one, ours, leases, complaints), ...collectorAnchors(one, ours, complaints)].sort((a, b) => a.oursMs - b.oursMs)
    // What comes together is laid over each other once: an object's own order must stay.
    .reduce<Anchor[]>((kept, anchor) => (kept.length > 0 && anchor.oursMs - kept.at(-1)!.oursMs < TOGETHER_MS ? kept : [...kept, anchor]), []);
  const events = ours.map((event) => {
    const anchor = anchors.filter(({ oursMs }) => oursMs <= event.tMs).at(-1);
    return anchor ? { ...event, tMs: event.tMs - anchor.oursMs + anchor.theirsMs } : event;
  });
  return { events, complaints };
}

function stepAnchors(one: TimelineCase, ours: readonly TimelineEvent[]): Anchor[] {
  const steps = ours.filter(({ kind }) => kind === 'Step');
  return one.events.filter(({ kind }) => kind === 'Step').flatMap(({ tMs }, i) => (steps[i] ? [{ oursMs: steps[i].tMs, theirsMs: tMs }] : []));
}

const unknowns = (events: readonly TimelineEvent[]): TimelineEvent[] => events.filter(({ kind, what }) => kind === 'Node' && what.startsWith('Ready=Unknown'));

function unknownAnchors(one: TimelineCase, ours: readonly TimelineEvent[], leases: ReadonlyMap<string, number>, complaints: string[]): Anchor[] {
  const [least, most] = UNKNOWN_AFTER_LEASE_MS;
  const seen = new Set<string>();
  return unknowns(one.events).flatMap(({ name, tMs }) => {
    if (seen.has(name)) return [];
    seen.add(name);
    const mine = unknowns(ours).find((event) => event.name === name);
    const recordedLease = lastRenewal(one, name);
    if (!mine) return [];
    const [waited, recordedWait] = [mine.tMs - (leases.get(name) ?? NaN), recordedLease === undefined ? least : tMs - recordedLease];
    // One recording took a pass longer under load; nothing may be earlier.
    if (recordedWait < least - 500 || recordedWait > most + 5_000) complaints.push(`Node ${name}: recorded as Unknown ${recordedWait} ms after its last Lease renewal, out of bounds`);
    if (!(waited >= least && waited <= most)) complaints.push(`Node ${name}: Unknown ${waited} ms after its last Lease renewal, should be ${least} to ${most}`);
    return Math.abs(mine.tMs - tMs) <= 5_500 ? [{ oursMs: mine.tMs, theirsMs: tMs }] : [];
  });
}

/** The last renewal before the node was killed; those between the first Step and a later kill were not recorded. */
function lastRenewal(one: TimelineCase, node: string): number | undefined {
  const found = one.events.find((event) => event.kind === 'Lease' && event.name === node && event.what.includes('before trigger'))?.tMs;
  const killed = one.events.find(({ kind, what }) => kind === 'Step' && what.startsWith('SIGKILL') && what.endsWith(` ${node}`))?.tMs ?? 0;
  return found === undefined ? undefined : found + Math.floor((killed - found) / RENEWAL_MS) * RENEWAL_MS;
}

const collected = ({ kind, what }: TimelineEvent): boolean => kind === 'Pod' && (what.includes('DeletionByPodGC') || what === 'phase=Failed');

/** After a Node is deleted or called out of service, the collector's next passes are anywhere in their period. */
function collectorAnchors(one: TimelineCase, ours: readonly TimelineEvent[], complaints: string[]): Anchor[] {
  return one.events.filter(({ kind }) => kind === 'Step').flatMap((step, i) => {
    const deleted = /^delete Node/.test(step.what);
    if (!deleted && !/^taint \S+ \S*out-of-service/.test(step.what)) return [];
    const mySteps = ours.filter(({ kind }) => kind === 'Step');
    const until = (events: readonly TimelineEvent[], all: readonly TimelineEvent[]): number => all[i + 1]?.tMs ?? Math.max(...events.map(({ tMs }) => tMs));
    const first = (events: readonly TimelineEvent[], fromMs: number, toMs: number): number | undefined => events.find((event) => event.tMs >= fromMs && event.tMs <= toMs && collected(event))?.tMs;
    const recordedSteps = one.events.filter(({ kind }) => kind === 'Step');
    const theirsMs = first(one.events, step.tMs, until(one.events, recordedSteps));
    const oursMs = mySteps[i] && first(ours, mySteps[i].tMs, until(ours, mySteps));
    if (theirsMs === undefined || oursMs === undefined) return [];
    const [least, most] = deleted ? [QUARANTINE_MS, QUARANTINE_MS + 2 * POD_GC_PASS_MS] : [0, POD_GC_PASS_MS];
    for (const [who, waited] of [['recorded', theirsMs - step.tMs], ['ours', oursMs - mySteps[i].tMs]] as const)
      if (waited < least || waited > most) complaints.push(`pod garbage collection ${who} ${waited} ms after "${step.what}", should be ${least} to ${most}`);
    return [{ oursMs, theirsMs }];
  });
}
