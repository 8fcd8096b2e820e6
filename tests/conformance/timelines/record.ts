import type { KubeObject } from '../../../src/simulation/apimachinery/meta.ts';
import type { EtcdEvent } from '../../../src/simulation/contracts/etcd.ts';
import { Keys } from '../../../src/simulation/cluster/observe/keys.ts';
import type { EventKind, TimelineEvent } from './case.ts';
import { describeEndpoints } from './record-endpoints.ts';
import type { Names } from './names.ts';
import { describePod } from './record-pod.ts';
import { describeWorkload } from './record-workload.ts';

/** Writes down what is committed, in the words of the recordings. */
export class Recorder {
  readonly events: TimelineEvent[] = [];
  readonly names: Names;
  startUs = 0;
  /** Instants of every lease renewal, by node. */
  readonly renewals = new Map<string, number[]>();
  private readonly keys = new Keys();

  constructor(names: Names) {
    this.names = names;
  }

  add(kind: EventKind, name: string, what: string, nowUs: number): void {
    this.events.push({ tMs: Math.round((nowUs - this.startUs) / 1000), kind, name, what });
  }

  /** To be hung on the store. What happens before the first Step is seen only for its names. */
  commit(event: EtcdEvent, nowUs: number): void {
    const place = this.keys.fromEtcd(event.kv.key);
    if (!place) return;
    const before = event.previous?.value as KubeObject | undefined;
    const after = event.type === 'put' ? (event.kv.value as KubeObject) : undefined;
    const object = (after ?? before)!;
    if (object === undefined || object === null) return;
    this.names.see(place.resource, object);
    for (const [kind, name, what] of this.describe(place.resource, before, after, object)) this.add(kind, name, what, nowUs);
    if (place.resource === 'leases') this.lease(object, after !== undefined, nowUs);
  }

  private describe(resource: string, before: KubeObject | undefined, after: KubeObject | undefined, object: KubeObject): [EventKind, string, string][] {
    const { names } = this;
    const own = object.metadata.namespace === 'demo';
    if (resource === 'nodes') return describeNode(before, after).map((what) => ['Node', object.metadata.name!, what]);
    if (resource === 'events') return own || object.involvedObject?.kind === 'Node' ? describeEvent(before, after, names) : [];
    if (!own) return [];
    if (resource === 'pods') return describePod(before, after, names).map((what) => ['Pod', names.pod(object), what]);
    if (resource === 'endpointslices') return describeEndpoints(before, after, names).map((what) => ['EndpointSlice', names.of(object), what]);
    const workload = describeWorkload(object.kind, before, after);
    return workload.map((what) => [object.kind as EventKind, names.of(object), what]);
  }

  private lease(lease: KubeObject, there: boolean, nowUs: number): void {
    if (lease.metadata.namespace !== 'kube-node-lease') return;
    const node = lease.metadata.name!;
    if (!there) this.add('Lease', node, 'deleted', nowUs);
    else {
      const list = this.renewals.get(node) ?? [];
      this.renewals.set(node, [...list, nowUs]);
      this.add('Lease', node, 'renewed', nowUs);
    }
  }
}

function describeNode(before: KubeObject | undefined, after: KubeObject | undefined): string[] {
  if (!after) return ['deleted'];
  const lines: string[] = [];
  const conditions = (object: KubeObject | undefined): { type: string; status: string; reason?: string }[] => object?.status?.conditions ?? [];
  if (!before) lines.push(`added Ready=${conditions(after).find(({ type }) => type === 'Ready')?.status ?? 'Unknown'}`);
  for (const type of ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure']) {
    const [old, now] = [before, after].map((object) => conditions(object).find((condition) => condition.type === type));
    if (now && (old?.status !== now.status || old.reason !== now.reason)) lines.push(`${type}=${now.status} reason=${now.reason ?? ''}`);
  }
  const taints = (object: KubeObject | undefined): string[] =>
    ((object?.spec?.taints ?? []) as { key: string; value?: string; effect: string }[]).map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`);
  const [old, now] = [taints(before), taints(after)];
  lines.push(...now.filter((taint) => !old.includes(taint)).map((taint) => `taint added ${taint}`));
  lines.push(...old.filter((taint) => !now.includes(taint)).map((taint) => `taint removed ${taint}`));
  if (before && Boolean(before.spec?.unschedulable) !== Boolean(after.spec?.unschedulable)) lines.push(`unschedulable=${Boolean(after.spec?.unschedulable)}`);
  return lines;
}

function describeEvent(before: KubeObject | undefined, after: KubeObject | undefined, names: Names): [EventKind, string, string][] {
  if (!after) return [];
  const count = (after.count as number | undefined) ?? 1;
  if (before && before.count === count) return [];
  const { kind, name, uid } = after.involvedObject as { kind: string; name: string; uid?: string };
  const text = `${after.type} ${after.reason}: ${names.inText(String(after.message))}${count > 1 ? ` (x${count})` : ''}`;
  return [['Event', `${kind}/${names.involved(kind, name, uid)}`, text]];
}

