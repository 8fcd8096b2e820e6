import type { EndpointAddress, EndpointPort, EndpointSubset, Service } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { isPodFinished, isPodReady, isPodTerminating, type PodObject } from '../pod-state.ts';

interface Group {
  readonly ports: EndpointPort[];
  readonly ready: EndpointAddress[];
  readonly notReady: EndpointAddress[];
}

export const MAX_ADDRESSES = 1000;

/**
 * The addresses of a service as the old Endpoints object has them: by ports, ready and not ready apart, sorted.
 * Source: kubernetes v1.32 pkg/controller/endpoint/endpoints_controller.go, syncService; pkg/api/v1/endpoints, RepackSubsets.
 */
export function subsetsOf(service: Typed<Service>, pods: Iterable<PodObject>): { readonly subsets: EndpointSubset[]; readonly truncated: boolean } {
  const groups = new Map<string, Group>();
  for (const pod of pods) {
    if (!pod.status?.podIP || isPodFinished(pod)) continue;
    if (isPodTerminating(pod) && !service.spec?.publishNotReadyAddresses) continue;
    const ports = portsOf(service, pod);
    if (ports.length === 0 && service.spec?.clusterIP !== 'None') continue;
    const key = ports.map((port) => `${port.name}/${port.port}/${port.protocol}`).join();
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { ports, ready: [], notReady: [] }));
    (service.spec?.publishNotReadyAddresses || isPodReady(pod) ? group.ready : group.notReady).push(addressOf(service, pod));
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
