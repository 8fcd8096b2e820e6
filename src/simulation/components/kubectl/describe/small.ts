import { compareStrings } from '../../../apimachinery/equality.ts';
import { selectorFromSet } from '../../../apimachinery/labels.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { builtIn } from '../arguments/mapping.ts';
import type { Session } from '../session.ts';
import type { DescribeContext } from './describer.ts';
import { describeEvents } from './events.ts';
import type { Lines } from './lines.ts';

function identity({ metadata }: KubeObject, lines: Lines): void {
  lines.line(`Name:\t${metadata.name}`);
  if (metadata.namespace) lines.line(`Namespace:\t${metadata.namespace}`);
  lines.labels(0, metadata.labels);
  lines.annotations(metadata.annotations);
}

/** Source: kubectl describe, describeConfigMap. */
export function* describeConfigMap(session: Session, object: KubeObject, lines: Lines, { showEvents }: DescribeContext): Process<void> {
  identity(object, lines);
  lines.raw('\nData\n====\n');
  for (const [key, value] of sorted(object.data)) lines.raw(`${key}:\n----\n${value}\n\n`);
  lines.raw('\nBinaryData\n====\n');
  for (const [key, value] of sorted(object.binaryData)) lines.raw(`${key}: ${decodedLength(value)} bytes\n`);
  lines.raw('\n');
  if (showEvents) yield* describeEvents(session, object, lines);
}

const sorted = (map: Readonly<Record<string, string>> | undefined): [string, string][] => Object.entries(map ?? {}).sort(([a], [b]) => compareStrings(a, b));

/** Bytes of a base64 text. */
const decodedLength = (text: string): number => Math.floor((text.replace(/=+$/, '').length * 3) / 4);

/** Source: kubectl describe, describeSecret. */
export function* describeSecret(_session: Session, object: KubeObject, lines: Lines): Process<void> {
  identity(object, lines);
  lines.raw(`\nType:\t${object.type ?? ''}\n\nData\n====\n`);
  for (const [key, value] of sorted(object.data)) lines.raw(`${key}:\t${key === 'token' && object.type === 'kubernetes.io/service-account-token' ? value : `${decodedLength(value)} bytes`}\n`);
}

/** Source: kubectl describe, describeService. */
export function* describeService(session: Session, object: KubeObject, lines: Lines, { showEvents }: DescribeContext): Process<void> {
  const { spec, status, metadata } = object;
  identity(object, lines);
  lines.line(`Selector:\t${selectorFromSet(spec.selector ?? {}).toString() || '<none>'}`);
  lines.line(`Type:\t${spec.type}`);
  if (spec.ipFamilyPolicy) lines.line(`IP Family Policy:\t${spec.ipFamilyPolicy}`);
  lines.line(`IP Families:\t${spec.ipFamilies?.join(',') || '<none>'}`);
  lines.line(`IP:\t${spec.clusterIP ?? ''}`);
  lines.line(`IPs:\t${spec.clusterIPs?.join(',') || '<none>'}`);
  if (spec.externalIPs?.length > 0) lines.line(`External IPs:\t${spec.externalIPs.join(',')}`);
  if (spec.loadBalancerIP) lines.line(`Desired LoadBalancer IP:\t${spec.loadBalancerIP}`);
  if (spec.externalName) lines.line(`External Name:\t${spec.externalName}`);
  const ingress = (status?.loadBalancer?.ingress ?? []) as readonly { ip?: string; hostname?: string }[];
  if (ingress.length > 0) lines.line(`LoadBalancer Ingress:\t${ingress.map(({ ip, hostname }) => ip ?? hostname).join(', ')}`);
  const slices = yield* session.list(builtIn('discovery.k8s.io', 'endpointslices'), metadata.namespace!, { labelSelector: `kubernetes.io/service-name=${metadata.name}` });
  for (const port of (spec.ports ?? []) as readonly Port[]) describePort(port, isStatusFailure(slices) ? [] : (slices as readonly KubeObject[]), lines);
  lines.line(`Session Affinity:\t${spec.sessionAffinity ?? ''}`);
  if (spec.externalTrafficPolicy) lines.line(`External Traffic Policy:\t${spec.externalTrafficPolicy}`);
  if (spec.internalTrafficPolicy) lines.line(`Internal Traffic Policy:\t${spec.internalTrafficPolicy}`);
  if (spec.healthCheckNodePort) lines.line(`HealthCheck NodePort:\t${spec.healthCheckNodePort}`);
  if (spec.loadBalancerSourceRanges?.length > 0) lines.line(`LoadBalancer Source Ranges:\t${spec.loadBalancerSourceRanges.join(',')}`);
  if (showEvents) yield* describeEvents(session, object, lines);
}

interface Port {
  readonly name?: string;
  readonly port: number;
  readonly protocol: string;
  readonly targetPort?: number | string;
  readonly nodePort?: number;
}

function describePort(port: Port, slices: readonly KubeObject[], lines: Lines): void {
  const name = port.name || '<unset>';
  lines.line(`Port:\t${name}\t${port.port}/${port.protocol}`);
  lines.line(`TargetPort:\t${port.targetPort ?? ''}/${port.protocol}`);
  if (port.nodePort) lines.line(`NodePort:\t${name}\t${port.nodePort}/${port.protocol}`);
  lines.line(`Endpoints:\t${endpointsText(port, slices)}`);
}

const MAX_SHOWN = 3;

function endpointsText(port: Port, slices: readonly KubeObject[]): string {
  const texts = slices.flatMap((slice) => {
    const found = (slice.ports as readonly { name?: string; port: number }[] | undefined)?.find((one) => (one.name ?? '') === (port.name ?? ''));
    const ready = ((slice.endpoints ?? []) as readonly { addresses: string[]; conditions?: { ready?: boolean } }[]).filter(({ conditions }) => conditions?.ready !== false);
    return found ? ready.map(({ addresses }) => `${addresses[0]}:${found.port}`) : [];
  });
  const shown = texts.slice(0, MAX_SHOWN).join(',');
  return texts.length > MAX_SHOWN ? `${shown} + ${texts.length - MAX_SHOWN} more...` : shown;
}

/** Source: kubectl describe, describeServiceAccount. */
export function* describeServiceAccount(session: Session, object: KubeObject, lines: Lines, { showEvents }: DescribeContext): Process<void> {
  identity(object, lines);
  const names = (list: readonly { name: string }[] | undefined): string => (list ?? []).map(({ name }) => name).join('\n\t') || '<none>';
  lines.line(`Image pull secrets:\t${names(object.imagePullSecrets)}`);
  lines.line(`Mountable secrets:\t${names(object.secrets)}`);
  lines.line('Tokens:\t<none>');
  if (showEvents) yield* describeEvents(session, object, lines);
}

/** Source: kubectl describe, describeNamespace. */
export function* describeNamespace(session: Session, object: KubeObject, lines: Lines): Process<void> {
  identity(object, lines);
  lines.line(`Status:\t${object.status?.phase ?? ''}`);
  const { name } = object.metadata;
  const quotas = yield* session.list(builtIn('', 'resourcequotas'), name!);
  if (isStatusFailure(quotas) || quotas.length === 0) lines.raw('\nNo resource quota.\n');
  else for (const quota of quotas as readonly KubeObject[]) quotaTable(quota, lines);
  const ranges = yield* session.list(builtIn('', 'limitranges'), name!);
  if (isStatusFailure(ranges) || ranges.length === 0) lines.raw('\nNo LimitRange resource.\n');
}

function quotaTable(quota: KubeObject, lines: Lines): void {
  lines.raw(`\nResource Quotas\n  Name:\t${quota.metadata.name}\n  Resource\tUsed\tHard\n  --------\t---\t---\n`);
  for (const [name, hard] of sorted(quota.status?.hard)) lines.at(1, `${name}\t${quota.status?.used?.[name] ?? ''}\t${hard}`);
}

/** Source: kubectl describe, describeQuota. */
export function* describeResourceQuota(_session: Session, object: KubeObject, lines: Lines): Process<void> {
  lines.line(`Name:\t${object.metadata.name}`);
  lines.line(`Namespace:\t${object.metadata.namespace}`);
  lines.line('Resource\tUsed\tHard');
  lines.line('--------\t----\t----');
  for (const [name, hard] of sorted(object.status?.hard)) lines.line(`${name}\t${object.status?.used?.[name] ?? ''}\t${hard}`);
}
