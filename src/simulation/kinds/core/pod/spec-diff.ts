import type { PodSpec } from 'kubernetes-types/core/v1.d.ts';
import { goDiff, goLiteral, goPointer } from '../../go-diff.ts';

type Field = keyof PodSpec;

const pointers = new Set<string>(['terminationGracePeriodSeconds', 'activeDeadlineSeconds', 'automountServiceAccountToken', 'setHostnameAsFQDN',
  'priority', 'preemptionPolicy', 'runtimeClassName', 'enableServiceLinks']);

const texts = new Set<string>(['restartPolicy', 'dnsPolicy', 'serviceAccountName', 'nodeName', 'hostname', 'subdomain', 'schedulerName', 'priorityClassName']);

/** The fields of core.PodSpec in the order in which Go declares them. */
const fields: readonly string[] = ['volumes', 'initContainers', 'containers', 'ephemeralContainers', 'restartPolicy', 'terminationGracePeriodSeconds',
  'activeDeadlineSeconds', 'dnsPolicy', 'nodeSelector', 'serviceAccountName', 'automountServiceAccountToken', 'nodeName', 'securityContext',
  'imagePullSecrets', 'hostname', 'subdomain', 'setHostnameAsFQDN', 'affinity', 'schedulerName', 'tolerations', 'hostAliases', 'priorityClassName',
  'priority', 'preemptionPolicy', 'dnsConfig', 'readinessGates', 'runtimeClassName', 'overhead', 'enableServiceLinks', 'topologySpreadConstraints',
  'os', 'schedulingGates', 'resourceClaims', 'resources'];

const goNames = new Map([['dnsPolicy', 'DNSPolicy'], ['dnsConfig', 'DNSConfig'], ['os', 'OS']]);

/** The difference of two pod specs, as the message about an update that is not allowed ends with. */
export function podSpecDiff(before: PodSpec, after: PodSpec): string {
  return goDiff('core.PodSpec', fields.map((name) => ({
    name: goNames.get(name) ?? name.charAt(0).toUpperCase() + name.slice(1),
    before: before[name as Field], after: after[name as Field], format: formatOf(name),
  })));
}

function formatOf(name: string): (value: unknown) => string {
  if (pointers.has(name)) return goPointer;
  return texts.has(name) ? (value) => goLiteral(value ?? '') : goLiteral;
}
