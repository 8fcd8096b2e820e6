import type { Lease } from 'kubernetes-types/coordination/v1.d.ts';
import type { NodeCondition } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { formatTime, timeToUs } from '../../../apimachinery/time.ts';
import { nodeCondition, type NodeObject } from '../node-conditions.ts';

/** What the monitor remembers of a node: when it last saw a sign of life. */
export interface NodeHealth {
  /** The Ready condition as last seen. */
  ready: NodeCondition | undefined;
  lease: Typed<Lease> | undefined;
  probeUs: number;
}

/**
 * Takes note of what is new since the last pass: a status that was posted, a lease that was renewed. Time counts from when this process
 * saw it, by its own clock. Source: kubernetes v1.32 pkg/controller/nodelifecycle/node_lifecycle_controller.go, tryUpdateNodeHealth.
 */
export function observe(before: NodeHealth | undefined, node: NodeObject, lease: Typed<Lease> | undefined, nowUs: number): NodeHealth {
  const ready = nodeCondition(node, 'Ready');
  const health = before ?? { ready, lease: undefined, probeUs: ready ? nowUs : (timeToUs(node.metadata.creationTimestamp) ?? nowUs) };
  if (health.ready !== ready && (!health.ready || !ready || health.ready.lastHeartbeatTime !== ready.lastHeartbeatTime)) health.probeUs = nowUs;
  health.ready = ready;
  if (lease && lease !== health.lease) {
    if (!health.lease || health.lease.spec?.renewTime !== lease.spec?.renewTime) health.probeUs = nowUs;
    health.lease = lease;
  }
  return health;
}

const SILENCED = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

/** The conditions of a node that has been silent too long, or undefined when they say so already. */
export function silentConditions(node: NodeObject, nowUs: number): NodeCondition[] | undefined {
  const now = formatTime(nowUs);
  const conditions = [...(node.status?.conditions ?? [])];
  let changed = false;
  for (const type of SILENCED) {
    const index = conditions.findIndex((condition) => condition.type === type);
    if (index < 0) conditions.push(neverPosted(type, node, now));
    else if (conditions[index].status !== 'Unknown') conditions[index] = stoppedPosting(conditions[index], now);
    else continue;
    changed ||= type === 'Ready';
  }
  return changed ? conditions : undefined;
}

function neverPosted(type: string, node: NodeObject, now: string): NodeCondition {
  const message = 'Kubelet never posted node status.';
  return { type, status: 'Unknown', lastHeartbeatTime: node.metadata.creationTimestamp, lastTransitionTime: now, reason: 'NodeStatusNeverUpdated', message };
}

function stoppedPosting(condition: NodeCondition, now: string): NodeCondition {
  return { ...condition, status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.', lastTransitionTime: now };
}

/** Source: component-helpers node/topology, GetZoneKey. */
export function zoneKey(node: NodeObject): string {
  const labels = node.metadata.labels ?? {};
  const region = labels['topology.kubernetes.io/region'] ?? labels['failure-domain.beta.kubernetes.io/region'] ?? '';
  const zone = labels['topology.kubernetes.io/zone'] ?? labels['failure-domain.beta.kubernetes.io/zone'] ?? '';
  return region === '' && zone === '' ? '' : `${region}:\u0000:${zone}`;
}
