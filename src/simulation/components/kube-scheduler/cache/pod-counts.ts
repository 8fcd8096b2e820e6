import type { Requirement, Selector } from '../../../apimachinery/labels.ts';
import { bump, type NodeInfo } from '../framework/node-info.ts';
import type { PodInfo } from '../framework/pod-info.ts';

/** Which pods to count: those in one of the namespaces that satisfy all selectors. */
export interface PodQuery {
  /** Tells queries apart. */
  readonly key: string;
  /** null: all namespaces. */
  readonly namespaces: ReadonlySet<string> | null;
  readonly selectors: readonly Selector[];
  /** Leaves out pods that are being deleted. */
  readonly aliveOnly: boolean;
}

type Labels = Readonly<Record<string, string>>;

/** Sums per topology value over the nodes that have all of the keys; `sums[i]` belongs to `keys[i]`. */
export class TopologyTable {
  readonly keys: readonly string[];
  readonly sums: readonly Map<string, number>[];

  constructor(keys: readonly string[]) {
    this.keys = keys;
    this.sums = keys.map(() => new Map<string, number>());
  }

  add(labels: Labels, by: number): void {
    const { keys, sums } = this;
    for (let i = 0; i < keys.length; i++) if (labels[keys[i]] === undefined) return;
    for (let i = 0; i < keys.length; i++) bump(sums[i], labels[keys[i]], by);
  }
}

/** How many pods of a query there are, per node and per topology value. Follows every pod that comes or goes. */
export class PodCount {
  readonly byNode = new Map<NodeInfo, number>();
  private readonly tables = new Map<string, TopologyTable>();
  private readonly query: PodQuery;

  constructor(query: PodQuery) {
    this.query = query;
  }

  matches(pod: PodInfo): boolean {
    const { namespaces, selectors, aliveOnly } = this.query;
    if ((namespaces !== null && !namespaces.has(pod.namespace)) || (aliveOnly && pod.terminating)) return false;
    for (const selector of selectors) if (!selector.matches(pod.labels)) return false;
    return true;
  }

  add(node: NodeInfo, by: number): void {
    const count = (this.byNode.get(node) ?? 0) + by;
    if (count === 0) this.byNode.delete(node);
    else this.byNode.set(node, count);
    for (const table of this.tables.values()) table.add(node.labels, by);
  }

  /** The sums for topology keys; made at the first question and kept from then on. */
  table(keys: readonly string[]): TopologyTable {
    const name = keys.length === 1 ? keys[0] : keys.join('\n');
    let table = this.tables.get(name);
    if (table === undefined) {
      this.tables.set(name, (table = new TopologyTable(keys)));
      for (const [node, count] of this.byNode) table.add(node.labels, count);
    }
    return table;
  }

  relabel(node: NodeInfo, before: Labels): void {
    const count = this.byNode.get(node);
    if (count === undefined) return;
    for (const table of this.tables.values()) {
      table.add(before, -count);
      table.add(node.labels, count);
    }
  }
}

const MOST_QUERIES = 4096;

/**
 * Answers "how many pods like these are where" without looking at all pods: each question that was asked once is kept up to date.
 * Found by one label that its pods must have, so that a pod that comes or goes meets only the queries that may want it.
 */
export class PodCounts {
  private readonly counts = new Map<string, PodCount>();
  private readonly byLabel = new Map<string, Set<PodCount>>();
  private readonly loose = new Set<PodCount>();
  private readonly nodes: () => Iterable<NodeInfo>;

  constructor(nodes: () => Iterable<NodeInfo>) {
    this.nodes = nodes;
  }

  /** The count of that key, if its query was asked before: saves making the query. */
  known(key: string): PodCount | undefined {
    return this.counts.get(key);
  }

  count(query: PodQuery): PodCount {
    const known = this.counts.get(query.key);
    if (known !== undefined) return known;
    // Forgetting all of them is rare and cheap enough: those still asked for come back one by one.
    if (this.counts.size >= MOST_QUERIES) this.clear();
    const made = new PodCount(query);
    this.counts.set(query.key, made);
    this.file(made, query);
    for (const node of this.nodes()) for (const pod of node.pods) if (made.matches(pod)) made.add(node, 1);
    return made;
  }

  /** Takes note of a pod on a node: 1 for one that came, -1 for one that left. */
  follow(pod: PodInfo, node: NodeInfo, by: 1 | -1): void {
    for (const count of this.loose) if (count.matches(pod)) count.add(node, by);
    if (this.byLabel.size === 0 || !pod.labels) return;
    for (const key of Object.keys(pod.labels)) {
      const interested = this.byLabel.get(`${key}=${pod.labels[key]}`);
      if (interested) for (const count of interested) if (count.matches(pod)) count.add(node, by);
    }
  }

  relabel(node: NodeInfo, before: Labels): void {
    for (const count of this.counts.values()) count.relabel(node, before);
  }

  private file(count: PodCount, query: PodQuery): void {
    const label = anchorOf(query.selectors);
    if (label === undefined) {
      this.loose.add(count);
      return;
    }
    const filed = this.byLabel.get(label);
    if (filed === undefined) this.byLabel.set(label, new Set([count]));
    else filed.add(count);
  }

  private clear(): void {
    this.counts.clear();
    this.byLabel.clear();
    this.loose.clear();
  }
}

/** A label that every pod of the query must have, as `key=value`. */
function anchorOf(selectors: readonly Selector[]): string | undefined {
  for (const selector of selectors) {
    const exact = selector.requirements.find(isExact);
    if (exact !== undefined) return `${exact.key}=${exact.values[0]}`;
  }
  return undefined;
}

const isExact = ({ operator, values }: Requirement): boolean => values.length === 1 && (operator === '=' || operator === 'in');
