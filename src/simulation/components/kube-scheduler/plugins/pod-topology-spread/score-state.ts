import type { Snapshot } from '../../cache/snapshot.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { naturalLogarithm } from '../natural-logarithm.ts';
import { type Constraint, countOf, hasAllKeys, HOSTNAME, includes, isSelective } from './constraint.ts';

interface Part {
  readonly constraint: Constraint;
  /** Counts per node for the hostname, per topology value otherwise. */
  readonly byNode: ReadonlyMap<NodeInfo, number> | null;
  readonly byValue: ReadonlyMap<string, number>;
  /** Bigger for topologies with more domains, whose counts are smaller. */
  readonly weight: number;
}

const NO_COUNTS: ReadonlyMap<string, number> = new Map();

/** What PreScore finds out for the soft constraints of a pod. Source: kubernetes v1.32 plugins/podtopologyspread/scoring.go. */
export class SpreadScoreState {
  private readonly parts: readonly Part[];
  private readonly ignored: ReadonlySet<NodeInfo>;

  /** `requireAll`: nodes that lack a topology key do not take part; with the system's default constraints they do. */
  constructor(snapshot: Snapshot, pod: PodInfo, constraints: readonly Constraint[], nodes: readonly NodeInfo[], requireAll: boolean) {
    this.ignored = requireAll ? new Set(nodes.filter(({ labels }) => !hasAllKeys(labels, constraints))) : new Set();
    const domains = nodes.length - this.ignored.size;
    this.parts = constraints.map((constraint, i): Part => {
      const count = countOf(snapshot.counts, constraint, pod.namespace);
      const { topologyKey } = constraint;
      if (topologyKey === HOSTNAME) return { constraint, byNode: count.byNode, byValue: NO_COUNTS, weight: weightOf(domains) };
      const byValue = isSelective(constraint, pod.pod) ? selectedCounts(count.byNode, constraint, requireAll ? constraints : [], pod)
        : requireAll ? count.table(constraints.map((other) => other.topologyKey)).sums[i] : count.table([topologyKey]).sums[0];
      return { constraint, byNode: null, byValue, weight: weightOf(this.distinct(nodes, topologyKey)) };
    });
  }

  isIgnored(node: NodeInfo): boolean {
    return this.ignored.size > 0 && this.ignored.has(node);
  }

  score(node: NodeInfo): number {
    if (this.isIgnored(node)) return 0;
    const { parts } = this;
    let sum = 0;
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i];
      const value = node.labels[part.constraint.topologyKey];
      if (value === undefined) continue;
      const count = (part.byNode === null ? part.byValue.get(value) : part.byNode.get(node)) ?? 0;
      sum += count * part.weight + (part.constraint.maxSkew - 1);
    }
    return Math.round(sum);
  }

  private distinct(nodes: readonly NodeInfo[], key: string): number {
    const values = new Set<string | undefined>();
    for (const node of nodes) if (!this.isIgnored(node)) values.add(node.labels[key]);
    return values.size;
  }
}

function selectedCounts(byNode: ReadonlyMap<NodeInfo, number>, constraint: Constraint, needed: readonly Constraint[], pod: PodInfo): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [node, count] of byNode) {
    if (!hasAllKeys(node.labels, needed) || !includes(constraint, pod.pod, node)) continue;
    const value = node.labels[constraint.topologyKey];
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + count);
  }
  return counts;
}

const weights = new Map<number, number>();

function weightOf(domains: number): number {
  let weight = weights.get(domains);
  if (weight === undefined) weights.set(domains, (weight = naturalLogarithm(domains + 2)));
  return weight;
}
