import type { PodInfo } from '../../framework/pod-info.ts';
import type { Snapshot } from '../../cache/snapshot.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import { type Constraint, countOf, hasAllKeys, includes, isSelective } from './constraint.ts';

interface Domain {
  value: string;
  count: number;
}

/**
 * How the pods of one constraint are spread now: pods per domain, and the two emptiest domains. Pods that come and go in a
 * dry run are kept apart, so that a copy costs little.
 */
class Spread {
  readonly constraint: Constraint;
  private readonly counts: ReadonlyMap<string, number>;
  private changes: Map<string, number> | null = null;
  private readonly domainCount: number;
  private least: Domain = { value: '', count: Infinity };
  private second: Domain = { value: '', count: Infinity };

  constructor(constraint: Constraint, counts: ReadonlyMap<string, number>, domains: ReadonlyMap<string, number>) {
    this.constraint = constraint;
    this.counts = counts;
    this.domainCount = domains.size;
    for (const value of domains.keys()) this.note(value, counts.get(value) ?? 0);
  }

  clone(): Spread {
    const copy = Object.assign(Object.create(Spread.prototype) as Spread, this);
    copy.changes = this.changes && new Map(this.changes);
    copy.least = { ...this.least };
    copy.second = { ...this.second };
    return copy;
  }

  countIn(value: string): number {
    const count = this.counts.get(value) ?? 0;
    return this.changes === null ? count : count + (this.changes.get(value) ?? 0);
  }

  /** What the emptiest domain has; 0 while there are fewer domains than there should be. */
  get minimum(): number {
    return this.domainCount < this.constraint.minDomains ? 0 : this.least.count;
  }

  change(value: string, by: number): void {
    const changes = (this.changes ??= new Map<string, number>());
    changes.set(value, (changes.get(value) ?? 0) + by);
    this.note(value, this.countIn(value));
  }

  /** Dry runs change one domain only, so knowing the two emptiest is enough. Source: plugins/podtopologyspread/filtering.go, criticalPaths. */
  private note(value: string, count: number): void {
    const { least, second } = this;
    const known = least.value === value ? least : second.value === value ? second : null;
    if (known !== null) {
      known.count = count;
      if (least.count <= second.count) return;
      this.least = second;
      this.second = least;
    } else if (count < least.count) {
      this.second = least;
      this.least = { value, count };
    } else if (count < second.count) {
      this.second = { value, count };
    }
  }
}

/** What PreFilter finds out for the hard constraints of a pod. */
export class SpreadFilterState {
  private readonly spreads: readonly Spread[];
  private readonly constraints: readonly Constraint[];
  /** Whether the pod itself is one of those that a constraint counts. */
  private readonly self: readonly number[];

  constructor(spreads: readonly Spread[], constraints: readonly Constraint[], self: readonly number[]) {
    this.spreads = spreads;
    this.constraints = constraints;
    this.self = self;
  }

  static of(snapshot: Snapshot, pod: PodInfo, constraints: readonly Constraint[]): SpreadFilterState {
    const spreads = constraints.map((constraint, i) => spreadOf(snapshot, pod, constraints, constraint, i));
    return new SpreadFilterState(spreads, constraints, constraints.map(({ selector }) => (selector.matches(pod.labels) ? 1 : 0)));
  }

  clone(): SpreadFilterState {
    return new SpreadFilterState(this.spreads.map((spread) => spread.clone()), this.constraints, this.self);
  }

  /** 'fits', or why the node does not: a label is missing, or it would have too many. */
  check({ labels }: NodeInfo): 'fits' | 'label' | 'skew' {
    const { spreads, self } = this;
    for (let i = 0; i < spreads.length; i++) {
      const spread = spreads[i];
      const value = labels[spread.constraint.topologyKey];
      if (value === undefined) return 'label';
      if (spread.countIn(value) + self[i] - spread.minimum > spread.constraint.maxSkew) return 'skew';
    }
    return 'fits';
  }

  /** A pod comes to (1) or leaves (-1) a node in a dry run. */
  change(pod: PodInfo, other: PodInfo, node: NodeInfo, by: 1 | -1): void {
    if (other.namespace !== pod.namespace || !hasAllKeys(node.labels, this.constraints)) return;
    for (const spread of this.spreads) {
      const { constraint } = spread;
      if (constraint.selector.matches(other.labels) && includes(constraint, pod.pod, node)) spread.change(node.labels[constraint.topologyKey], by);
    }
  }
}

function spreadOf(snapshot: Snapshot, pod: PodInfo, constraints: readonly Constraint[], constraint: Constraint, i: number): Spread {
  const count = countOf(snapshot.counts, constraint, pod.namespace);
  const keys = constraints.map(({ topologyKey }) => topologyKey);
  if (!isSelective(constraint, pod.pod)) return new Spread(constraint, count.table(keys).sums[i], snapshot.domains(keys)[i]);
  const counts = new Map<string, number>();
  for (const node of snapshot.nodes) {
    if (!hasAllKeys(node.labels, constraints) || !includes(constraint, pod.pod, node)) continue;
    const value = node.labels[constraint.topologyKey];
    counts.set(value, (counts.get(value) ?? 0) + (count.byNode.get(node) ?? 0));
  }
  return new Spread(constraint, counts, counts);
}
