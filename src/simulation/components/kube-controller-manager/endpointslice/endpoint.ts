import type { Service, ServicePort } from 'kubernetes-types/core/v1.d.ts';
import type { Endpoint, EndpointPort, EndpointSlice } from 'kubernetes-types/discovery/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import type { NodeObject } from '../node-conditions.ts';
import { isPodFinished, isPodReady, type PodObject } from '../pod-state.ts';

export type ServiceObject = Typed<Service>;
export type SliceObject = Typed<EndpointSlice>;

/** A pod that ended or has no address yet is no endpoint. Source: kubernetes v1.32 staging endpointslice/util, ShouldPodBeInEndpoints. */
export const isEndpoint = (pod: PodObject): boolean => !isPodFinished(pod) && Boolean(pod.status?.podIP);

/** Source: kubernetes v1.32 staging/src/k8s.io/endpointslice/utils.go, podToEndpoint. */
export function podToEndpoint(pod: PodObject, node: NodeObject | undefined, service: ServiceObject): Endpoint {
  const serving = isPodReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const ready = service.spec?.publishNotReadyAddresses === true || (serving && !terminating);
  const { namespace, name, uid } = pod.metadata;
  const zone = node?.metadata.labels?.['topology.kubernetes.io/zone'];
  return {
    addresses: [pod.status!.podIP!],
    conditions: { ready, serving, terminating },
    targetRef: { kind: 'Pod', namespace, name, uid },
    ...(pod.spec?.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    ...(zone ? { zone } : {}),
    ...(hasOwnName(pod, service) ? { hostname: pod.spec!.hostname } : {}),
    ...(zone && service.spec?.trafficDistribution === 'PreferClose' ? { hints: { forZones: [{ name: zone }] } } : {}),
  };
}

/** Pods of a headless service under its subdomain have DNS names of their own. Source: endpointslice/util, ShouldSetHostname. */
function hasOwnName(pod: PodObject, service: ServiceObject): boolean {
  return Boolean(pod.spec?.hostname) && pod.spec?.subdomain === service.metadata.name && pod.metadata.namespace === service.metadata.namespace;
}

export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return (
    a.addresses[0] === b.addresses[0] &&
    a.conditions?.ready === b.conditions?.ready &&
    a.conditions?.serving === b.conditions?.serving &&
    a.conditions?.terminating === b.conditions?.terminating &&
    a.nodeName === b.nodeName &&
    a.zone === b.zone &&
    a.hostname === b.hostname &&
    a.targetRef?.uid === b.targetRef?.uid &&
    a.hints?.forZones?.[0]?.name === b.hints?.forZones?.[0]?.name
  );
}

/** The ports of one endpoint, and a key that is equal for equal ports. */
export interface PortSet {
  readonly ports: readonly EndpointPort[];
  readonly key: string;
}

const sharedPorts = new WeakMap<object, PortSet>();

/** The ports at which a pod serves a service. Where no target port is a name, they are the same for all pods. */
export function portsFor(service: ServiceObject, pod: PodObject): PortSet {
  const ports = service.spec?.ports ?? [];
  if (ports.some((port) => typeof port.targetPort === 'string')) return portSet(ports, pod);
  let shared = sharedPorts.get(service);
  if (!shared) sharedPorts.set(service, (shared = portSet(ports, pod)));
  return shared;
}

/** Source: endpointslice/utils.go, getEndpointPorts. */
function portSet(servicePorts: readonly ServicePort[], pod: PodObject): PortSet {
  const ports = servicePorts.flatMap((port) => {
    const number = targetPort(port, pod);
    if (number === undefined) return [];
    const appProtocol = port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol };
    return [{ name: port.name ?? '', port: number, protocol: port.protocol ?? 'TCP', ...appProtocol }];
  });
  return { ports, key: portKey(ports) };
}

export const portKey = (ports: readonly EndpointPort[] | undefined): string =>
  (ports ?? []).map(({ name, port, protocol, appProtocol }) => `${name ?? ''}:${port}/${protocol ?? 'TCP'}/${appProtocol ?? ''}`).join(',');

/** Source: kubernetes v1.32 pkg/api/v1/pod/util.go, FindPort. */
function targetPort(port: ServicePort, pod: PodObject): number | undefined {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number') return target === 0 ? port.port : target;
  for (const container of pod.spec?.containers ?? [])
    for (const one of container.ports ?? []) if (one.name === target && (one.protocol ?? 'TCP') === (port.protocol ?? 'TCP')) return one.containerPort;
  return undefined;
}
