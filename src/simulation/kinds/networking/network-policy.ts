import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec } from 'kubernetes-types/networking/v1.d.ts';
import { forbidden, invalid, path, required } from '../../apimachinery/field.ts';
import type { FieldError, Path } from '../../apimachinery/field.ts';
import { validateLabelSelector } from '../../apimachinery/label-selector-validation.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { isValidCIDR, isValidPortName, isValidPortNum } from '../../apimachinery/validation.ts';
import { ageOf } from '../age.ts';
import { ageColumn, column, nameColumn } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { changeField, fill, mapSame } from '../fill.ts';
import { selectorText } from '../label-validation.ts';
import { generationOnly } from '../strategies.ts';
import { invalidFor, oneOf } from '../values.ts';
import { isInside } from './cidr.ts';

/** Source: kubernetes v1.32 pkg/registry/networking/networkpolicy/strategy.go. */
export const networkPolicyKind = declareKind<Typed<NetworkPolicy>>({
  group: 'networking.k8s.io', version: 'v1', kind: 'NetworkPolicy', resource: 'networkpolicies', shortNames: ['netpol'], categories: [],
  namespaced: true, subresources: [], etcdPrefix: 'networkpolicies',
  default: (policy) => changeField(policy, 'spec', defaultSpec),
  strategy: { ...generationOnly(), validate, validateUpdate: validate },
  printer: {
    columns: [nameColumn, column('Pod-Selector', 'podSelector selects the pods to which this NetworkPolicy object applies.'), ageColumn],
    row: ({ metadata, spec }, nowUs) => [metadata.name ?? '', selectorText(spec?.podSelector), ageOf(metadata.creationTimestamp, nowUs)],
  },
});

/** Source: kubernetes v1.32 pkg/apis/networking/v1/defaults.go. */
function defaultSpec(spec: NetworkPolicySpec): NetworkPolicySpec {
  const policyTypes = spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress'];
  const result = spec.policyTypes?.length ? spec : { ...spec, policyTypes };
  const defaultPort = (port: NetworkPolicyPort) => fill(port, { protocol: 'TCP' });
  const ingress = changeField(result, 'ingress', (rules) => mapSame(rules, (rule) => changeField(rule, 'ports', (ports) => mapSame(ports, defaultPort))));
  return changeField(ingress, 'egress', (rules) => mapSame(rules, (rule) => changeField(rule, 'ports', (ports) => mapSame(ports, defaultPort))));
}

const at = path('spec');

/** Source: kubernetes v1.32 pkg/apis/networking/validation, ValidateNetworkPolicySpec. */
function validate(policy: Typed<NetworkPolicy>): FieldError[] {
  const spec = policy.spec;
  const errors = validateLabelSelector(spec?.podSelector, at.child('podSelector'));
  for (const [i, rule] of (spec?.ingress ?? []).entries()) errors.push(...validateRule(rule.ports, rule.from, at.child('ingress').index(i), 'from'));
  for (const [i, rule] of (spec?.egress ?? []).entries()) errors.push(...validateRule(rule.ports, rule.to, at.child('egress').index(i), 'to'));
  for (const [i, type] of (spec?.policyTypes ?? []).entries()) errors.push(...oneOf(type, ['Egress', 'Ingress'], at.child('policyTypes').index(i)));
  return errors;
}

function validateRule(ports: readonly NetworkPolicyPort[] | undefined, peers: readonly NetworkPolicyPeer[] | undefined, place: Path, side: string): FieldError[] {
  return [
    ...(ports ?? []).flatMap((port, i) => validatePort(port, place.child('ports').index(i))),
    ...(peers ?? []).flatMap((peer, i) => validatePeer(peer, place.child(side).index(i))),
  ];
}

function validatePort(port: NetworkPolicyPort, place: Path): FieldError[] {
  const errors = port.protocol == null ? [] : oneOf(port.protocol, ['SCTP', 'TCP', 'UDP'], place.child('protocol'));
  if (port.port == null) return port.endPort == null ? errors : [...errors, required(place.child('port'), 'must be specified when `endPort` is specified')];
  errors.push(...invalidFor(place.child('port'), port.port, typeof port.port === 'number' ? isValidPortNum(port.port) : isValidPortName(port.port)));
  if (port.endPort != null && typeof port.port === 'number' && port.endPort < port.port) {
    errors.push(invalid(place.child('endPort'), port.endPort, 'must be greater than or equal to `port`'));
  }
  return errors;
}

function validatePeer(peer: NetworkPolicyPeer, place: Path): FieldError[] {
  const errors = [...validateLabelSelector(peer.podSelector, place.child('podSelector')), ...validateLabelSelector(peer.namespaceSelector, place.child('namespaceSelector'))];
  if (peer.ipBlock) errors.push(...validateBlock(peer.ipBlock, place.child('ipBlock')));
  const others = [peer.podSelector, peer.namespaceSelector].filter((selector) => selector != null).length;
  if (others === 0 && !peer.ipBlock) errors.push(required(place, 'must specify a peer'));
  else if (others > 0 && peer.ipBlock) errors.push(forbidden(place, 'may not specify both ipBlock and another peer'));
  return errors;
}

function validateBlock(block: NonNullable<NetworkPolicyPeer['ipBlock']>, place: Path): FieldError[] {
  if (!block.cidr) return [required(place.child('cidr'), '')];
  const wrong = isValidCIDR(block.cidr);
  if (wrong.length > 0) return invalidFor(place.child('cidr'), block.cidr, wrong);
  return (block.except ?? []).flatMap((except, i) => {
    const here = place.child('except').index(i);
    const messages = isValidCIDR(except);
    if (messages.length > 0) return invalidFor(here, except, messages);
    return isInside(except, block.cidr) ? [] : [invalid(here, except, 'must be a strict subset of `cidr`')];
  });
}
