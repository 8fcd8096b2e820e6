import type { Service } from 'kubernetes-types/core/v1.d.ts';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1.d.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { endpointChain, externalChain, serviceChain } from './chain-names.ts';

/** A Service and its slices as they were at the last sync. Objects are frozen and shared. */
export interface SyncedService {
  readonly service: Typed<Service>;
  readonly slices: readonly Typed<EndpointSlice>[];
}

export interface EndpointRule {
  readonly ip: string;
  readonly port: number;
  readonly chain: string;
  /** Chance that a connection that came this far takes this endpoint: 1/n, 1/(n-1) … 1. */
  readonly probability: number;
}

export interface ServicePortRules {
  /** `namespace/name:port`. */
  readonly portName: string;
  readonly protocol: string;
  readonly clusterIP: string;
  readonly port: number;
  readonly nodePort: number;
  readonly chain: string;
  readonly externalChain: string;
  readonly sessionAffinitySeconds: number;
  readonly endpoints: readonly EndpointRule[];
}

/**
 * The rules of one Service: which endpoints, with which chance. Worked out when somebody asks.
 * Source: kubernetes v1.32 pkg/proxy/iptables/proxier.go, syncProxyRules; pkg/proxy/topology.go, CategorizeEndpoints.
 */
export function rulesOf({ service, slices }: SyncedService, nodeName: string): ServicePortRules[] {
  const { namespace, name } = service.metadata;
  const spec = service.spec!;
  if (!spec.clusterIP || spec.clusterIP === 'None') return [];
  return (spec.ports ?? []).map((port) => {
    const protocol = (port.protocol ?? 'TCP').toLowerCase();
    const portName = port.name ? `${namespace}/${name}:${port.name}` : `${namespace}/${name}`;
    const addresses = endpointsOf(slices, port.name ?? '', spec.internalTrafficPolicy === 'Local' ? nodeName : undefined);
    return {
      portName,
      protocol,
      clusterIP: spec.clusterIP!,
      port: port.port,
      nodePort: port.nodePort ?? 0,
      chain: serviceChain(portName, protocol),
      externalChain: externalChain(portName, protocol),
      sessionAffinitySeconds: spec.sessionAffinity === 'ClientIP' ? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800) : 0,
      endpoints: addresses.map(({ ip, port: target }, i) => ({ ip, port: target, chain: endpointChain(portName, protocol, `${ip}:${target}`), probability: 1 / (addresses.length - i) })),
    };
  });
}

interface Address {
  readonly ip: string;
  readonly port: number;
}

/** The ready endpoints, or those that still serve while they end when none is ready; sorted, since the real ones are. */
function endpointsOf(slices: readonly Typed<EndpointSlice>[], portName: string, onlyNode: string | undefined): Address[] {
  const ready: Address[] = [];
  const terminating: Address[] = [];
  for (const slice of slices) {
    const port = slice.ports?.find((candidate) => (candidate.name ?? '') === portName)?.port;
    if (port === undefined) continue;
    for (const { addresses, conditions, nodeName } of slice.endpoints) {
      if (onlyNode !== undefined && nodeName !== onlyNode) continue;
      if (conditions?.ready !== false) ready.push({ ip: addresses[0], port });
      else if (conditions?.serving && conditions.terminating) terminating.push({ ip: addresses[0], port });
    }
  }
  const usable = ready.length > 0 ? ready : terminating;
  return usable.sort((a, b) => (a.ip < b.ip ? -1 : a.ip > b.ip ? 1 : a.port - b.port));
}

const readyCounts = new WeakMap<object, number>();

/** How many endpoints of a slice are ready. Counted once per slice object, which all nodes share. */
export function readyEndpoints(slice: Typed<EndpointSlice>): number {
  let count = readyCounts.get(slice);
  if (count === undefined) {
    count = 0;
    for (const { conditions } of slice.endpoints) if (conditions?.ready !== false) count++;
    readyCounts.set(slice, count);
  }
  return count;
}
