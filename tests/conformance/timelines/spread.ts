import type { TimelineCase, TimelineEvent } from './case.ts';

/** Compares how each workload's pods are spread over the nodes in the end. Which node has how many is chance; how many there are on one is not. */
export function spreadDifferences(one: TimelineCase, theirs: readonly TimelineEvent[], ours: readonly TimelineEvent[]): string[] {
  const [a, b] = [spreads(one, theirs), spreads(one, ours)];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((workload) => {
    const [recorded, made] = [a.get(workload) ?? 'none', b.get(workload) ?? 'none'];
    return recorded === made ? [] : [`pods of ${workload} per node in the end: recorded ${recorded}, ours ${made}`];
  });
}

function spreads(one: TimelineCase, events: readonly TimelineEvent[]): Map<string, string> {
  const places = new Map<string, string>(one.setup.pods.flatMap(({ name, node }) => (node === null ? [] : [[name, node]])));
  for (const { kind, name, what } of events) {
    if (kind !== 'Pod' || !/^(scheduled|removed|deletionTimestamp)/.test(what)) continue;
    if (what.startsWith('scheduled')) places.set(name, what.slice('scheduled to '.length));
    else places.delete(name);
  }
  const counts = new Map<string, Map<string, number>>();
  for (const [pod, node] of places) {
    const workload = pod.replace(/(-pod)?-\d+( \(.*\))?$/, '');
    const perNode = counts.get(workload) ?? new Map<string, number>();
    counts.set(workload, perNode.set(node, (perNode.get(node) ?? 0) + 1));
  }
  return new Map([...counts].map(([workload, perNode]) => [workload, [...perNode.values()].sort((x, y) => x - y).join(' ')]));
}
