import type { TimelineCase, TimelineEvent } from './case.ts';
import { Drive, type OurRun, type Phases } from './drive.ts';

const PERIOD_MS = 5_000;
const GRACE_MS = 50_000;
/** What is left between our Leases and the recorded ones. */
const MARGIN_MS = 120;
const CORRECTIONS = 3;
const ATTEMPTS = 6;
const RENEWAL_US = 8_000_000;
const LITTLE_US = 50_000;

const firstUnknown = (events: readonly TimelineEvent[]): number | undefined => events.find(({ kind, what }) => kind === 'Node' && what.startsWith('Ready=Unknown'))?.tMs;

/**
 * Our run of a case with Leases and monitor passes in the recording's phase, and nodes that fall silent together tainted
 * in its order: chance decides all three in a real cluster. Where laying them fails, other chances are tried.
 */
export function runInPhase(one: TimelineCase, seed: string): OurRun {
  let run = layPhases(one, seed);
  for (let other = 1; other < ATTEMPTS && orderFor(one, run) !== undefined; other++) run = layPhases(one, `${seed}/${other}`);
  return run;
}

function layPhases(one: TimelineCase, seed: string): OurRun {
  let phases: Phases = { startShiftUs: 0, restartShiftUs: new Map(), seed };
  const again = (change: Partial<Phases>): OurRun => new Drive(one, (phases = { ...phases, ...change })).run();
  const wanted = wantedUnknown(one);
  let run = again({ untilUnknown: wanted !== undefined });
  if (wanted === undefined) return run;
  const found = firstUnknown(run.events)!;
  // Passes stay where they are on the clock; the first Step moves against them.
  const shift = (((found - wanted) % PERIOD_MS) + PERIOD_MS) % PERIOD_MS;
  run = again({ untilUnknown: false, startShiftUs: shift * 1000, restartShiftUs: shifts(one, run, phases) });
  for (let tries = 0; tries < CORRECTIONS && off(one, run); tries++) run = again({ restartShiftUs: shifts(one, run, phases) });
  const nodeOrder = orderFor(one, run);
  return nodeOrder ? again({ nodeOrder }) : run;
}

/**
 * When the first node should become Unknown in our run: as recorded, but inside every silent node's bounds. Real passes
 * drift by what they take, ours do not, so a node whose Lease lay just beside a pass would fall on its other side.
 */
function wantedUnknown(one: TimelineCase): number | undefined {
  const first = firstUnknown(one.events);
  if (first === undefined) return undefined;
  let [least, most] = [-Infinity, Infinity];
  for (const [node, leaseMs] of recordedLeases(one)) {
    const unknown = one.events.find(({ kind, name, what }) => kind === 'Node' && name === node && what.startsWith('Ready=Unknown'))?.tMs;
    if (unknown === undefined || unknown - leaseMs > 2 * PERIOD_MS + GRACE_MS) continue;
    const passesMs = Math.round((unknown - first) / PERIOD_MS) * PERIOD_MS;
    least = Math.max(least, leaseMs + GRACE_MS + MARGIN_MS - passesMs);
    most = Math.min(most, leaseMs + GRACE_MS + PERIOD_MS - MARGIN_MS - passesMs);
  }
  return least > most ? first : Math.min(Math.max(first, least), most);
}

function recordedLeases(one: TimelineCase): Map<string, number> {
  return new Map(one.events.filter(({ kind, what }) => kind === 'Lease' && what.includes('before trigger')).map(({ name, tMs }) => [name, tMs]));
}

const off = (one: TimelineCase, run: OurRun): boolean => [...recordedLeases(one)].some(([node, tMs]) => Math.abs((run.before.get(node) ?? 0) - tMs) > 50);

function shifts(one: TimelineCase, run: OurRun, before: Phases): Map<string, number> {
  return new Map([...recordedLeases(one)].map(([node, tMs]) => {
    const difference = (tMs - (run.before.get(node) ?? tMs)) * 1000;
    // The renewal that was meant came just after the first Step: a little earlier, then exactly.
    const change = difference > RENEWAL_US ? -LITTLE_US : Math.abs(difference) < RENEWAL_US ? difference : 0;
    return [node, (before.restartShiftUs.get(node) ?? 0) + change];
  }));
}

const unreachable = (events: readonly TimelineEvent[], effect: string): string[] => [
  ...new Set(events.filter(({ kind, what }) => kind === 'Node' && what === `taint added node.kubernetes.io/unreachable:${effect}`).map(({ name }) => name)),
];

/** Nodes in the order that has ours tainted NoExecute one after the other as theirs were; undefined when they are. */
function orderFor(one: TimelineCase, run: OurRun): string[] | undefined {
  const all = one.setup.nodes.map(({ name }) => name);
  const full = (events: readonly TimelineEvent[]): string[] => [...new Set([...unreachable(events, 'NoExecute'), ...unreachable(one.events, 'NoSchedule')])];
  const [theirs, ours] = [full(one.events), full(run.events)];
  if (theirs.length !== ours.length || theirs.every((name, i) => name === ours[i])) return undefined;
  const order = [...all];
  ours.forEach((name, i) => (order[all.indexOf(name)] = theirs[i]));
  return order;
}
