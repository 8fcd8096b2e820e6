import type { TimelineEvent } from './case.ts';

const isNewPodReady = (created: ReadonlySet<string>) => ({ kind, name, what }: TimelineEvent): boolean => kind === 'Pod' && created.has(name) && what === 'Ready=True';

/** What a Deployment does to its ReplicaSets before the first new pod is ready is decided by its strategy alone. */
export function orderOfRollout(theirs: readonly TimelineEvent[], ours: readonly TimelineEvent[]): string[] {
  const [a, b] = [theirs, ours].map((events) => {
    const created = new Set(events.filter(({ kind, what }) => kind === 'Pod' && what.startsWith('created')).map(({ name }) => name));
    const end = events.findIndex(isNewPodReady(created));
    return events.slice(0, end < 0 ? events.length : end).filter(({ kind, what }) => kind === 'ReplicaSet' && /^(created|scaled)/.test(what)).map(({ name, what }) => `${name} ${what}`).join(', ');
  });
  return a === b ? [] : [`ReplicaSets before the first new pod is ready: recorded ${a || 'nothing'}; ours ${b || 'nothing'}`];
}

/** Orders that hold in every run of Kubernetes. */
export function orderRules(events: readonly TimelineEvent[], parallel: ReadonlySet<string>): string[] {
  return [...statefulSetOrder(events, parallel), ...endpointOrder(events), ...nodeOrder(events)];
}

/** OrderedReady: one after the other, up and down. */
function statefulSetOrder(events: readonly TimelineEvent[], parallel: ReadonlySet<string>): string[] {
  const found: string[] = [];
  const state = new Map<string, string>();
  for (const { kind, name, what, tMs } of events) {
    const match = kind === 'Pod' ? /^([a-z]+)-(\d+)(?: \(incarnation \d+\))?$/.exec(name) : null;
    if (!match) continue;
    const [, set, ordinal] = match;
    if (parallel.has(set)) continue;
    const neighbour = (by: number): string | undefined => state.get(`${set}-${Number(ordinal) + by}`);
    if (what.startsWith('created by StatefulSet') && Number(ordinal) > 0 && neighbour(-1) !== undefined && neighbour(-1) !== 'Ready=True') found.push(`${name} was created at ${tMs} before ${set}-${Number(ordinal) - 1} was ready`);
    if (what.startsWith('deletionTimestamp') && neighbour(1) === 'going') found.push(`${name} was deleted at ${tMs} before ${set}-${Number(ordinal) + 1} was gone`);
    if (what.startsWith('deletionTimestamp')) state.set(`${set}-${ordinal}`, 'going');
    else if (what.startsWith('removed')) state.delete(`${set}-${ordinal}`);
    else if (what.startsWith('created')) state.set(`${set}-${ordinal}`, 'new');
    else if (what.startsWith('Ready=') && state.get(`${set}-${ordinal}`) !== 'going') state.set(`${set}-${ordinal}`, what);
  }
  return found;
}

/** An endpoint follows its pod. */
function endpointOrder(events: readonly TimelineEvent[]): string[] {
  const found: string[] = [];
  const ready = new Map<string, boolean>();
  for (const { kind, name, what, tMs } of events) {
    if (kind === 'Pod' && what.startsWith('Ready=')) ready.set(name, what === 'Ready=True');
    if (kind !== 'EndpointSlice') continue;
    for (const [, pod] of what.matchAll(/[+~](\S+(?: \(incarnation \d+\))?) \(ready=true/g)) if (ready.get(pod) === false) found.push(`the endpoint of ${pod} was ready at ${tMs} before the pod was`);
  }
  return found;
}

/** Unknown, then NoSchedule, then NoExecute. */
function nodeOrder(events: readonly TimelineEvent[]): string[] {
  const found: string[] = [];
  const seen = new Map<string, number>();
  const order = ['Ready=Unknown', 'taint added node.kubernetes.io/unreachable:NoSchedule', 'taint added node.kubernetes.io/unreachable:NoExecute'];
  for (const { kind, name, what, tMs } of events) {
    if (kind !== 'Node') continue;
    const place = order.findIndex((prefix) => what.startsWith(prefix));
    if (place === 0) seen.set(name, 0);
    else if (place > 0 && (seen.get(name) ?? -1) < place - 1) found.push(`Node ${name}: "${what}" at ${tMs} came before "${order[place - 1]}"`);
    else if (place > 0) seen.set(name, Math.max(seen.get(name) ?? 0, place));
  }
  return found;
}
