import type { Node, Pod } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { bump, NodeInfo } from '../framework/node-info.ts';
import { PodInfo } from '../framework/pod-info.ts';
import { Images } from './images.ts';
import { NodeTree, zoneKey } from './node-tree.ts';
import { PodCounts, TopologyTable } from './pod-counts.ts';
import type { Snapshot } from './snapshot.ts';
import { TermIndex } from './term-index.ts';

/**
 * The nodes with their pods, including pods that were just given a node and of which the API server has not told yet.
 * It is its own snapshot: a scheduling cycle takes no virtual time while it looks. Only `nodes` is brought up to date lazily.
 * Source: kubernetes v1.32 pkg/scheduler/backend/cache/cache.go.
 * Differs: nothing is copied per cycle; assumed pods do not expire (neither do they in v1.32 by default).
 */
export class Cache implements Snapshot {
  readonly counts = new PodCounts(() => this.byName.values());
  readonly terms = new TermIndex();
  private readonly byName = new Map<string, NodeInfo>();
  private readonly pods = new Map<string, PodInfo>();
  private readonly assumed = new Set<string>();
  /** Pods of nodes that are not there (any more), by node name. */
  private readonly orphans = new Map<string, Map<string, PodInfo>>();
  private readonly claims = new Map<string, number>();
  private readonly tree = new NodeTree();
  private readonly images = new Images();
  private readonly domainTables = new Map<string, TopologyTable>();
  private list: NodeInfo[] = [];
  private listIsStale = false;

  get nodes(): readonly NodeInfo[] {
    if (this.listIsStale) this.relist();
    return this.list;
  }

  get nodeCount(): number {
    return this.byName.size;
  }

  get assumedCount(): number {
    return this.assumed.size;
  }

  get(name: string): NodeInfo | undefined {
    return this.byName.get(name);
  }

  isClaimUsed(key: string): boolean {
    return this.claims.has(key);
  }

  podByUid(uid: string): PodInfo | undefined {
    return this.pods.get(uid);
  }

  isAssumed(uid: string): boolean {
    return this.assumed.has(uid);
  }

  domains(keys: readonly string[]): readonly ReadonlyMap<string, number>[] {
    const name = keys.join('\n');
    let table = this.domainTables.get(name);
    if (table === undefined) {
      this.domainTables.set(name, (table = new TopologyTable(keys)));
      for (const node of this.byName.values()) table.add(node.labels, 1);
    }
    return table.sums;
  }

  /** Adds the node or takes over its new version. */
  setNode(node: Typed<Node>): NodeInfo {
    const known = this.byName.get(node.metadata.name!);
    if (known !== undefined) return this.updateNode(known, node);
    const info = new NodeInfo(node);
    this.byName.set(info.name, info);
    this.tree.add(info);
    this.listIsStale = true;
    for (const table of this.domainTables.values()) table.add(info.labels, 1);
    this.images.update(info);
    const waiting = this.orphans.get(info.name);
    this.orphans.delete(info.name);
    if (waiting) for (const pod of waiting.values()) this.place(pod, info);
    return info;
  }

  private updateNode(info: NodeInfo, node: Typed<Node>): NodeInfo {
    const before = info.labels;
    info.setNode(node);
    this.images.update(info);
    if (before !== info.labels) this.relabel(info, before);
    return info;
  }

  private relabel(info: NodeInfo, before: Readonly<Record<string, string>>): void {
    for (const table of this.domainTables.values()) {
      table.add(before, -1);
      table.add(info.labels, 1);
    }
    this.counts.relabel(info, before);
    if (info.podsWithAffinity > 0) {
      for (const pod of info.pods) this.terms.follow(pod, before, -1);
      for (const pod of info.pods) this.terms.follow(pod, info.labels, 1);
    }
    if (zoneKey(before) === zoneKey(info.labels)) return;
    this.tree.remove(info, before);
    this.tree.add(info);
    this.listIsStale = true;
  }

  removeNode(name: string): void {
    const info = this.byName.get(name);
    if (info === undefined) return;
    const orphans = new Map(info.pods.map((pod) => [pod.uid, pod]));
    for (const pod of orphans.values()) this.displace(pod, info);
    if (orphans.size > 0) this.orphans.set(name, orphans);
    this.images.remove(info);
    for (const table of this.domainTables.values()) table.add(info.labels, -1);
    this.tree.remove(info, info.labels);
    this.byName.delete(name);
    this.listIsStale = true;
  }

  /** Adds a pod that has a node, takes over its new version, or confirms that it was assumed rightly. */
  setPod(pod: Typed<Pod>): PodInfo {
    const uid = pod.metadata.uid ?? '';
    const known = this.pods.get(uid);
    this.assumed.delete(uid);
    if (known !== undefined) {
      if (known.nodeName === pod.spec!.nodeName && known.countsAs(pod)) {
        known.pod = pod;
        return known;
      }
      this.drop(known);
    }
    const info = new PodInfo(pod);
    this.insert(info);
    return info;
  }

  removePod(uid: string): PodInfo | undefined {
    const known = this.pods.get(uid);
    this.assumed.delete(uid);
    if (known !== undefined) this.drop(known);
    return known;
  }

  /** Counts the pod on the node before the API server knows. */
  assume(info: PodInfo, node: string): void {
    info.nodeName = node;
    this.assumed.add(info.uid);
    this.insert(info);
  }

  /** Takes back an assumption. Does nothing when the API server has confirmed it meanwhile. */
  forget(info: PodInfo): void {
    if (!this.assumed.delete(info.uid)) return;
    this.drop(info);
    info.nodeName = '';
  }

  private insert(info: PodInfo): void {
    this.pods.set(info.uid, info);
    const node = this.byName.get(info.nodeName);
    if (node !== undefined) return this.place(info, node);
    const orphans = this.orphans.get(info.nodeName);
    if (orphans === undefined) this.orphans.set(info.nodeName, new Map([[info.uid, info]]));
    else orphans.set(info.uid, info);
  }

  private drop(info: PodInfo): void {
    this.pods.delete(info.uid);
    const node = this.byName.get(info.nodeName);
    if (node !== undefined) return this.displace(info, node);
    const orphans = this.orphans.get(info.nodeName);
    if (orphans?.delete(info.uid) && orphans.size === 0) this.orphans.delete(info.nodeName);
  }

  private place(info: PodInfo, node: NodeInfo): void {
    node.addPod(info);
    for (const claim of info.claims) bump(this.claims, claim, 1);
    this.counts.follow(info, node, 1);
    this.terms.follow(info, node.labels, 1);
  }

  private displace(info: PodInfo, node: NodeInfo): void {
    node.removePod(info.uid);
    for (const claim of info.claims) bump(this.claims, claim, -1);
    this.counts.follow(info, node, -1);
    this.terms.follow(info, node.labels, -1);
  }

  private relist(): void {
    this.list = this.tree.list();
    for (let i = 0; i < this.list.length; i++) this.list[i].index = i;
    this.listIsStale = false;
  }
}
