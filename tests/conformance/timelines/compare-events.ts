import { excusedFromMs, NEXT_PASS_MS, type Terms } from './align.ts';
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

/** Compares core/v1 Events: which came, how often, when. */
export function compareEvents(theirs: readonly TimelineEvent[], ours: readonly TimelineEvent[], terms: Terms): string[] {
  const [a, b] = [timesByKey(theirs), timesByKey(ours)];
  const found: string[] = [];
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const reason = reasonOf(key);
    if (UNSURE.has(reason) || (reason.endsWith('Schedulable') && !isNoticed(theirs, key, terms.horizonMs))) continue;
    const toleranceMs = toleranceFor(key, a.get(key)?.[0] ?? 0, terms);
    const counted = !UNCOUNTED.has(reason) && !silenced(theirs, key);
    const line = compareTimes(a.get(key) ?? [], b.get(key) ?? [], toleranceMs, counted, terms);
    if (line) found.push(`Event ${key}: ${line}`);
  }
  return found;
}

function toleranceFor(key: string, firstMs: number, terms: Terms): number {
  if (reasonOf(key).includes('Schedulable')) return REPORT_MS;
  if (/Cancelling deletion|: Normal (Registered|Removing)Node/.test(key)) return NEXT_PASS_MS;
  return Math.max(EVENT_MS, terms.tolerance(firstMs) + EVENT_LAG_MS);
}

function compareTimes(theirs: readonly number[], ours: readonly number[], toleranceMs: number, counted: boolean, terms: Terms): string | undefined {
  const text = (list: readonly number[]): string => (list.length === 0 ? 'never' : `${list.length} times from ${list[0]}`);
  const certain = (list: readonly number[], side: 'theirs' | 'ours'): number => list.filter((tMs) => tMs <= excusedFromMs(terms, side) - EVENT_LAG_MS).length;
  const differ = `recorded ${text(theirs)}, ours ${text(ours)}`;
  if (theirs.length === 0 || ours.length === 0) return certain(theirs, 'theirs') + certain(ours, 'ours') > 0 ? differ : undefined;
  if (!counted) return Math.abs(theirs[0] - ours[0]) > toleranceMs && theirs[0] < excusedFromMs(terms, 'theirs') ? differ : undefined;
  if (theirs.length < certain(ours, 'ours') || ours.length < certain(theirs, 'theirs')) return differ;
  const late = theirs.findIndex((tMs, i) => i < ours.length && tMs < excusedFromMs(terms, 'theirs') && Math.abs(tMs - ours[i]) > toleranceMs);
  return late < 0 ? undefined : `number ${late + 1} recorded at ${theirs[late]}, ours at ${ours[late]}`;
}

function timesByKey(events: readonly TimelineEvent[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const event of events) if (event.kind === 'Event') found.set(keyOf(event), [...(found.get(keyOf(event)) ?? []), event.tMs]);
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
