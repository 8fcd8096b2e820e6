import type { Pod, PodSpec } from 'kubernetes-types/core/v1.d.ts'
import { forbidden, invalid, path, required } from '../../../apimachinery/field.ts'
import type { FieldError, Path } from '../../../apimachinery/field.ts'
import { validateLabels } from '../../../apimachinery/object-meta.ts'
import type { Typed } from '../../../apimachinery/meta.ts'
import { isDNS1123Label, isDNS1123Subdomain } from '../../../apimachinery/validation.ts'
import { invalidFor, oneOf, sortedKeys } from '../../values.ts'
import { validateQuantity, validateResourceName } from '../resource-validation.ts'
import { validateAllContainers, validateImagesOfPod } from './validate-containers.ts'
import { validateAffinity, validateGatedNode, validateGates, validateSpread, validateTolerations } from './validate-scheduling.ts'
import { validatePodSecurity } from './validate-security.ts'
import { validateVolumes } from './validate-volumes.ts'

// A thousand replicas share one spec: what was found in order once need not be looked at again.
const knownGood = new WeakSet<PodSpec>()

/** A new pod. Source: kubernetes v1.32 pkg/apis/core/validation, ValidatePodCreate. */
export function validatePod(pod: Typed<Pod>): FieldError[] {
  const spec = pod.spec ?? { containers: [] }
  if (knownGood.has(spec)) return []
  const at = path('spec')
  const errors = validatePodSpec(spec, at)
  errors.push(...validateImagesOfPod(spec.containers, at.child('containers')), ...validateImagesOfPod(spec.initContainers, at.child('initContainers')))
  if (spec.ephemeralContainers?.length) errors.push(forbidden(at.child('ephemeralContainers'), 'cannot be set on create'))
  errors.push(...validateGatedNode(spec, at))
  if (errors.length === 0) knownGood.add(spec)
  return errors
}

/** The spec of a pod or of a template, with its defaults in place. Source: kubernetes v1.32 pkg/apis/core/validation, ValidatePodSpec. */
export function validatePodSpec(spec: PodSpec, at: Path): FieldError[] {
  return [
    ...validateVolumes(spec.volumes, at.child('volumes')),
    ...validateAllContainers(spec, at),
    ...oneOf(spec.restartPolicy, ['Always', 'Never', 'OnFailure'], at.child('restartPolicy')),
    ...validateDns(spec, at),
    ...validateLabels(spec.nodeSelector, at.child('nodeSelector')),
    ...validatePodSecurity(spec, at),
    ...validatePullSecrets(spec, at.child('imagePullSecrets')),
    ...validateAffinity(spec.affinity, at.child('affinity')),
    ...validateGates(spec, at),
    ...validateSpread(spec.topologySpreadConstraints, at.child('topologySpreadConstraints')),
    ...validateNames(spec, at),
    ...validateTolerations(spec.tolerations, at.child('tolerations')),
    ...validateHostAliases(spec, at.child('hostAliases')),
    ...validateOverhead(spec, at.child('overhead')),
  ]
}

const dnsPolicies = ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None']

function validateDns(spec: PodSpec, at: Path): FieldError[] {
  const errors = oneOf(spec.dnsPolicy, dnsPolicies, at.child('dnsPolicy'))
  if (spec.dnsPolicy !== 'None') return errors
  const nameservers = at.child('dnsConfig', 'nameservers')
  if (!spec.dnsConfig) return [...errors, required(at.child('dnsConfig'), 'must provide `dnsConfig` when `dnsPolicy` is None')]
  if (!spec.dnsConfig.nameservers?.length) return [...errors, required(nameservers, 'must provide at least one DNS nameserver when `dnsPolicy` is None')]
  return errors
}

function validatePullSecrets(spec: PodSpec, at: Path): FieldError[] {
  return (spec.imagePullSecrets ?? []).flatMap((secret, i) => (secret.name ? [] : [required(at.index(i).child('name'), '')]))
}

function validateNames(spec: PodSpec, at: Path): FieldError[] {
  const errors: FieldError[] = []
  const { serviceAccountName: account, nodeName, activeDeadlineSeconds: deadline } = spec
  if (account) errors.push(...invalidFor(at.child('serviceAccountName'), account, isDNS1123Subdomain(account)))
  if (nodeName) errors.push(...invalidFor(at.child('nodeName'), nodeName, isDNS1123Subdomain(nodeName)))
  if (deadline != null && (deadline < 1 || deadline > 2_147_483_647)) {
    errors.push(invalid(at.child('activeDeadlineSeconds'), deadline, 'must be between 1 and 2147483647, inclusive'))
  }
  if (spec.hostname) errors.push(...invalidFor(at.child('hostname'), spec.hostname, isDNS1123Label(spec.hostname)))
  if (spec.subdomain) errors.push(...invalidFor(at.child('subdomain'), spec.subdomain, isDNS1123Label(spec.subdomain)))
  const { priorityClassName, runtimeClassName, preemptionPolicy } = spec
  if (priorityClassName) errors.push(...invalidFor(at.child('priorityClassName'), priorityClassName, isDNS1123Subdomain(priorityClassName)))
  if (runtimeClassName) errors.push(...invalidFor(at.child('runtimeClassName'), runtimeClassName, isDNS1123Subdomain(runtimeClassName)))
  if (preemptionPolicy != null) errors.push(...oneOf(preemptionPolicy, ['Never', 'PreemptLowerPriority'], at.child('preemptionPolicy')))
  return errors
}

function validateHostAliases(spec: PodSpec, at: Path): FieldError[] {
  return (spec.hostAliases ?? []).flatMap((alias, i) => (alias.hostnames ?? []).flatMap((name) =>
    invalidFor(at.index(i).child('hostnames'), name, isDNS1123Subdomain(name))))
}

function validateOverhead(spec: PodSpec, at: Path): FieldError[] {
  return sortedKeys(spec.overhead).flatMap((name) => [
    ...validateResourceName(name, at.key(name)),
    ...validateQuantity(name, spec.overhead?.[name] ?? '', at.key(name)),
  ])
}
