import type { Node, Taint } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { value } from '../../../apimachinery/quantity.ts';
import { resourcesOf, type Resources } from '../../../kinds/core/pod/requests.ts';
import type { HostPort, PodInfo } from './pod-info.ts';

const NO_SCALARS: ReadonlyMap<string, number> = new Map();
const NO_TAINTS: readonly Taint[] = [];
const NO_RESOURCES: Resources = { milliCpu: 0, memoryBytes: 0, ephemeralBytes: 0, scalars: NO_SCALARS };

/** How big an image is and on how many nodes: one object for all the nodes that have it. */
export interface ImageState {
  sizeBytes: number;
  numNodes: number;
}

/**
 * A node with the sums over its pods, kept by adding and removing pods. Only the cache and a dry run change one.
 * Source: kubernetes v1.32 pkg/scheduler/framework/types.go, NodeInfo.
 */
export class NodeInfo {
  readonly name: string;
  node: Typed<Node>;
  labels: Readonly<Record<string, string>> = {};
  taints: readonly Taint[] = NO_TAINTS;
  unschedulable = false;
  allocatable: Resources = NO_RESOURCES;
  allocatablePods = 0;
  pods: PodInfo[] = [];
  podsWithAffinity = 0;
  milliCpu = 0;
  memoryBytes = 0;
  ephemeralBytes = 0;
  scalars: ReadonlyMap<string, number> = NO_SCALARS;
  nonZeroMilliCpu = 0;
  nonZeroMemoryBytes = 0;
  /** Ports in use, with how often, by `protocol/port` and then address. */
  ports: Map<string, Map<string, number>> | undefined;
  images: ReadonlyMap<string, ImageState> | undefined;
  /** Its place in the snapshot's list; -1 when it is not in there. */
  index = -1;

  constructor(node: Typed<Node>) {
    this.name = node.metadata.name!;
    this.node = node;
    this.setNode(node);
  }

  setNode(node: Typed<Node>): void {
    this.node = node;
    this.labels = node.metadata.labels ?? {};
    this.taints = node.spec?.taints ?? NO_TAINTS;
    this.unschedulable = node.spec?.unschedulable === true;
    const allocatable = node.status?.allocatable;
    this.allocatable = resourcesOf(allocatable);
    this.allocatablePods = allocatable?.pods === undefined ? 0 : value(allocatable.pods);
  }

  addPod(info: PodInfo): void {
    this.pods.push(info);
    this.count(info, 1);
  }

  /** Removes the pod of that uid and answers it; the last pod takes its place. */
  removePod(uid: string): PodInfo | undefined {
    const { pods } = this;
    for (let i = 0; i < pods.length; i++) {
      const info = pods[i];
      if (info.uid !== uid) continue;
      pods[i] = pods[pods.length - 1];
      pods.pop();
      this.count(info, -1);
      return info;
    }
    return undefined;
  }

  /** A copy that a dry run may change. */
  clone(): NodeInfo {
    const copy = Object.create(NodeInfo.prototype) as NodeInfo;
    Object.assign(copy, this);
    copy.pods = this.pods.slice();
    if (this.ports) copy.ports = new Map([...this.ports].map(([key, addresses]) => [key, new Map(addresses)]));
    return copy;
  }

  hasPortConflict(wanted: HostPort): boolean {
    const addresses = this.ports?.get(`${wanted.protocol}/${wanted.port}`);
    if (addresses === undefined) return false;
    return wanted.ip === '0.0.0.0' || addresses.has('0.0.0.0') || addresses.has(wanted.ip);
  }

  private count(info: PodInfo, sign: 1 | -1): void {
    const { requests } = info;
    this.milliCpu += sign * requests.milliCpu;
    this.memoryBytes += sign * requests.memoryBytes;
    this.ephemeralBytes += sign * requests.ephemeralBytes;
    this.nonZeroMilliCpu += sign * info.nonZeroMilliCpu;
    this.nonZeroMemoryBytes += sign * info.nonZeroMemoryBytes;
    if (requests.scalars.size > 0) this.countScalars(requests.scalars, sign);
    if (info.hasAffinity) this.podsWithAffinity += sign;
    for (const port of info.hostPorts) this.countPort(port, sign);
  }

  private countScalars(amounts: ReadonlyMap<string, number>, sign: 1 | -1): void {
    const sums = new Map(this.scalars);
    for (const [name, amount] of amounts) sums.set(name, (sums.get(name) ?? 0) + sign * amount);
    this.scalars = sums;
  }

  private countPort({ ip, protocol, port }: HostPort, sign: 1 | -1): void {
    const key = `${protocol}/${port}`;
    const ports = (this.ports ??= new Map());
    const addresses = ports.get(key) ?? new Map<string, number>();
    bump(addresses, ip, sign);
    if (addresses.size === 0) ports.delete(key);
    else ports.set(key, addresses);
  }
}

/** Adds to a count and forgets it at 0. */
export function bump(counts: Map<string, number>, key: string, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
