import type { ServicePort, ServiceSpec } from 'kubernetes-types/core/v1.d.ts';
import { type FieldError, goText, internal, invalid as invalidField, path } from '../../../apimachinery/field.ts';
import { goStrings } from '../../../apimachinery/go-format.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import { invalid, type Status } from '../../../apimachinery/status.ts';
import type { CacheListener } from '../cacher/cacher.ts';
import type { CacheEvent } from '../cacher/event.ts';
import type { Allocation, Allocator } from './allocation.ts';
import { formatIPv4, NumberPool, parseIPv4 } from './number-pool.ts';

export interface ServiceRanges {
  /** `10.96.0.0/16` */
  readonly serviceCidr: string;
  readonly nodePorts: { readonly first: number; readonly last: number };
}

const hasClusterIP = (spec: ServiceSpec): boolean => spec.type !== 'ExternalName' && spec.clusterIP !== 'None';
const wantsNodePorts = (spec: ServiceSpec): boolean =>
  spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
const wantsHealthCheckPort = (spec: ServiceSpec): boolean => spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';

/**
 * Gives Services their cluster IP and node ports. What is in use is read from the watch cache; what is being written is
 * reserved here. Source: kubernetes v1.32 pkg/registry/core/service/storage/alloc.go.
 * Differs: IPv4 only; books are kept in memory, not in etcd.
 */
export class ServiceAllocator implements Allocator, CacheListener {
  private readonly addresses: NumberPool;
  private readonly ports: NumberPool;
  private readonly ranges: ServiceRanges;

  constructor(ranges: ServiceRanges, randomInt: (bound: number) => number) {
    this.ranges = ranges;
    const [base, bits] = ranges.serviceCidr.split('/');
    const size = 0x1_0000_0000 / (1 << Number(bits));
    const network = parseIPv4(base)!;
    // The network's and the broadcast address are not handed out; the lower band is left to those who choose.
    this.addresses = new NumberPool(network + 1, network + size - 2, network + 1 + band(size, 16, 256, 16), randomInt);
    const { first, last } = ranges.nodePorts;
    this.ports = new NumberPool(first, last, first + band(last - first + 1, 16, 128, 32), randomInt);
  }

  filled(services: readonly KubeObject[]): void {
    this.addresses.clear();
    this.ports.clear();
    for (const service of services) this.occupy(service);
  }

  changed(event: CacheEvent): void {
    if (event.previous !== undefined) this.release(event.previous);
    if (event.type !== 'DELETED') this.occupy(event.object);
  }

  forCreate(service: KubeObject): Allocation | Status {
    return this.allocate(service, undefined);
  }

  forUpdate(next: KubeObject, current: KubeObject): Allocation | Status {
    return this.allocate(next, current);
  }

  private release(service: KubeObject): void {
    for (const address of addressesOf(service)) this.addresses.release(address);
    for (const port of portsOf(service)) this.ports.release(port);
  }

  private occupy(service: KubeObject): void {
    for (const address of addressesOf(service)) this.addresses.take(address);
    for (const port of portsOf(service)) this.ports.take(port);
  }

  private allocate(service: KubeObject, current: KubeObject | undefined): Allocation | Status {
    const draft = new Draft((service.spec ?? {}) as ServiceSpec, current && new Set(addressesOf(current)), current && new Set(portsOf(current)));
    if (hasClusterIP(draft.spec)) this.allocateAddress(draft);
    else draft.spec = withoutAddress(draft.spec);
    if (wantsNodePorts(draft.spec)) this.allocatePorts(draft);
    if (wantsHealthCheckPort(draft.spec)) this.allocateHealthCheckPort(draft);
    const revert = (): void => this.revert(draft);
    if (draft.errors.length === 0) return { object: service.spec === undefined ? service : { ...service, spec: draft.spec }, revert };
    revert();
    return invalid('', 'Service', service.metadata.name ?? '', draft.errors);
  }

  private revert(draft: Draft): void {
    for (const address of draft.takenAddresses) this.addresses.release(address);
    for (const port of draft.takenPorts) this.ports.release(port);
  }

  private allocateAddress(draft: Draft): void {
    const { spec } = draft;
    const asked = spec.clusterIP;
    const address = asked ? this.addressAsked(draft, asked) : this.addresses.takeAny();
    const at = path('spec', 'clusterIPs');
    if (address === undefined) {
      if (!asked) draft.errors.push(internal(at, `failed to allocate a serviceIP: range is full`));
      return;
    }
    if (!asked) draft.takenAddresses.push(address);
    const text = formatIPv4(address);
    draft.spec = { ...spec, clusterIP: text, clusterIPs: [text], ipFamilies: spec.ipFamilies ?? ['IPv4'], ipFamilyPolicy: spec.ipFamilyPolicy ?? 'SingleStack' };
  }

  private addressAsked(draft: Draft, asked: string): number | undefined {
    const address = parseIPv4(asked);
    if (address !== undefined && draft.ownAddresses.has(address)) return address;
    const refuse = (reason: string): undefined => {
      draft.errors.push(invalidField(path('spec', 'clusterIPs'), goText(goStrings([asked])), `failed to allocate IP ${asked}: ${reason}`));
      return undefined;
    };
    if (address === undefined || !this.addresses.contains(address)) {
      return refuse(`the provided IP (${asked}) is not in the valid range. The range of valid IPs is ${this.ranges.serviceCidr}`);
    }
    if (!this.addresses.take(address)) return refuse('provided IP is already allocated');
    draft.takenAddresses.push(address);
    return address;
  }

  private allocatePorts(draft: Draft): void {
    const ports = (draft.spec.ports ?? []).map((port, index) => this.withNodePort(draft, port, index));
    draft.spec = { ...draft.spec, ports };
  }

  private withNodePort(draft: Draft, port: ServicePort, index: number): ServicePort {
    const at = path('spec', 'ports').index(index).child('nodePort');
    const nodePort = port.nodePort ? this.portAsked(draft, port.nodePort, at) : this.anyPort(draft);
    if (nodePort === undefined) return port;
    return port.nodePort === nodePort ? port : { ...port, nodePort };
  }

  private portAsked(draft: Draft, asked: number, at: FieldErrorPath): number | undefined {
    // One Service may use a port for TCP and UDP.
    if (draft.ownPorts.has(asked) || draft.takenPorts.includes(asked)) return asked;
    if (!this.ports.contains(asked)) {
      const { first, last } = this.ranges.nodePorts;
      draft.errors.push(invalidField(at, asked, `provided port is not in the valid range. The range of valid ports is ${first}-${last}`));
    } else if (!this.ports.take(asked)) draft.errors.push(invalidField(at, asked, 'provided port is already allocated'));
    else draft.takenPorts.push(asked);
    return asked;
  }

  private anyPort(draft: Draft): number | undefined {
    const port = this.ports.takeAny();
    if (port === undefined) draft.errors.push(internal(path('spec', 'ports'), 'failed to allocate a nodePort: range is full'));
    else draft.takenPorts.push(port);
    return port;
  }

  private allocateHealthCheckPort(draft: Draft): void {
    const asked = draft.spec.healthCheckNodePort;
    const port = asked ? this.portAsked(draft, asked, path('spec', 'healthCheckNodePort')) : this.anyPort(draft);
    if (port !== undefined) draft.spec = { ...draft.spec, healthCheckNodePort: port };
  }
}

type FieldErrorPath = Parameters<typeof invalidField>[0];

/** One Service on its way through the allocator. */
class Draft {
  readonly errors: FieldError[] = [];
  readonly takenAddresses: number[] = [];
  readonly takenPorts: number[] = [];
  spec: ServiceSpec;
  /** What the Service has already. */
  readonly ownAddresses: ReadonlySet<number>;
  readonly ownPorts: ReadonlySet<number>;

  constructor(spec: ServiceSpec, ownAddresses: ReadonlySet<number> = new Set(), ownPorts: ReadonlySet<number> = new Set()) {
    this.spec = spec;
    this.ownAddresses = ownAddresses;
    this.ownPorts = ownPorts;
  }
}

function withoutAddress(spec: ServiceSpec): ServiceSpec {
  if (spec.type === 'ExternalName') return spec;
  return { ...spec, clusterIPs: ['None'], ipFamilies: spec.ipFamilies ?? ['IPv4'], ipFamilyPolicy: spec.ipFamilyPolicy ?? 'SingleStack' };
}

function addressesOf(service: KubeObject): number[] {
  const address = parseIPv4((service.spec as ServiceSpec | undefined)?.clusterIP ?? '');
  return address === undefined ? [] : [address];
}

function portsOf(service: KubeObject): number[] {
  const spec = service.spec as ServiceSpec | undefined;
  const ports = (spec?.ports ?? []).flatMap(({ nodePort }) => (nodePort ? [nodePort] : []));
  return spec?.healthCheckNodePort ? [...ports, spec.healthCheckNodePort] : ports;
}

/** How many numbers at the bottom are left to those who choose: size/step, between `least` and `most`. */
function band(size: number, least: number, most: number, step: number): number {
  return Math.min(Math.max(least, Math.floor(size / step)), most);
}
