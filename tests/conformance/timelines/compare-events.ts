import { NEXT_PASS_MS, type Terms } from './align.ts';
import type { TimelineEvent } from './case.ts';

/** Reasons that come as often as some clock or race has it: that they come is compared, not how often. */
const UNCOUNTED = new Set([
  'Unhealthy', 'BackOff', 'NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID', 'NodeReady', 'NodeNotReady of a Node', 'ScalingReplicaSet', 'FailedScheduling',
]);
/** Reasons that come or not: races of the real kubelet's start, or between controllers. Pulling: whether the node has the image is history. */
const UNSURE = new Set(['FailedMount', 'FailedToUpdateEndpointSlices', 'Pulling', 'FailedScheduling', 'NodeAllocatableEnforced', 'InvalidDiskCapacity', 'ImageGCFailed']);
/** The kubelet writes its node's conditions every 10 s, the events with them. */
const REPORT_MS = 10_500;
const EVENT_MS = 3_500;
/** Events have a client of their own, with limits of its own. */
const EVENT_LAG_MS = 1_000;
/** A recorder falls silent about an object after 25 events; the recorded kubelet counted them by reason. */
const TALKATIVE = 20;

interface Tally {
  count: number;
  firstMs: number;
  lastMs: number;
}

/** Compares core/v1 Events: which came, how often, when first. */
export function compareEvents(theirs: readonly TimelineEvent[], ours: readonly TimelineEvent[], terms: Terms): string[] {
  const [a, b] = [tally(theirs, Infinity), tally(ours, Infinity)];
  const found: string[] = [];
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const reason = reasonOf(key);
    if (UNSURE.has(reason) || (reason.endsWith('Schedulable') && !isNoticed(theirs, key, terms.horizonMs))) continue;
    const [mine, other] = [b.get(key), a.get(key)];
    const late = (one: Tally | undefined): boolean => one === undefined || one.firstMs > terms.horizonMs - EVENT_MS;
    if (mine === undefined || other === undefined) {
      if (!late(mine ?? other)) found.push(`Event ${key}: recorded ${other?.count ?? 0} times${other ? ` from ${other.firstMs}` : ''}, ours ${mine?.count ?? 0} times${mine ? ` from ${mine.firstMs}` : ''}`);
      continue;
    }
    const tolerance = reason.includes('Schedulable') ? REPORT_MS : /Cancelling deletion|: Normal (Registered|Removing)Node/.test(key) ? NEXT_PASS_MS : Math.max(EVENT_MS, terms.tolerance(other.firstMs) + EVENT_LAG_MS);
    if (other.firstMs < terms.horizonMs && Math.abs(mine.firstMs - other.firstMs) > tolerance) found.push(`Event ${key}: first recorded at ${other.firstMs}, ours at ${mine.firstMs}`);
    const [recorded, made] = [countIn(theirs, key, terms.horizonMs), countIn(ours, key, terms.horizonMs)];
    if (UNCOUNTED.has(reason) || silenced(theirs, key)) continue;
    const early = countIn(ours, key, terms.horizonMs - EVENT_MS);
    const more = countIn(ours, key, terms.horizonMs + EVENT_MS);
    if (recorded < early || recorded > more) found.push(`Event ${key}: recorded ${recorded} times, ours ${made} times`);
  }
  return found;
}

/** Whether the node stayed so for so long that its kubelet cannot have missed it. */
function isNoticed(events: readonly TimelineEvent[], key: string, horizonMs: number): boolean {
  const node = /^Node\/(\S+?):/.exec(key)?.[1];
  const changes = events.filter(({ kind, name, what }) => kind === 'Node' && name === node && what.startsWith('unschedulable='));
  const wanted = `unschedulable=${key.includes('NodeNotSchedulable')}`;
  return changes.some(({ what, tMs }, i) => what === wanted && (changes[i + 1]?.tMs ?? horizonMs) - tMs > REPORT_MS);
}

/** Whether some object of this kind was spoken about so often that what came later may be missing. */
function silenced(events: readonly TimelineEvent[], key: string): boolean {
  const [involved] = key.split(': ');
  const counts = new Map<string, number>();
  for (const { kind, name, what } of events) if (kind === 'Event' && what.includes('Unhealthy') && keyOf({ name, what }).startsWith(`${involved}: `)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts.values()].some((count) => count >= TALKATIVE);
}

const reasonOf = (key: string): string => {
  const [, involved, reason] = /^(.*?): \w+ (\w+)/.exec(key)!;
  return involved.startsWith('Node/') && reason === 'NodeNotReady' ? 'NodeNotReady of a Node' : reason;
};

function tally(events: readonly TimelineEvent[], untilMs: number): Map<string, Tally> {
  const found = new Map<string, Tally>();
  for (const event of events) {
    if (event.kind !== 'Event' || event.tMs > untilMs) continue;
    const key = keyOf(event);
    const one = found.get(key);
    if (one) { one.count++; one.lastMs = event.tMs; } else found.set(key, { count: 1, firstMs: event.tMs, lastMs: event.tMs });
  }
  return found;
}

const countIn = (events: readonly TimelineEvent[], key: string, untilMs: number): number => events.filter((event) => event.kind === 'Event' && event.tMs <= untilMs && keyOf(event) === key).length;

/** The sentence without what chance decides: names of replicas, of nodes, of volumes; counts. */
function keyOf({ name, what }: Pick<TimelineEvent, 'name' | 'what'>): string {
  const involved = name.replace(/^(Pod\/.*-pod)-\d+$/, '$1');
  const text = what
    .replace(/ \(x\d+\)$/, '')
    .replace(/\b([a-z]+-pod)-(\d+|[a-z0-9]{5})\b/g, '$1')
    .replace(/\b([a-z]+)-rs-\d+-[a-z0-9]{5}\b/g, '$1-pod')
    .replace(/to node-\d+$/, 'to a node')
    .replace(/_demo\([-0-9a-f]+\)/g, '_demo')
    .replace(/(Successfully pulled image|Container image) ("[^"]+").*$/, 'Pulled $2')
    .replace(/(Scaled (?:up|down) replica set \S+) from \d+ to \d+/, '$1');
  return `${involved}: ${/ScalingReplicaSet/.test(text) ? text.replace('(combined from similar events): ', '') : text}`;
}
