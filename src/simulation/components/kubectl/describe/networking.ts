import type { KubeObject } from '../../../apimachinery/meta.ts';
import { selectorFromLabelSelector } from '../../../apimachinery/labels.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { builtIn } from '../arguments/mapping.ts';
import type { Session } from '../session.ts';
import type { DescribeContext } from './describer.ts';
import { describeEvents } from './events.ts';
import type { Lines } from './lines.ts';

interface Backend {
  readonly service?: { readonly name: string; readonly port?: { readonly name?: string; readonly number?: number } };
}

interface Rule {
  readonly host?: string;
  readonly http?: { readonly paths: readonly { readonly path?: string; readonly backend: Backend }[] };
}

/** Source: kubectl describe, describeIngressV1. */
export function* describeIngress(session: Session, object: KubeObject, lines: Lines, { showEvents }: DescribeContext): Process<void> {
  const { metadata, spec, status } = object;
  lines.line(`Name:\t${metadata.name}`);
  lines.labels(0, metadata.labels);
  lines.line(`Namespace:\t${metadata.namespace}`);
  const addresses = ((status?.loadBalancer?.ingress ?? []) as readonly { ip?: string; hostname?: string }[]).map(({ ip, hostname }) => ip ?? hostname ?? '');
  lines.line(`Address:\t${addresses.join(',')}`);
  lines.line(`Ingress Class:\t${spec.ingressClassName ?? '<none>'}`);
  const fallback = spec.defaultBackend as Backend | undefined;
  lines.line(`Default backend:\t${fallback ? yield* backendText(session, metadata.namespace!, fallback) : '<default>'}`);
  if (spec.tls?.length > 0) {
    lines.line('TLS:');
    for (const { secretName, hosts } of spec.tls as readonly { secretName?: string; hosts?: string[] }[]) {
      lines.at(1, secretName ? `${secretName} terminates ${(hosts ?? []).join(',')}` : `SNI routes ${(hosts ?? []).join(',')}`);
    }
  }
  lines.line('Rules:\n  Host\tPath\tBackends');
  lines.at(1, '----\t----\t--------');
  for (const rule of (spec.rules ?? []) as readonly Rule[]) yield* describeRule(session, metadata.namespace!, rule, lines);
  if (!spec.rules?.length) lines.at(1, `*\t*\t${fallback ? yield* backendText(session, metadata.namespace!, fallback) : '<default>'}`);
  lines.annotations(metadata.annotations);
  if (showEvents) yield* describeEvents(session, object, lines);
}

function* describeRule(session: Session, namespace: string, rule: Rule, lines: Lines): Process<void> {
  if (!rule.http) return;
  lines.at(1, `${rule.host || '*'}\t`);
  for (const { path, backend } of rule.http.paths) lines.at(1, `\t${path ?? ''} \t${yield* backendText(session, namespace, backend)}`);
}

function* backendText(session: Session, namespace: string, { service }: Backend): Process<string> {
  if (!service) return '<unknown>';
  const port = service.port?.name ?? String(service.port?.number ?? '');
  const found = yield* session.get(builtIn('', 'services'), namespace, service.name);
  const place = `${service.name}:${port}`;
  if (isStatusFailure(found)) return `${place} (<error: ${found.message}>)`;
  const wanted = ((found as KubeObject).spec.ports as readonly { name?: string; port: number }[] | undefined)?.find((one) => one.name === service.port?.name || one.port === service.port?.number);
  const slices = yield* session.list(builtIn('discovery.k8s.io', 'endpointslices'), namespace, { labelSelector: `kubernetes.io/service-name=${service.name}` });
  const addresses = isStatusFailure(slices) ? [] : (slices as readonly KubeObject[]).flatMap((slice) => addressesOf(slice, wanted?.name ?? ''));
  const shown = addresses.slice(0, 3).join(',');
  return `${place} (${addresses.length > 3 ? `${shown} + ${addresses.length - 3} more...` : shown})`;
}

function addressesOf(slice: KubeObject, portName: string): string[] {
  const port = (slice.ports as readonly { name?: string; port: number }[] | undefined)?.find((one) => (one.name ?? '') === portName);
  const ready = ((slice.endpoints ?? []) as readonly { addresses: string[]; conditions?: { ready?: boolean } }[]).filter(({ conditions }) => conditions?.ready !== false);
  return port ? ready.map(({ addresses }) => `${addresses[0]}:${port.port}`) : [];
}

interface Peer {
  readonly podSelector?: object;
  readonly namespaceSelector?: object;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface PolicyRule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port?: number | string; readonly protocol?: string }[];
}

/** Source: kubectl describe, describeNetworkPolicy. */
export function* describeNetworkPolicy(_session: Session, object: KubeObject, lines: Lines): Process<void> {
  const { metadata, spec } = object;
  lines.line(`Name:\t${metadata.name}`);
  lines.line(`Namespace:\t${metadata.namespace}`);
  lines.line(`Created on:\t${(metadata.creationTimestamp ?? '').replace('T', ' ').replace('Z', ' +0000 UTC')}`);
  lines.labels(0, metadata.labels);
  lines.annotations(metadata.annotations);
  const selector = selectorFromLabelSelector(spec.podSelector).toString();
  lines.line('Spec:');
  lines.at(1, `PodSelector: ${selector === '' ? '    <none> (Allowing the specific traffic to all pods in this namespace)' : `    ${selector}`}`);
  const types = (spec.policyTypes ?? []) as readonly string[];
  if (types.includes('Ingress')) describeDirection('ingress', 'From', spec.ingress, lines);
  else lines.at(1, 'Not affecting ingress traffic');
  if (types.includes('Egress')) describeDirection('egress', 'To', spec.egress, lines);
  else lines.at(1, 'Not affecting egress traffic');
  lines.at(1, `Policy Types: ${types.join(', ')}`);
}

function describeDirection(direction: string, word: 'From' | 'To', rules: readonly PolicyRule[] | undefined, lines: Lines): void {
  lines.at(1, `Allowing ${direction} traffic:`);
  if (!rules || rules.length === 0) return lines.at(2, `<none> (Selected pods are isolated for ${direction} connectivity)`);
  rules.forEach((rule, i) => {
    if (!rule.ports?.length) lines.at(2, 'To Port: <any> (traffic allowed to all ports)');
    for (const port of rule.ports ?? []) lines.at(2, `To Port: ${port.port ?? ''}/${port.protocol ?? 'TCP'}`);
    const peers = (word === 'From' ? rule.from : rule.to) ?? [];
    if (peers.length === 0) lines.at(2, `${word}: <any> (traffic not restricted by ${word === 'From' ? 'source' : 'destination'})`);
    for (const peer of peers) describePeer(word, peer, lines);
    if (i < rules.length - 1) lines.at(2, '----------');
  });
}

function describePeer(word: string, peer: Peer, lines: Lines): void {
  lines.at(2, `${word}:`);
  if (peer.ipBlock) {
    lines.at(3, 'IPBlock:');
    lines.at(4, `CIDR: ${peer.ipBlock.cidr}`);
    lines.at(4, `Except: ${(peer.ipBlock.except ?? []).join(', ')}`);
    return;
  }
  const text = (selector: object): string => selectorFromLabelSelector(selector).toString() || '<none>';
  if (peer.namespaceSelector) lines.at(3, `NamespaceSelector: ${text(peer.namespaceSelector)}`);
  if (peer.podSelector) lines.at(3, `PodSelector: ${text(peer.podSelector)}`);
}
