import type { EndpointSlice } from 'kubernetes-types/discovery/v1.d.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, nameColumn } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { changeField, fill, mapSame } from '../fill.ts';
import { firstThree } from '../more.ts';
import { generationOnly } from '../strategies.ts';
import { validateEndpointSlice, validateEndpointSliceUpdate } from './endpoint-slice-validation.ts';

/** Source: kubernetes v1.32 pkg/registry/discovery/endpointslice/strategy.go. */
export const endpointSliceKind = declareKind<Typed<EndpointSlice>>({
  group: 'discovery.k8s.io', version: 'v1', kind: 'EndpointSlice', resource: 'endpointslices', shortNames: [], categories: [],
  namespaced: true, subresources: [], etcdPrefix: 'endpointslices',
  default: defaultSlice,
  strategy: {
    ...generationOnly((slice) => [slice.endpoints, slice.ports, slice.addressType, slice.metadata.labels, slice.metadata.annotations]),
    validate: validateEndpointSlice,
    validateUpdate: validateEndpointSliceUpdate,
  },
  printer: {
    columns: [
      nameColumn,
      column('AddressType', 'addressType specifies the type of address carried by this EndpointSlice.'),
      column('Ports', 'ports specifies the list of network ports exposed by each endpoint in this slice.'),
      column('Endpoints', 'endpoints is a list of unique endpoints in this slice.'),
      ageColumn,
    ],
    row: (slice, nowUs) => [
      slice.metadata.name ?? '', slice.addressType, portText(slice) || '<unset>', endpointText(slice) || '<unset>',
      ageOf(slice.metadata.creationTimestamp, nowUs),
    ],
  },
});

/** A slice's list of endpoints is never absent; ports have names, if empty ones, and protocols. Source: kubernetes v1.32 pkg/apis/discovery/v1/defaults.go. */
function defaultSlice(slice: Typed<EndpointSlice>): Typed<EndpointSlice> {
  const filled = fill(slice, { endpoints: [] });
  return changeField(filled, 'ports', (ports) => mapSame(ports, (port) => fill(port, { name: '', protocol: 'TCP' })));
}

function portText(slice: EndpointSlice): string {
  return firstThree((slice.ports ?? []).map((port) => (port.port != null ? String(port.port) : port.name != null ? port.name : '*')));
}

function endpointText(slice: EndpointSlice): string {
  return firstThree((slice.endpoints ?? []).flatMap((endpoint) => endpoint.addresses));
}
