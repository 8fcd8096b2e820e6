import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository } from '../../architecture/sources.ts';
import { underGlass } from '../../harness/glass.ts';
import { loadCases, type TimelineCase, type TimelineEvent } from './case.ts';
import { check } from './check.ts';
import { differences } from './compare.ts';
import knownFailures from './known-failures.json' with { type: 'json' };
import { type OurRun } from './drive.ts';
import { runInPhase } from './phases.ts';

const cases = loadCases(join(repository, 'tests', 'conformance', 'golden', 'timelines'));
const known = new Map<string, string>(Object.entries(knownFailures));

describe('failures and rollouts go as they went in a real v1.32 cluster', () => {
  test.each(cases.map((one) => [one.name, one] as const))('%s', (name, one) => {
    const found = underGlass(() => check(one));
    // A case that has come to pass leaves the list, and must then go on passing.
    if (known.has(name)) expect(found, `${name} passes now: take it off known-failures.json`).not.toEqual([]);
    else expect(found).toEqual([]);
  });

  test('only cases that exist are known to fail', () => {
    expect([...known.keys()].filter((name) => !cases.some((one) => one.name === name))).toEqual([]);
  });
});

describe('the comparison sees', () => {
  const one = cases.find(({ name }) => name === 'one-of-5-ts0')!;
  const run = underGlass(() => runInPhase(one, 'timelines'));
  const isAbout = (text: string) => (event: TimelineEvent) => event.what.includes(text);
  const against = (change: (event: TimelineEvent) => TimelineEvent | undefined): string[] => wrongIn(one, run, change);

  test('no difference where there is none', () => {
    expect(against((event) => event)).toEqual([]);
  });

  test.each(['Ready=Unknown', 'unreachable:NoExecute', 'deletionTimestamp', 'created by', 'scheduled to', 'phase=Running', 'Ready=True', '+web-pod-9', 'TaintManagerEviction'])('that "%s" is missing', (text) => {
    const first = one.events.find(isAbout(text));
    expect(against((event) => (event === first ? undefined : event))).not.toEqual([]);
  });

  test.each(['unreachable:NoSchedule', 'unreachable:NoExecute', 'deletionTimestamp', 'created by', 'phase=Running', 'Ready=True', 'terminating=true', 'Created pod'])('that "%s" comes a pass of the monitor sooner or later', (text) => {
    for (const byMs of [-5_000, 5_000]) expect(against((event) => (isAbout(text)(event) ? { ...event, tMs: event.tMs + byMs } : event))).not.toEqual([]);
  });

  test('that a node is noticed ten seconds too early, with all that follows', () => {
    expect(against((event) => (event.tMs > 0 ? { ...event, tMs: event.tMs - 10_000 } : event))).not.toEqual([]);
  });

  test('that a pod is deleted before it is said why', () => {
    const why = one.events.find(isAbout('DisruptionTarget'))!;
    const swapped = one.events.map((event) => (event.name === why.name && event.what.startsWith('deletionTimestamp') ? { ...event, tMs: why.tMs - 10 } : event));
    expect(differences({ ...one, events: swapped }, run.events, run.leases)).not.toEqual([]);
  });
});

function wrongIn(one: TimelineCase, run: OurRun, change: (event: TimelineEvent) => TimelineEvent | undefined): string[] {
  const events = one.events.flatMap((event) => change(event) ?? []).sort((a, b) => a.tMs - b.tMs);
  return differences({ ...one, events }, run.events, run.leases);
}
