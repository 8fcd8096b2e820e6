import type { EndpointAddress, EndpointPort, EndpointSubset, Service } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { isPodFinished, isPodReady, isPodTerminating, type PodObject } from '../pod-state.ts';

interface Group {
  readonly ports: EndpointPort[];
  readonly ready: EndpointAddress[];
  readonly notReady: EndpointAddress[];
}

export const MAX_ADDRESSES = 1000;

/** One pod behind a service. */
export interface Entry {
  readonly address: EndpointAddress;
  readonly ready: boolean;
  readonly ports: EndpointPort[];
  readonly portKey: string;
}

/** What a pod adds to a service, or undefined when it is no endpoint. Source: kubernetes v1.32 pkg/controller/endpoint/endpoints_controller.go, syncService. */
export function entryOf(service: Typed<Service>, pod: PodObject): Entry | undefined {
  if (!pod.status?.podIP || isPodFinished(pod)) return undefined;
  const publishAll = service.spec?.publishNotReadyAddresses === true;
  if (isPodTerminating(pod) && !publishAll) return undefined;
  const ports = portsOf(service, pod);
  if (ports.length === 0 && service.spec?.clusterIP !== 'None') return undefined;
  const portKey = ports.map((port) => `${port.name}/${port.port}/${port.protocol}`).join();
  return { address: addressOf(service, pod), ready: publishAll || isPodReady(pod), ports, portKey };
}

/**
 * The addresses as the old Endpoints object has them: by ports, ready and not ready apart, sorted.
 * Source: kubernetes v1.32 pkg/api/v1/endpoints/util.go, RepackSubsets.
 */
export function subsetsOf(entries: Iterable<Entry>): { readonly subsets: EndpointSubset[]; readonly truncated: boolean } {
  const groups = new Map<string, Group>();
  for (const { address, ready, ports, portKey } of entries) {
    let group = groups.get(portKey);
    if (!group) groups.set(portKey, (group = { ports, ready: [], notReady: [] }));
    (ready ? group.ready : group.notReady).push(address);
  }
  const kept = [...groups.values()].map(truncate);
  return { subsets: kept.map(({ group }) => subset(group)), truncated: kept.some((one) => one.truncated) };
}

function addressOf(service: Typed<Service>, pod: PodObject): EndpointAddress {
  const { namespace, name, uid } = pod.metadata;
  const named = pod.spec?.hostname && pod.spec.subdomain === service.metadata.name;
  return { ip: pod.status!.podIP!, ...(named ? { hostname: pod.spec!.hostname } : {}), ...(pod.spec?.nodeName ? { nodeName: pod.spec.nodeName } : {}), targetRef: { kind: 'Pod', namespace, name, uid } };
}

function portsOf(service: Typed<Service>, pod: PodObject): EndpointPort[] {
  return (service.spec?.ports ?? []).flatMap((port) => {
    const target = port.targetPort ?? port.port;
    const number = typeof target === 'number' ? target || port.port : namedPort(pod, target, port.protocol ?? 'TCP');
    if (number === undefined) return [];
    return [{ ...(port.name ? { name: port.name } : {}), port: number, protocol: port.protocol ?? 'TCP' }];
  });
}

function namedPort(pod: PodObject, name: string, protocol: string): number | undefined {
  for (const container of pod.spec?.containers ?? []) for (const port of container.ports ?? []) if (port.name === name && (port.protocol ?? 'TCP') === protocol) return port.containerPort;
  return undefined;
}

/** Ready addresses are kept first. Source: endpoints_controller.go, truncateEndpoints. */
function truncate(group: Group): { group: Group; truncated: boolean } {
  if (group.ready.length + group.notReady.length <= MAX_ADDRESSES) return { group, truncated: false };
  const ready = group.ready.slice(0, MAX_ADDRESSES);
  return { group: { ...group, ready, notReady: group.notReady.slice(0, MAX_ADDRESSES - ready.length) }, truncated: true };
}

function subset({ ports, ready, notReady }: Group): EndpointSubset {
  ready.sort(byAddress);
  notReady.sort(byAddress);
  return { ...(ready.length > 0 ? { addresses: ready } : {}), ...(notReady.length > 0 ? { notReadyAddresses: notReady } : {}), ...(ports.length > 0 ? { ports } : {}) };
}

const byAddress = (a: EndpointAddress, b: EndpointAddress): number => (a.ip < b.ip ? -1 : a.ip > b.ip ? 1 : 0);
