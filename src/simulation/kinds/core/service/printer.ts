import type { Service } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { ageOf } from '../../age.ts';
import { ageColumn, column, labelText, nameColumn, orNone, wideColumn } from '../../columns.ts';
import type { Printer } from '../../kind.ts';

/** Source: kubernetes v1.32 pkg/printers/internalversion/printers.go, printService. */
export const servicePrinter: Printer<Typed<Service>> = {
  columns: [
    nameColumn,
    column('Type', 'type determines how the Service is exposed.'),
    column('Cluster-IP', 'clusterIP is the IP address of the service and is usually assigned randomly.'),
    column('External-IP', 'externalIPs is a list of IP addresses for which nodes in the cluster will also accept traffic for this service.'),
    column('Port(s)', 'The list of ports that are exposed by this service.'),
    ageColumn,
    wideColumn('Selector', 'Route service traffic to pods with label keys and values matching this selector.'),
  ],
  row: (service, nowUs) => [
    service.metadata.name ?? '', service.spec?.type ?? '', orNone(service.spec?.clusterIPs?.[0] ?? service.spec?.clusterIP),
    externalIpText(service), portText(service), ageOf(service.metadata.creationTimestamp, nowUs), labelText(service.spec?.selector),
  ],
};

function externalIpText(service: Service): string {
  const external = service.spec?.externalIPs ?? [];
  switch (service.spec?.type) {
    case 'ExternalName': return service.spec.externalName ?? '';
    case 'LoadBalancer': return [...balancerAddresses(service), ...external].join(',') || '<pending>';
    default: return orNone(external.join(','));
  }
}

function balancerAddresses(service: Service): string[] {
  const addresses = (service.status?.loadBalancer?.ingress ?? []).map((ingress) => ingress.ip || ingress.hostname || '').filter((text) => text !== '');
  return [...new Set(addresses)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function portText(service: Service): string {
  const ports = (service.spec?.ports ?? []).map((port) =>
    port.nodePort ? `${port.port}:${port.nodePort}/${port.protocol}` : `${port.port}/${port.protocol}`);
  return orNone(ports.join(','));
}
