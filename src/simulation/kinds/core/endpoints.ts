import type { Endpoints, EndpointAddress, EndpointPort, EndpointSubset } from 'kubernetes-types/core/v1.d.ts';
import { invalid, path, required } from '../../apimachinery/field.ts';
import type { FieldError, Path } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { isDNS1123Label, isDNS1123Subdomain, isValidIP, isValidPortNum } from '../../apimachinery/validation.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, nameColumn, orNone } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { changeField, fillZero, mapSame } from '../fill.ts';
import { firstThree } from '../more.ts';
import { specialAddressErrors } from '../special-address.ts';
import { invalidFor, oneOf } from '../values.ts';

/** Source: kubernetes v1.32 pkg/registry/core/endpoint/strategy.go; pkg/apis/core/validation, ValidateEndpoints. */
export const endpointsKind = declareKind<Typed<Endpoints>>({
  group: '', version: 'v1', kind: 'Endpoints', resource: 'endpoints', shortNames: ['ep'], categories: [],
  namespaced: true, subresources: [], etcdPrefix: 'services/endpoints',
  default: (endpoints) => changeField(endpoints, 'subsets', (subsets) => mapSame(subsets, (subset) =>
    changeField(subset, 'ports', (ports) => mapSame(ports, (port) => fillZero(port, { protocol: 'TCP' }))))),
  strategy: { validate, validateUpdate: validate, allowCreateOnUpdate: true },
  printer: {
    columns: [nameColumn, column('Endpoints', 'The set of all endpoints is the union of all subsets.'), ageColumn],
    row: (endpoints, nowUs) => [endpoints.metadata.name ?? '', endpointsText(endpoints), ageOf(endpoints.metadata.creationTimestamp, nowUs)],
  },
});

function endpointsText(endpoints: Endpoints): string {
  return orNone(firstThree((endpoints.subsets ?? []).flatMap(subsetTexts)));
}

function subsetTexts(subset: EndpointSubset): string[] {
  const addresses = (subset.addresses ?? []).map((address) => address.ip);
  if (!subset.ports?.length) return addresses;
  return subset.ports.flatMap((port) => addresses.map((ip) => `${ip.includes(':') ? `[${ip}]` : ip}:${port.port}`));
}

function validate(endpoints: Typed<Endpoints>): FieldError[] {
  return (endpoints.subsets ?? []).flatMap((subset, i) => validateSubset(subset, path('subsets').index(i)));
}

function validateSubset(subset: EndpointSubset, at: Path): FieldError[] {
  const errors: FieldError[] = [];
  if (!subset.addresses?.length && !subset.notReadyAddresses?.length) errors.push(required(at, 'must specify `addresses` or `notReadyAddresses`'));
  for (const list of ['addresses', 'notReadyAddresses'] as const) {
    for (const [i, address] of (subset[list] ?? []).entries()) errors.push(...validateAddress(address, at.child(list).index(i)));
  }
  const several = (subset.ports?.length ?? 0) > 1;
  for (const [i, port] of (subset.ports ?? []).entries()) errors.push(...validatePort(port, several, at.child('ports').index(i)));
  return errors;
}

function validateAddress(address: EndpointAddress, at: Path): FieldError[] {
  const messages = isValidIP(address.ip);
  const errors = invalidFor(at.child('ip'), address.ip, messages);
  if (address.hostname) errors.push(...invalidFor(at.child('hostname'), address.hostname, isDNS1123Label(address.hostname)));
  if (address.nodeName) errors.push(...invalidFor(at.child('nodeName'), address.nodeName, isDNS1123Subdomain(address.nodeName)));
  // What is no address is complained about twice, as Kubernetes does.
  if (messages.length > 0) return [...errors, invalid(at.child('ip'), address.ip, 'must be a valid IP address')];
  return [...errors, ...specialAddressErrors(address.ip, at.child('ip'))];
}

function validatePort(port: EndpointPort, nameRequired: boolean, at: Path): FieldError[] {
  const errors = port.name ? invalidFor(at.child('name'), port.name, isDNS1123Label(port.name)) : nameRequired ? [required(at.child('name'), '')] : [];
  errors.push(...invalidFor(at.child('port'), port.port, isValidPortNum(port.port)));
  return [...errors, ...(port.protocol ? oneOf(port.protocol, ['SCTP', 'TCP', 'UDP'], at.child('protocol')) : [required(at.child('protocol'), '')])];
}
