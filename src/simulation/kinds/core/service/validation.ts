import type { Service, ServicePort, ServiceSpec } from 'kubernetes-types/core/v1.d.ts';
import { duplicate, forbidden, goText, invalid, notSupported, path, required } from '../../../apimachinery/field.ts';
import type { FieldError, Path } from '../../../apimachinery/field.ts';
import { quote } from '../../../apimachinery/go-format.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { validateLabels } from '../../../apimachinery/object-meta.ts';
import { isDNS1123Label, isDNS1123Subdomain, isQualifiedName, isValidCIDR, isValidIP, isValidPortNum } from '../../../apimachinery/validation.ts';
import { specialAddressErrors } from '../../special-address.ts';
import { invalidFor, oneOf, portNumberOrName } from '../../values.ts';
import { isExternallyAccessible } from './defaults.ts';
import { isHeadless, needsClusterIP } from './preparation.ts';

const at = path('spec');
const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

/** Source: kubernetes v1.32 pkg/apis/core/validation, ValidateService. */
export function validateService(service: Typed<Service>): FieldError[] {
  const spec = service.spec ?? {};
  const errors: FieldError[] = [];
  if (!spec.ports?.length && !isHeadless(spec) && spec.type !== 'ExternalName') errors.push(required(at.child('ports'), ''));
  errors.push(...validateByType(spec), ...validatePorts(spec.ports ?? []));
  errors.push(...validateLabels(spec.selector, at.child('selector')), ...validateAffinity(spec), ...validateAddresses(spec));
  for (const [i, ip] of (spec.externalIPs ?? []).entries()) {
    const messages = isValidIP(ip);
    errors.push(...invalidFor(at.child('externalIPs').index(i), ip, messages));
    if (messages.length === 0) errors.push(...specialAddressErrors(ip, at.child('externalIPs').index(i)));
  }
  errors.push(...(spec.type ? oneOf(spec.type, types, at.child('type')) : [required(at.child('type'), '')]));
  errors.push(...validateNodePorts(spec), ...validateDuplicates(spec.ports ?? []), ...validateForBalancers(spec), ...validatePolicies(spec));
  return errors;
}

function validateByType(spec: ServiceSpec): FieldError[] {
  const firstAddress = at.child('clusterIPs').index(0);
  switch (spec.type) {
    case 'LoadBalancer': return isHeadless(spec) ? [invalid(firstAddress, 'None', "may not be set to 'None' for LoadBalancer services")] : [];
    case 'NodePort': return isHeadless(spec) ? [invalid(firstAddress, 'None', "may not be set to 'None' for NodePort services")] : [];
    case 'ExternalName': return validateExternalName(spec);
    default: return [];
  }
}

function validateExternalName(spec: ServiceSpec): FieldError[] {
  const errors: FieldError[] = [];
  for (const field of ['clusterIPs', 'ipFamilies'] as const) {
    if (spec[field]?.length) errors.push(forbidden(at.child(field), 'may not be set for ExternalName services'));
  }
  if (spec.ipFamilyPolicy) errors.push(forbidden(at.child('ipFamilyPolicy'), 'may not be set for ExternalName services'));
  const name = (spec.externalName ?? '').replace(/\.$/, '');
  if (name === '') errors.push(required(at.child('externalName'), ''));
  else errors.push(...invalidFor(at.child('externalName'), name, isDNS1123Subdomain(name)));
  return errors;
}

function validatePorts(ports: readonly ServicePort[]): FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  for (const [i, port] of ports.entries()) {
    const place = at.child('ports').index(i);
    if (port.name) {
      errors.push(...invalidFor(place.child('name'), port.name, isDNS1123Label(port.name)));
      if (names.has(port.name)) errors.push(duplicate(place.child('name'), port.name));
      names.add(port.name);
    } else if (ports.length > 1) errors.push(required(place.child('name'), ''));
    errors.push(...invalidFor(place.child('port'), port.port ?? 0, isValidPortNum(port.port ?? 0)));
    errors.push(...(port.protocol ? oneOf(port.protocol, ['SCTP', 'TCP', 'UDP'], place.child('protocol')) : [required(place.child('protocol'), '')]));
    errors.push(...portNumberOrName(port.targetPort, place.child('targetPort')));
    if (port.appProtocol) errors.push(...invalidFor(place.child('appProtocol'), port.appProtocol, isQualifiedName(port.appProtocol)));
  }
  return errors;
}

const maxStickySeconds = 86_400;

function validateAffinity(spec: ServiceSpec): FieldError[] {
  const place = at.child('sessionAffinity');
  const errors = spec.sessionAffinity ? oneOf(spec.sessionAffinity, ['ClientIP', 'None'], place) : [required(place, '')];
  const config = at.child('sessionAffinityConfig');
  if (spec.sessionAffinity === 'ClientIP') {
    const seconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds;
    const field = config.child('clientIP', 'timeoutSeconds');
    if (seconds == null) errors.push(required(field, 'when session affinity type is ClientIP'));
    else if (seconds <= 0 || seconds > maxStickySeconds) errors.push(invalid(field, seconds, `must be greater than 0 and less than ${maxStickySeconds}`));
  } else if (spec.sessionAffinityConfig) errors.push(forbidden(config, 'must not be set when session affinity is None'));
  return errors;
}

/** Source: kubernetes v1.32 pkg/apis/core/validation, ValidateServiceClusterIPsRelatedFields. */
function validateAddresses(spec: ServiceSpec): FieldError[] {
  if (spec.type === 'ExternalName') return [];
  const place = at.child('clusterIPs');
  const addresses = spec.clusterIPs ?? [];
  const errors: FieldError[] = [];
  if (spec.clusterIP && addresses[0] !== spec.clusterIP) {
    errors.push(invalid(place, addresses, 'first value must match `clusterIP`'));
  } else if (!spec.clusterIP && addresses.length > 0) errors.push(invalid(place, addresses, 'must be empty when `clusterIP` is not specified'));
  for (const [i, family] of (spec.ipFamilies ?? []).entries()) errors.push(...oneOf(family, ['IPv4', 'IPv6'], at.child('ipFamilies').index(i)));
  if (spec.ipFamilyPolicy) errors.push(...oneOf(spec.ipFamilyPolicy, ['PreferDualStack', 'RequireDualStack', 'SingleStack'], at.child('ipFamilyPolicy')));
  for (const [i, address] of addresses.entries()) {
    if (address === 'None' && i === 0 && addresses.length > 1) errors.push(invalid(place, addresses, "'None' must be the first and only value"));
    if (address !== 'None' && address !== '') errors.push(...invalidFor(place.index(i), address, isValidIP(address)));
  }
  return errors;
}

function validateNodePorts(spec: ServiceSpec): FieldError[] {
  if (spec.type !== 'ClusterIP') return [];
  return (spec.ports ?? []).flatMap((port, i) => port.nodePort
    ? [forbidden(at.child('ports').index(i).child('nodePort'), "may not be used when `type` is 'ClusterIP'")] : []);
}

function validateDuplicates(ports: readonly ServicePort[]): FieldError[] {
  const errors: FieldError[] = [];
  const nodePorts = new Set<string>();
  const pairs = new Set<string>();
  for (const [i, port] of ports.entries()) {
    const nodePort = `${port.protocol}/${port.nodePort}`;
    if (port.nodePort && nodePorts.has(nodePort)) errors.push(duplicate(at.child('ports').index(i).child('nodePort'), port.nodePort));
    nodePorts.add(nodePort);
  }
  for (const [i, port] of ports.entries()) {
    const pair = `${port.protocol}/${port.port}`;
    if (pairs.has(pair)) errors.push(duplicate(at.child('ports').index(i), goText(goPort(port))));
    pairs.add(pair);
  }
  return errors;
}

function goPort(port: ServicePort): string {
  return `core.ServicePort{Name:"", Protocol:${quote(port.protocol ?? '')}, AppProtocol:(*string)(nil), Port:${port.port}, `
    + 'TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:""}, NodePort:0}';
}

const onlyBalancers = "may only be used when `type` is 'LoadBalancer'";

function validateForBalancers(spec: ServiceSpec): FieldError[] {
  if (spec.type === 'LoadBalancer') {
    return (spec.loadBalancerSourceRanges ?? []).flatMap((range, i) => invalidFor(at.child('LoadBalancerSourceRanges').index(i), range.trim(), isValidCIDR(range.trim())));
  }
  const errors: FieldError[] = [];
  if (spec.loadBalancerSourceRanges?.length) errors.push(forbidden(at.child('LoadBalancerSourceRanges'), onlyBalancers));
  if (spec.allocateLoadBalancerNodePorts != null) errors.push(forbidden(at.child('allocateLoadBalancerNodePorts'), onlyBalancers));
  if (spec.loadBalancerClass != null) errors.push(forbidden(at.child('loadBalancerClass'), onlyBalancers));
  return errors;
}

function validatePolicies(spec: ServiceSpec): FieldError[] {
  const errors: FieldError[] = [];
  const external = at.child('externalTrafficPolicy');
  if (!isExternallyAccessible(spec)) {
    if (spec.externalTrafficPolicy) errors.push(invalid(external, spec.externalTrafficPolicy, 'may only be set for externally-accessible services'));
  } else errors.push(...(spec.externalTrafficPolicy ? oneOf(spec.externalTrafficPolicy, ['Cluster', 'Local'], external) : [required(external, '')]));
  if (needsClusterIP(spec) && spec.internalTrafficPolicy == null) errors.push(required(at.child('internalTrafficPolicy'), ''));
  const distribution = spec.trafficDistribution;
  if (distribution != null && distribution !== 'PreferClose') errors.push(notSupported(at.child('trafficDistribution'), distribution, ['PreferClose']));
  if (spec.internalTrafficPolicy != null) errors.push(...oneOf(spec.internalTrafficPolicy, ['Cluster', 'Local'], at.child('internalTrafficPolicy')));
  return errors;
}

/** Source: kubernetes v1.32 pkg/apis/core/validation, ValidateServiceUpdate. */
export function validateServiceUpdate(service: Typed<Service>, old: Typed<Service>): FieldError[] {
  return [...validateKeptAddress(service.spec, old.spec, at.child('clusterIPs')), ...validateService(service)];
}

function validateKeptAddress(spec: ServiceSpec | undefined, old: ServiceSpec | undefined, place: Path): FieldError[] {
  if (!needsClusterIP(spec) || !needsClusterIP(old)) return [];
  const [now, before] = [spec?.clusterIPs ?? [], old?.clusterIPs ?? []];
  if (before.length === 0 || now[0] === before[0]) return [];
  return now.length === 0
    ? [invalid(place.index(0), now, 'primary clusterIP can not be unset')]
    : [invalid(place.index(0), now, 'may not change once set')];
}
