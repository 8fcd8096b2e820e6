import type { Service, ServicePort, ServiceSpec } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { changeField, fill, mapSame, withField } from '../../fill.ts';
import { isExternallyAccessible } from './defaults.ts';

/** Whether the service has an address of its own, or says that it has none. Source: kubernetes v1.32 pkg/registry/core/service/storage, needsClusterIP. */
export function needsClusterIP(spec: ServiceSpec | undefined): boolean {
  return spec?.type === 'ClusterIP' || spec?.type === 'NodePort' || spec?.type === 'LoadBalancer';
}

/** Source: kubernetes v1.32 pkg/registry/core/service/storage, needsNodePort. */
export function needsNodePort(spec: ServiceSpec | undefined): boolean {
  return spec?.type === 'NodePort' || (spec?.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
}

export function isHeadless(spec: ServiceSpec | undefined): boolean {
  return spec?.clusterIP === 'None' || spec?.clusterIPs?.[0] === 'None';
}

/** A new service: no status, addresses in both fields, and the families of a cluster that speaks IPv4. Addresses and node ports are the API server's to give. */
export function prepareNewService(service: Typed<Service>): Typed<Service> {
  const reset = withField(service, 'status', { loadBalancer: {} });
  return changeField(reset, 'spec', (spec) => withFamilies(withBothAddresses(spec, undefined)));
}

function withFamilies(spec: ServiceSpec): ServiceSpec {
  if (!needsClusterIP(spec)) return spec;
  const anyFamily = isHeadless(spec) && Object.keys(spec.selector ?? {}).length === 0;
  // Endpoints made by hand may be of either family.
  return anyFamily
    ? fill(spec, { ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv4', 'IPv6'] })
    : fill(spec, { ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv4'] });
}

/** clusterIP and clusterIPs say the same. Source: kubernetes v1.32 pkg/registry/core/service/storage, normalizeClusterIPs. */
function withBothAddresses(spec: ServiceSpec, old: ServiceSpec | undefined): ServiceSpec {
  if (old === undefined) {
    if (spec.clusterIP && !spec.clusterIPs?.length) return { ...spec, clusterIPs: [spec.clusterIP] };
    return spec;
  }
  if (spec.clusterIP === old.clusterIP) return spec;
  if (!spec.clusterIP && spec.clusterIPs?.[0] === old.clusterIPs?.[0]) return withField(spec, 'clusterIPs', undefined as never);
  return spec.clusterIP && spec.clusterIPs?.[0] === old.clusterIPs?.[0] ? { ...spec, clusterIPs: [spec.clusterIP] } : spec;
}

/** Keeps what was allocated and drops what the new type has no use for. Source: kubernetes v1.32 pkg/registry/core/service/strategy.go, PrepareForUpdate. */
export function prepareServiceUpdate(service: Typed<Service>, old: Typed<Service>): Typed<Service> {
  const before = old.spec;
  const kept = withField(service, 'status', old.status);
  if (before === undefined || service.spec === before) return kept;
  return changeField(kept, 'spec', (spec) => dropUnused(keepAllocated(withBothAddresses(spec, before), before), before));
}

function keepAllocated(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  let result = spec;
  if (needsClusterIP(old) && needsClusterIP(spec)) {
    if (!result.clusterIP) result = withField(result, 'clusterIP', old.clusterIP);
    if (!result.clusterIPs?.length && result.clusterIP === old.clusterIP) result = withField(result, 'clusterIPs', old.clusterIPs);
    result = fill(result, { ipFamilies: old.ipFamilies, ipFamilyPolicy: old.ipFamilyPolicy });
  }
  if (needsNodePort(old) && needsNodePort(spec)) result = keepNodePorts(result, old);
  return result;
}

function portKey(port: ServicePort): string {
  return `${port.protocol}/${port.port}`;
}

function keepNodePorts(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  const given = new Map((old.ports ?? []).map((port) => [portKey(port), port.nodePort]));
  const used = new Set((spec.ports ?? []).map((port) => port.nodePort).filter((port) => port));
  return changeField(spec, 'ports', (ports) => mapSame(ports, (port) => {
    const before = given.get(portKey(port));
    return port.nodePort || !before || used.has(before) ? port : { ...port, nodePort: before };
  }));
}

function dropUnused(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  let result = spec;
  if (needsClusterIP(old) && !needsClusterIP(spec)) {
    for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy'] as const) result = without(result, old, field);
  }
  if (needsNodePort(old) && !needsNodePort(spec)) result = dropNodePorts(result, old);
  if (isExternallyAccessible(old) && !isExternallyAccessible(spec)) result = without(result, old, 'externalTrafficPolicy');
  if (old.type === 'LoadBalancer' && spec.type !== 'LoadBalancer') {
    for (const field of ['allocateLoadBalancerNodePorts', 'loadBalancerClass', 'healthCheckNodePort'] as const) result = without(result, old, field);
  }
  return old.type === 'ExternalName' && spec.type !== 'ExternalName' ? without(result, old, 'externalName') : result;
}

/** Drops a field the client left as it was. */
function without<K extends keyof ServiceSpec>(spec: ServiceSpec, old: ServiceSpec, field: K): ServiceSpec {
  return JSON.stringify(spec[field]) === JSON.stringify(old[field]) ? withField(spec, field, undefined as ServiceSpec[K]) : spec;
}

function dropNodePorts(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  const before = new Set((old.ports ?? []).map((port) => port.nodePort));
  return changeField(spec, 'ports', (ports) => mapSame(ports, (port) => (port.nodePort && before.has(port.nodePort) ? withField(port, 'nodePort', undefined as never) : port)));
}
