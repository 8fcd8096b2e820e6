import type { HTTPIngressPath, Ingress, IngressBackend } from 'kubernetes-types/networking/v1.d.ts';
import { invalid, path, required } from '../../apimachinery/field.ts';
import type { FieldError, Path } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { isDNS1035Label, isDNS1123Subdomain, isIPv4, isIPv6, isValidPortName, isValidPortNum, isWildcardDNS1123Subdomain } from '../../apimachinery/validation.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, nameColumn, orNone } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { fill } from '../fill.ts';
import { specAndStatus } from '../strategies.ts';
import { invalidFor, oneOf } from '../values.ts';

/** Source: kubernetes v1.32 pkg/registry/networking/ingress/strategy.go; pkg/printers/internalversion/printers.go, printIngress. */
export const ingressKind = declareKind<Typed<Ingress>>({
  group: 'networking.k8s.io', version: 'v1', kind: 'Ingress', resource: 'ingresses', shortNames: ['ing'], categories: [],
  namespaced: true, subresources: ['status'], etcdPrefix: 'ingress',
  default: (ingress) => fill(ingress, { status: { loadBalancer: {} } }),
  strategy: {
    ...specAndStatus(),
    prepareForCreate: (ingress) => ({ ...ingress, status: { loadBalancer: {} }, metadata: { ...ingress.metadata, generation: 1 } }),
    validate, validateUpdate: validate,
  },
  printer: {
    columns: [
      nameColumn, column('Class', 'The name of the IngressClass resource that should be used for additional configuration'),
      column('Hosts', 'Hosts that incoming requests are matched against before the ingress rule'),
      column('Address', 'Address is a list containing ingress points for the load-balancer'),
      column('Ports', 'Ports of TLS configurations that open'), ageColumn,
    ],
    row: ({ metadata, spec, status }, nowUs) => [
      metadata.name ?? '', orNone(spec?.ingressClassName ?? metadata.annotations?.['kubernetes.io/ingress.class']), hostText(spec),
      (status?.loadBalancer?.ingress ?? []).map((point) => point.ip || point.hostname || '').filter((text) => text !== '').join(','),
      spec?.tls?.length ? '80, 443' : '80', ageOf(metadata.creationTimestamp, nowUs),
    ],
  },
});

function hostText(spec: Ingress['spec']): string {
  const hosts = (spec?.rules ?? []).map((rule) => rule.host ?? '').filter((host) => host !== '');
  if (hosts.length === 0) return '*';
  return hosts.length > 3 ? `${hosts.slice(0, 3).join(',')} + ${hosts.length - 3} more...` : hosts.join(',');
}

const at = path('spec');

/** Source: kubernetes v1.32 pkg/apis/networking/validation, validateIngressSpec. */
function validate(ingress: Typed<Ingress>): FieldError[] {
  const spec = ingress.spec ?? {};
  if (!spec.rules?.length && !spec.defaultBackend) return [invalid(at, spec.rules ?? [], 'either `defaultBackend` or `rules` must be specified')];
  const errors = spec.defaultBackend ? validateBackend(spec.defaultBackend, at.child('defaultBackend')) : [];
  for (const [i, rule] of (spec.rules ?? []).entries()) {
    const place = at.child('rules').index(i);
    errors.push(...validateHost(rule.host ?? '', place.child('host')));
    if (rule.http) errors.push(...validatePaths(rule.http.paths ?? [], place.child('http', 'paths')));
  }
  for (const [i, tls] of (spec.tls ?? []).entries()) {
    for (const [j, host] of (tls.hosts ?? []).entries()) errors.push(...hostErrors(host, at.child('tls').index(i).child('hosts').index(j)));
  }
  const name = spec.ingressClassName;
  return name == null ? errors : [...errors, ...invalidFor(at.child('ingressClassName'), name, isDNS1123Subdomain(name))];
}

function validateHost(host: string, place: Path): FieldError[] {
  if (host === '') return [];
  if (isIPv4(host) || isIPv6(host)) return [invalid(place, host, 'must be a DNS name, not an IP address')];
  return hostErrors(host, place);
}

function hostErrors(host: string, place: Path): FieldError[] {
  return invalidFor(place, host, host.includes('*') ? isWildcardDNS1123Subdomain(host) : isDNS1123Subdomain(host));
}

function validatePaths(paths: readonly HTTPIngressPath[], place: Path): FieldError[] {
  if (paths.length === 0) return [required(place, '')];
  return paths.flatMap((entry, i) => [...validatePath(entry, place.index(i)), ...validateBackend(entry.backend ?? {}, place.index(i).child('backend'))]);
}

const types = ['Exact', 'ImplementationSpecific', 'Prefix'];
const forbiddenSequences = ['//', '/./', '/../', '%2f', '%2F'];

function validatePath(entry: HTTPIngressPath, place: Path): FieldError[] {
  if (!entry.pathType) return [required(place.child('pathType'), 'pathType must be specified')];
  const text = entry.path ?? '';
  const at = place.child('path');
  if (entry.pathType === 'ImplementationSpecific') {
    return text !== '' && !text.startsWith('/') ? [invalid(at, text, 'must be an absolute path')] : [];
  }
  if (!types.includes(entry.pathType)) return oneOf(entry.pathType, types, place.child('pathType'));
  const errors = text.startsWith('/') ? [] : [invalid(at, text, 'must be an absolute path')];
  for (const sequence of forbiddenSequences) if (text.includes(sequence)) errors.push(invalid(at, text, `must not contain '${sequence}'`));
  for (const suffix of ['/..', '/.']) if (text.endsWith(suffix)) errors.push(invalid(at, text, `cannot end with '${suffix}'`));
  return errors;
}

function validateBackend(backend: IngressBackend, place: Path): FieldError[] {
  const { service, resource } = backend;
  if (resource && service) return [invalid(place, '', 'cannot set both resource and service backends')];
  if (resource) return [];
  if (!service) return [required(place, 'resource or service backend is required')];
  const name = place.child('service', 'name');
  const errors = service.name ? invalidFor(name, service.name, isDNS1035Label(service.name)) : [required(name, '')];
  const { name: portName, number } = service.port ?? {};
  if (portName && number) errors.push(invalid(place, '', 'cannot set both port name & port number'));
  else if (portName) errors.push(...invalidFor(place.child('service', 'port', 'name'), portName, isValidPortName(portName)));
  else if (number) errors.push(...invalidFor(place.child('service', 'port', 'number'), number, isValidPortNum(number)));
  else errors.push(required(place, 'port name or number is required'));
  return errors;
}

