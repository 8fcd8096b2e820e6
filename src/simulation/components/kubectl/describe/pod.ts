import { controllerOf, type KubeObject } from '../../../apimachinery/meta.ts';
import { humanDuration, parseTime } from '../../../apimachinery/time.ts';
import type { Process } from '../../../engine/index.ts';
import type { Session } from '../session.ts';
import { describeContainers } from './containers.ts';
import type { DescribeContext } from './describer.ts';
import { describeEvents } from './events.ts';
import type { Lines } from './lines.ts';
import { describeSpread } from './pod-template.ts';
import { httpTime } from './time.ts';
import { describeTolerations } from './tolerations.ts';
import { describeVolumes } from './volumes.ts';

/** Source: kubectl describe, describePod. */
export function* describePod(session: Session, pod: KubeObject, lines: Lines, { showEvents }: DescribeContext): Process<void> {
  const { metadata, spec, status } = pod;
  identity(pod, lines);
  if (status?.startTime) lines.line(`Start Time:\t${httpTime(status.startTime)}`);
  lines.labels(0, metadata.labels);
  lines.annotations(metadata.annotations);
  phase(session, pod, lines);
  addresses(pod, lines);
  const owner = controllerOf(pod);
  if (owner) lines.line(`Controlled By:\t${owner.kind}/${owner.name}`);
  if (status?.nominatedNodeName) lines.line(`NominatedNodeName:\t${status.nominatedNodeName}`);
  if (spec.initContainers?.length > 0) describeContainers('Init Containers', spec.initContainers, status?.initContainerStatuses, lines, 0);
  describeContainers('Containers', spec.containers, status?.containerStatuses, lines, 0);
  if (spec.ephemeralContainers?.length > 0) describeContainers('Ephemeral Containers', spec.ephemeralContainers, status?.ephemeralContainerStatuses, lines, 0);
  if (spec.readinessGates?.length > 0) gates(pod, lines);
  if (status?.conditions?.length > 0) conditions(status.conditions, lines);
  describeVolumes(spec.volumes, lines, 0);
  lines.line(`QoS Class:\t${status?.qosClass ?? ''}`);
  lines.map(0, 'Node-Selectors', spec.nodeSelector, '=');
  describeTolerations(spec.tolerations, lines, 0);
  if (spec.topologySpreadConstraints?.length > 0) describeSpread(spec.topologySpreadConstraints, lines, 0);
  if (showEvents) yield* describeEvents(session, pod, lines);
}

function identity({ metadata, spec, status }: KubeObject, lines: Lines): void {
  lines.line(`Name:\t${metadata.name}`);
  lines.line(`Namespace:\t${metadata.namespace}`);
  if (spec.priority !== undefined && spec.priority !== null) {
    lines.line(`Priority:\t${spec.priority}`);
    if (spec.priorityClassName) lines.line(`Priority Class Name:\t${spec.priorityClassName}`);
  }
  if (spec.runtimeClassName) lines.line(`Runtime Class Name:\t${spec.runtimeClassName}`);
  if (spec.serviceAccountName) lines.line(`Service Account:\t${spec.serviceAccountName}`);
  lines.line(spec.nodeName ? `Node:\t${spec.nodeName}/${status?.hostIP ?? ''}` : 'Node:\t<none>');
}

function phase(session: Session, { metadata, status }: KubeObject, lines: Lines): void {
  if (metadata.deletionTimestamp && status?.phase !== 'Failed' && status?.phase !== 'Succeeded') {
    lines.line(`Status:\tTerminating (lasts ${humanDuration(session.nowUs - parseTime(metadata.deletionTimestamp))})`);
    lines.line(`Termination Grace Period:\t${metadata.deletionGracePeriodSeconds ?? 0}s`);
  } else lines.line(`Status:\t${status?.phase ?? ''}`);
  if (status?.reason) lines.line(`Reason:\t${status.reason}`);
  if (status?.message) lines.line(`Message:\t${status.message}`);
}

function addresses({ status }: KubeObject, lines: Lines): void {
  lines.line(`IP:\t${status?.podIP ?? ''}`);
  const ips = (status?.podIPs ?? []) as readonly { ip: string }[];
  if (ips.length === 0) return lines.line('IPs:\t<none>');
  lines.line('IPs:');
  for (const { ip } of ips) lines.at(1, `IP:\t${ip}`);
}

interface Condition {
  readonly type: string;
  readonly status: string;
}

function conditions(list: readonly Condition[], lines: Lines): void {
  lines.line('Conditions:\n  Type\tStatus');
  for (const { type, status } of list) lines.at(1, `${type} \t${status} `);
}

function gates({ spec, status }: KubeObject, lines: Lines): void {
  lines.line('Readiness Gates:\n  Type\tStatus');
  for (const gate of spec.readinessGates as readonly { conditionType: string }[]) {
    const found = (status?.conditions as readonly Condition[] | undefined)?.find(({ type }) => type === gate.conditionType);
    lines.at(1, `${gate.conditionType} \t${found?.status ?? '<none>'} `);
  }
}
