import type { PodQuery } from '../../cache/pod-counts.ts';
import type { Snapshot } from '../../cache/snapshot.ts';
import { type AffinityTerm, termMatches } from '../../framework/affinity-term.ts';
import type { Listers } from '../../framework/listers.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { queryMatches, queryOf } from './term-query.ts';

type Labels = Readonly<Record<string, string>> | undefined;
/** What a dry run changes, by topology key and value. */
type Changes = Map<string, Map<string, number>>;

/** Pods per value of one topology key. */
interface Tally {
  readonly key: string;
  readonly counts: ReadonlyMap<string, number>;
}

/** A tally of the pods that one of the pod's own terms is about. */
interface TermTally extends Tally {
  readonly query: PodQuery;
}

export type AffinityVerdict = 'fits' | 'affinity' | 'anti-affinity' | 'existing-anti-affinity';

/** What PreFilter finds out about required terms: the pod's own, and those of pods that do not want it near. */
export class AffinityFilterState {
  private readonly affinity: readonly TermTally[];
  private readonly antiAffinity: readonly TermTally[];
  private readonly existing: readonly Tally[];
  /** The pod satisfies its own affinity, so it may be the first of its kind. */
  private readonly matchesItself: boolean;
  private readonly namespaceLabels: Labels;
  private changes: { affinity: Changes; antiAffinity: Changes; existing: Changes } | null = null;

  constructor(snapshot: Snapshot, listers: Listers, pod: PodInfo) {
    const { counts, terms } = snapshot;
    const { required, requiredAnti } = pod.affinity;
    this.namespaceLabels = listers.namespaces.get('', pod.namespace)?.metadata.labels;
    const all = queryOf(required, listers);
    this.affinity = required.map(({ topologyKey }) => ({ key: topologyKey, query: all, counts: counts.count(all).table([topologyKey]).sums[0] }));
    this.matchesItself = required.length > 0 && queryMatches(all, pod.namespace, pod.labels);
    this.antiAffinity = requiredAnti.map((term) => {
      const query = queryOf([term], listers);
      return { key: term.topologyKey, query, counts: counts.count(query).table([term.topologyKey]).sums[0] };
    });
    const existing: Tally[] = [];
    for (const { term, byValue } of terms.requiredAnti.values()) if (byValue.size > 0 && this.wants(term, pod)) existing.push({ key: term.topologyKey, counts: byValue });
    this.existing = existing;
  }

  get isEmpty(): boolean {
    return this.affinity.length + this.antiAffinity.length + this.existing.length === 0;
  }

  clone(): AffinityFilterState {
    const copy = Object.assign(Object.create(AffinityFilterState.prototype) as AffinityFilterState, this);
    copy.changes = this.changes && { affinity: copyOf(this.changes.affinity), antiAffinity: copyOf(this.changes.antiAffinity), existing: copyOf(this.changes.existing) };
    return copy;
  }

  check({ labels }: NodeInfo): AffinityVerdict {
    if (this.affinity.length > 0 && !this.satisfiesAffinity(labels)) return 'affinity';
    if (this.violates(this.antiAffinity, this.changes?.antiAffinity, labels)) return 'anti-affinity';
    return this.violates(this.existing, this.changes?.existing, labels) ? 'existing-anti-affinity' : 'fits';
  }

  /** A pod comes to (1) or leaves (-1) a node in a dry run. Source: plugins/interpodaffinity/filtering.go, updateWithPod. */
  change(pod: PodInfo, other: PodInfo, { labels }: NodeInfo, by: 1 | -1): void {
    const changes = (this.changes ??= { affinity: new Map(), antiAffinity: new Map(), existing: new Map() });
    for (const term of other.affinity.requiredAnti) if (this.wants(term, pod)) note(changes.existing, term.topologyKey, labels, by);
    if (this.affinity.length > 0 && queryMatches(this.affinity[0].query, other.namespace, other.labels)) {
      for (const key of new Set(this.affinity.map((tally) => tally.key))) note(changes.affinity, key, labels, by);
    }
    for (const { key, query } of this.antiAffinity) if (queryMatches(query, other.namespace, other.labels)) note(changes.antiAffinity, key, labels, by);
  }

  /** Whether a term of another pod is about this one. */
  private wants(term: AffinityTerm, pod: PodInfo): boolean {
    return termMatches(term, pod.namespace, pod.labels, this.namespaceLabels);
  }

  private satisfiesAffinity(labels: Readonly<Record<string, string>>): boolean {
    let podsExist = true;
    for (const { key, counts } of this.affinity) {
      const value = labels[key];
      if (value === undefined) return false;
      if ((counts.get(value) ?? 0) + changeAt(this.changes?.affinity, key, value) <= 0) podsExist = false;
    }
    return podsExist || (this.matchesItself && this.nobodyMatches());
  }

  private nobodyMatches(): boolean {
    for (const { key, counts } of this.affinity) {
      for (const [value, count] of counts) if (count + changeAt(this.changes?.affinity, key, value) > 0) return false;
    }
    for (const values of this.changes?.affinity.values() ?? []) for (const count of values.values()) if (count > 0) return false;
    return true;
  }

  private violates(tallies: readonly Tally[], changes: Changes | undefined, labels: Readonly<Record<string, string>>): boolean {
    if (changes !== undefined) return violatesWithChanges(tallies, changes, labels);
    for (let i = 0; i < tallies.length; i++) {
      const value = labels[tallies[i].key];
      if (value !== undefined && (tallies[i].counts.get(value) ?? 0) > 0) return true;
    }
    return false;
  }
}

function violatesWithChanges(tallies: readonly Tally[], changes: Changes, labels: Readonly<Record<string, string>>): boolean {
  const sums = new Map<string, number>();
  for (const [key, values] of changes) sums.set(key, values.get(labels[key]) ?? 0);
  for (const { key, counts } of tallies) sums.set(key, (sums.get(key) ?? 0) + (counts.get(labels[key]) ?? 0));
  for (const sum of sums.values()) if (sum > 0) return true;
  return false;
}

const changeAt = (changes: Changes | undefined, key: string, value: string): number => changes?.get(key)?.get(value) ?? 0;
const copyOf = (changes: Changes): Changes => new Map([...changes].map(([key, values]) => [key, new Map(values)]));

function note(changes: Changes, key: string, labels: Readonly<Record<string, string>>, by: number): void {
  const value = labels[key];
  if (value === undefined) return;
  const values = changes.get(key) ?? new Map<string, number>();
  values.set(value, (values.get(value) ?? 0) + by);
  changes.set(key, values);
}
