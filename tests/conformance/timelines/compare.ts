import { assign } from './assign.ts';
import { differencesOf, type Terms } from './align.ts';
import type { TimelineCase, TimelineEvent } from './case.ts';
import { compareEvents } from './compare-events.ts';
import { compareKubectl } from './compare-kubectl.ts';
import { crashLoopDifferences, crashLoopStartMs } from './crash-loop.ts';
import { orderOfRollout, orderRules } from './order.ts';
import { spreadDifferences } from './spread.ts';
import { type Life, livesOf } from './tracks.ts';
import { warp } from './warp.ts';

/** Load, and watches that do not wait for each other. */
const NOISE_MS = 2_000;
/** A kubelet that starts took up to 3.1 s to its first Ready, its pods as long again. */
const STARTING_MS = 3_500;
const STARTING_FOR_MS = 9_000;
/** Several kubelets that start at once share the recording machine's two cores. */
const STARTING_TOGETHER_MS = 5_000;
const LATE_MOUNT_MS = 2_500;
/** Load stretches what is made of many short steps, such as the waves of a rollout. */
const STRETCH = 0.15;
const STRETCHED_FOR_MS = 15_000;

/** What is wrong with our timeline in the light of the recorded one, a line each; empty when they are the same run. */
export function differences(one: TimelineCase, ourEvents: readonly TimelineEvent[], leases: ReadonlyMap<string, number>): string[] {
  const { events: ours, complaints } = warp(one, ourEvents, leases);
  const crashMs = crashLoopStartMs(one.events);
  const horizonMs = Math.min(one.durationMs, crashMs);
  const cut = ours.some(({ kind, what, tMs }) => tMs > horizonMs && (kind === 'Pod' || kind === 'ReplicaSet' || kind === 'Node') && !what.startsWith('status'));
  const terms: Terms = { tolerance: toleranceOf(one), horizonMs, cut, inside: crashMs < one.durationMs };
  const theirs = one.events.filter(({ tMs }) => tMs >= 0);
  return [
    ...complaints,
    ...compareLives(one, livesOf(theirs), livesOf(ours), terms),
    ...compareEvents(theirs, ours, terms),
    ...compareKubectl(theirs, ours),
    ...(cut ? [] : spreadDifferences(one, theirs, ours)),
    ...orderOfRollout(theirs, ours),
    ...orderRules(ours, new Set(one.setup.objects.filter(({ spec }) => spec?.podManagementPolicy === 'Parallel').map(({ metadata }) => metadata.name!))),
    ...(Number.isFinite(crashMs) ? crashLoopDifferences(theirs, ours, one.durationMs) : []),
  ];
}

function toleranceOf(one: TimelineCase): (tMs: number) => number {
  const steps = one.events.filter(({ kind }) => kind === 'Step');
  const starts = steps.filter(({ what }) => what.startsWith('start kubelet')).map(({ tMs }) => tMs);
  const kills = steps.some(({ what }) => what.startsWith('SIGKILL'));
  // A kubelet that cannot mount yet tries again after some half a second, then a second.
  const noise = one.events.some(({ kind, what }) => kind === 'Event' && what.includes('FailedMount')) ? LATE_MOUNT_MS : NOISE_MS;
  return (tMs) => {
    const starting = starts.filter((startMs) => tMs >= startMs && tMs <= startMs + STARTING_FOR_MS).length;
    if (starting > 0) return starting > 1 ? STARTING_TOGETHER_MS : STARTING_MS;
    const sinceMs = tMs - (steps.filter((step) => step.tMs <= tMs).at(-1)?.tMs ?? 0);
    return !kills && sinceMs <= STRETCHED_FOR_MS ? noise + Math.round(STRETCH * sinceMs) : noise;
  };
}

function compareLives(one: TimelineCase, theirs: ReadonlyMap<string, Life>, ours: ReadonlyMap<string, Life>, terms: Terms): string[] {
  const found: string[] = [];
  const groups = new Map<string, { theirs: Life[]; ours: Life[] }>();
  const put = (side: 'theirs' | 'ours', life: Life): void => {
    const key = groupOf(one, life);
    const group = groups.get(key) ?? { theirs: [], ours: [] };
    group[side].push(life);
    groups.set(key, group);
  };
  for (const life of theirs.values()) put('theirs', life);
  for (const life of ours.values()) put('ours', life);
  for (const group of groups.values()) found.push(...compareGroup(group.theirs, group.ours, terms));
  return found;
}

/** Objects that are told apart by nothing but chance form a group; every other is a group of its own. */
function groupOf(one: TimelineCase, { kind, name, tracks }: Life): string {
  const replica = kind === 'Pod' ? /^(.*-pod)-\d+$/.exec(name) : null;
  if (!replica) return `${kind}/${name}`;
  const created = tracks.get('life')?.changes.find(({ value }) => value.startsWith('created'));
  if (created) return `${replica[1]} ${created.value}`;
  // On which node a pod stands matters when something happens to nodes.
  const placed = one.events.some(({ kind: k, what }) => k === 'Step' && /node-/.test(what)) || one.events.some(({ kind: k, what }) => k === 'Step' && what.includes(name));
  const node = one.setup.pods.find((pod) => pod.name === name)?.node;
  const named = one.events.some(({ kind: k, what }) => k === 'Step' && new RegExp(`\\b${name}\\b`).test(what));
  return named ? name : `${replica[1]} from before${placed ? ` on ${node}` : ''}`;
}

function compareGroup(theirs: readonly Life[], ours: readonly Life[], terms: Terms): string[] {
  const nothing = (life: Life): Life => ({ kind: life.kind, name: life.name, tracks: new Map() });
  if (theirs.length <= 1 && ours.length <= 1) {
    const [a, b] = [theirs[0] ?? nothing(ours[0]), ours[0] ?? nothing(theirs[0])];
    return differencesOf(a, b, terms);
  }
  const lines = theirs.map((a) => ours.map((b) => differencesOf(a, b, terms)));
  const missing = theirs.map((a) => differencesOf(a, nothing(a), terms));
  const extra = ours.map((b) => differencesOf(nothing(b), b, terms));
  const columns = Math.max(ours.length, theirs.length);
  const cost = theirs.map((a, i) => Array.from({ length: columns }, (_, j) => (j < ours.length ? lines[i][j].length * 1e7 + distance(a, ours[j]) : missing[i].length * 1e7)));
  // Rows for what only we have keep the square honest.
  for (let k = theirs.length; k < columns; k++) cost.push(Array.from({ length: columns }, (_, j) => (j < ours.length ? extra[j].length * 1e7 : 0)));
  const pairs = assign(cost, columns);
  return pairs.flatMap((j, i) => {
    if (i >= theirs.length) return j < ours.length ? extra[j] : [];
    return j < ours.length ? lines[i][j] : missing[i];
  });
}

/** How far apart two lives are in time, for choosing between pairings that are equally right. */
function distance(a: Life, b: Life): number {
  let sum = 0;
  for (const [property, { changes }] of a.tracks) {
    const other = b.tracks.get(property)?.changes[0];
    if (other && changes[0]) sum += Math.abs(changes[0].tMs - other.tMs);
  }
  return sum;
}
