import type { Endpoint, EndpointPort, EndpointSlice } from 'kubernetes-types/discovery/v1.d.ts';
import { duplicate, invalid, path, required, tooMany } from '../../apimachinery/field.ts';
import type { FieldError, Path } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { validateImmutableField } from '../../apimachinery/object-meta.ts';
import { isDNS1123Label, isDNS1123Subdomain, isIPv4, isIPv6, isQualifiedName } from '../../apimachinery/validation.ts';
import { specialAddressErrors } from '../special-address.ts';
import { invalidFor, oneOf } from '../values.ts';

const maxAddresses = 100;
const maxEndpoints = 1000;
const maxPorts = 20_000;

/** Source: kubernetes v1.32 pkg/apis/discovery/validation, ValidateEndpointSlice. */
export function validateEndpointSlice(slice: Typed<EndpointSlice>): FieldError[] {
  const errors = slice.addressType
    ? oneOf(slice.addressType, ['FQDN', 'IPv4', 'IPv6'], path('addressType'))
    : [required(path('addressType'), '')];
  return [...errors, ...validateEndpoints(slice), ...validatePorts(slice.ports, path('ports'))];
}

export function validateEndpointSliceUpdate(slice: Typed<EndpointSlice>, old: Typed<EndpointSlice>): FieldError[] {
  return [...validateEndpointSlice(slice), ...validateImmutableField(slice.addressType, old.addressType, path('addressType'))];
}

// A slice is rewritten for one endpoint at a time: the other ninety-nine are the same objects as before.
const knownGood = new WeakMap<Endpoint, string>();

function validateEndpoints(slice: Typed<EndpointSlice>): FieldError[] {
  const at = path('endpoints');
  const endpoints = slice.endpoints ?? [];
  if (endpoints.length > maxEndpoints) return [tooMany(at, endpoints.length, maxEndpoints)];
  return endpoints.flatMap((endpoint, i) => {
    if (knownGood.get(endpoint) === slice.addressType) return [];
    const errors = validateEndpoint(endpoint, slice.addressType, at.index(i));
    if (errors.length === 0) knownGood.set(endpoint, slice.addressType);
    return errors;
  });
}

function validateEndpoint(endpoint: Endpoint, type: string, at: Path): FieldError[] {
  const place = at.child('addresses');
  const addresses = endpoint.addresses ?? [];
  const errors: FieldError[] = [];
  if (addresses.length === 0) errors.push(required(place, 'must contain at least 1 address'));
  else if (addresses.length > maxAddresses) errors.push(tooMany(place, addresses.length, maxAddresses));
  for (const [i, address] of addresses.entries()) errors.push(...validateAddress(address, type, place.index(i)));
  if (endpoint.nodeName) errors.push(...invalidFor(at.child('nodeName'), endpoint.nodeName, isDNS1123Subdomain(endpoint.nodeName)));
  if (endpoint.hostname) errors.push(...invalidFor(at.child('hostname'), endpoint.hostname, isDNS1123Label(endpoint.hostname)));
  return errors;
}

function validateAddress(address: string, type: string, at: Path): FieldError[] {
  switch (type) {
    case 'IPv4': return isIPv4(address) ? specialAddressErrors(address, at) : [invalid(at, address, 'must be a valid IPv4 address')];
    case 'IPv6': return isIPv6(address) ? specialAddressErrors(address, at) : [invalid(at, address, 'must be a valid IPv6 address')];
    case 'FQDN': return invalidFor(at, address, isDNS1123Subdomain(address));
    default: return [];
  }
}

function validatePorts(ports: readonly EndpointPort[] | undefined | null, at: Path): FieldError[] {
  const list = ports ?? [];
  if (list.length > maxPorts) return [tooMany(at, list.length, maxPorts)];
  const errors: FieldError[] = [];
  const names = new Set<string>();
  for (const [i, port] of list.entries()) {
    const place = at.index(i);
    const name = port.name ?? '';
    if (name !== '') errors.push(...invalidFor(place.child('name'), name, isDNS1123Label(name)));
    if (names.has(name)) errors.push(duplicate(place.child('name'), name));
    names.add(name);
    errors.push(...oneOf(port.protocol, ['SCTP', 'TCP', 'UDP'], place.child('protocol')));
    if (port.appProtocol) errors.push(...invalidFor(place.child('appProtocol'), port.appProtocol, isQualifiedName(port.appProtocol)));
  }
  return errors;
}
