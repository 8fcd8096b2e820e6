import type { NodeInfo } from '../framework/node-info.ts';

const ZONE = 'topology.kubernetes.io/zone';
const REGION = 'topology.kubernetes.io/region';
const BETA_ZONE = 'failure-domain.beta.kubernetes.io/zone';
const BETA_REGION = 'failure-domain.beta.kubernetes.io/region';

/** Source: kubernetes v1.32 component-helpers node/topology, GetZoneKey. */
export function zoneKey(labels: Readonly<Record<string, string>>): string {
  const zone = labels[BETA_ZONE] ?? labels[ZONE] ?? '';
  const region = labels[BETA_REGION] ?? labels[REGION] ?? '';
  return zone === '' && region === '' ? '' : `${region}:\u0000:${zone}`;
}

/**
 * Nodes by zone, listed so that zones take turns: whoever looks at the first few nodes sees all zones.
 * Source: kubernetes v1.32 pkg/scheduler/backend/cache/node_tree.go.
 */
export class NodeTree {
  private readonly zones = new Map<string, NodeInfo[]>();

  add(node: NodeInfo): void {
    const key = zoneKey(node.labels);
    const zone = this.zones.get(key);
    if (zone === undefined) this.zones.set(key, [node]);
    else zone.push(node);
  }

  /** `labels` are those under which it was added. */
  remove(node: NodeInfo, labels: Readonly<Record<string, string>>): void {
    const key = zoneKey(labels);
    const zone = this.zones.get(key) ?? [];
    const index = zone.indexOf(node);
    if (index >= 0) zone.splice(index, 1);
    if (zone.length === 0) this.zones.delete(key);
  }

  list(): NodeInfo[] {
    const zones = [...this.zones.values()];
    const nodes: NodeInfo[] = [];
    for (let turn = 0, left = zones.length; left > 0; turn++) {
      left = 0;
      for (const zone of zones) {
        if (turn >= zone.length) continue;
        nodes.push(zone[turn]);
        left++;
      }
    }
    return nodes;
  }
}
