import type { Pod, PodSpec } from 'kubernetes-types/core/v1.d.ts';
import { forbidden, invalid, path, required } from '../../../apimachinery/field.ts';
import type { FieldError, Path } from '../../../apimachinery/field.ts';
import { validateLabels } from '../../../apimachinery/object-meta.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { isDNS1123Label, isDNS1123Subdomain, isValidIP } from '../../../apimachinery/validation.ts';
import { invalidFor, oneOf, sortedKeys } from '../../values.ts';
import { validateQuantity, validateResourceName } from '../resource-validation.ts';
import { validateAllContainers, validateImagesOfPod } from './validate-containers.ts';
import { validateAffinity, validateGatedNode, validateGates, validateSpread, validateTolerations } from './validate-scheduling.ts';
import { validateHostNetwork, validatePodSecurity } from './validate-security.ts';
import { validateVolumes } from './validate-volumes.ts';

// A thousand replicas share one spec: what was found in order once need not be looked at again.
const knownGood = new WeakSet<PodSpec>();

/** A new pod. Source: kubernetes v1.32 pkg/apis/core/validation, ValidatePodCreate. */
export function validatePod(pod: Typed<Pod>): readonly FieldError[] {
  const spec = pod.spec ?? { containers: [] };
  const errors = validateSpecOfPod(spec);
  const gated = validateGatedNode(spec, at);
  if (!spec.ephemeralContainers?.length && gated.length === 0) return errors;
  const ephemeral = spec.ephemeralContainers?.length ? [forbidden(at.child('ephemeralContainers'), 'cannot be set on create')] : [];
  return [...errors, ...ephemeral, ...gated];
}

const at = path('spec');
const fine: readonly FieldError[] = [];

/** What must hold for a pod's spec, new or changed. Source: kubernetes v1.32 pkg/apis/core/validation, validatePodMetadataAndSpec. */
export function validateSpecOfPod(spec: PodSpec): readonly FieldError[] {
  if (knownGood.has(spec)) return fine;
  const errors = [
    ...validatePodSpec(spec, at, true), ...validateTokens(spec, at.child('volumes')),
    ...validateImagesOfPod(spec.containers, at.child('containers')), ...validateImagesOfPod(spec.initContainers, at.child('initContainers')),
  ];
  if (errors.length === 0) knownGood.add(spec);
  return errors;
}

/** The spec of a pod or of a template, with its defaults in place. Source: kubernetes v1.32 pkg/apis/core/validation, ValidatePodSpec. */
export function validatePodSpec(spec: PodSpec, at: Path, isPod = false): FieldError[] {
  return [
    ...validateVolumes(spec.volumes, at.child('volumes')),
    ...validateAllContainers(spec, at),
    ...validateHostNetwork(spec, at.child('containers'), isPod),
    ...oneOf(spec.restartPolicy, ['Always', 'OnFailure', 'Never'], at.child('restartPolicy')),
    ...oneOf(spec.dnsPolicy, dnsPolicies, at.child('dnsPolicy')),
    ...validateLabels(spec.nodeSelector, at.child('nodeSelector')),
    ...validatePodSecurity(spec, at),
    ...validateAffinity(spec.affinity, at.child('affinity')),
    ...validateDnsConfig(spec, at.child('dnsConfig')),
    ...validateGates(spec, at),
    ...validateSpread(spec.topologySpreadConstraints, at.child('topologySpreadConstraints')),
    ...validateNames(spec, at),
    ...validateTolerations(spec.tolerations, at.child('tolerations')),
    ...validateHostAliases(spec, at.child('hostAliases')),
    ...validateOverhead(spec, at.child('overhead')),
  ];
}

const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

/** Source: kubernetes v1.32 pkg/apis/core/validation, validatePodDNSConfig. */
function validateDnsConfig(spec: PodSpec, at: Path): FieldError[] {
  const config = spec.dnsConfig;
  if (spec.dnsPolicy === 'None' && !config) return [required(at, 'must provide `dnsConfig` when `dnsPolicy` is None')];
  const { nameservers = [], searches = [], options = [] } = config ?? {};
  const place = at.child('nameservers');
  if (spec.dnsPolicy === 'None' && nameservers.length === 0) return [required(place, 'must provide at least one DNS nameserver when `dnsPolicy` is None')];
  const errors = nameservers.length > 3 ? [invalid(place, nameservers, 'must not have more than 3 nameservers')] : [];
  for (const [i, server] of nameservers.entries()) errors.push(...invalidFor(place.index(i), server, isValidIP(server)));
  if (searches.length > 32) errors.push(invalid(at.child('searches'), searches, 'must not have more than 32 search paths'));
  for (const [i, search] of searches.entries()) errors.push(...invalidFor(at.child('searches').index(i), search, isDNS1123Subdomain(search.replace(/\.$/, ''))));
  for (const [i, option] of options.entries()) if (!option.name) errors.push(required(at.child('options').index(i), 'must not be empty'));
  return errors;
}

function validateTokens(spec: PodSpec, at: Path): FieldError[] {
  if (spec.serviceAccountName) return [];
  return (spec.volumes ?? []).flatMap((volume, i) => (volume.projected?.sources ?? []).flatMap((source, j) => source.serviceAccountToken
    ? [forbidden(at.index(i).child('projected', 'sources').index(j).child('serviceAccountToken'), 'must not be specified when serviceAccountName is not set')] : []));
}

function validateNames(spec: PodSpec, at: Path): FieldError[] {
  const errors: FieldError[] = [];
  const { serviceAccountName: account, nodeName, activeDeadlineSeconds: deadline } = spec;
  if (account) errors.push(...invalidFor(at.child('serviceAccountName'), account, isDNS1123Subdomain(account)));
  if (nodeName) errors.push(...invalidFor(at.child('nodeName'), nodeName, isDNS1123Subdomain(nodeName)));
  if (deadline != null && (deadline < 1 || deadline > 2_147_483_647)) {
    errors.push(invalid(at.child('activeDeadlineSeconds'), deadline, 'must be between 1 and 2147483647, inclusive'));
  }
  if (spec.hostname) errors.push(...invalidFor(at.child('hostname'), spec.hostname, isDNS1123Label(spec.hostname)));
  if (spec.subdomain) errors.push(...invalidFor(at.child('subdomain'), spec.subdomain, isDNS1123Label(spec.subdomain)));
  const { priorityClassName, runtimeClassName, preemptionPolicy } = spec;
  if (priorityClassName) errors.push(...invalidFor(at.child('priorityClassName'), priorityClassName, isDNS1123Subdomain(priorityClassName)));
  if (runtimeClassName) errors.push(...invalidFor(at.child('runtimeClassName'), runtimeClassName, isDNS1123Subdomain(runtimeClassName)));
  if (preemptionPolicy != null) errors.push(...oneOf(preemptionPolicy, ['PreemptLowerPriority', 'Never'], at.child('preemptionPolicy')));
  return errors;
}

function validateHostAliases(spec: PodSpec, at: Path): FieldError[] {
  return (spec.hostAliases ?? []).flatMap((alias, i) => [
    ...invalidFor(at.index(i).child('ip'), alias.ip ?? '', isValidIP(alias.ip ?? '')),
    ...(alias.hostnames ?? []).flatMap((name, j) => invalidFor(at.index(i).child('hostnames').index(j), name, isDNS1123Subdomain(name))),
  ]);
}

function validateOverhead(spec: PodSpec, at: Path): FieldError[] {
  return sortedKeys(spec.overhead).flatMap((name) => [
    ...validateResourceName(name, at.key(name)),
    ...validateQuantity(name, spec.overhead?.[name] ?? '', at.key(name)),
  ]);
}
