import { compareStrings } from '../../../apimachinery/equality.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import { addQuantities, canonicalQuantity, milliValue } from '../../../apimachinery/quantity.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { builtIn } from '../arguments/mapping.ts';
import type { Session } from '../session.ts';
import { humanDuration, parseTime } from '../../../apimachinery/time.ts';
import type { DescribeContext } from './describer.ts';
import { describeEvents } from './events.ts';
import type { Lines } from './lines.ts';
import { httpTime } from './time.ts';

/** Source: kubectl describe, describeNode. */
export function* describeNode(session: Session, node: KubeObject, lines: Lines, { showEvents }: DescribeContext): Process<void> {
  const { metadata, spec = {}, status = {} } = node;
  lines.line(`Name:\t${metadata.name}`);
  lines.line(`Roles:\t${rolesOf(node)}`);
  lines.labels(0, metadata.labels);
  lines.annotations(metadata.annotations);
  lines.line(`CreationTimestamp:\t${httpTime(metadata.creationTimestamp)}`);
  taints(spec.taints, lines);
  lines.line(`Unschedulable:\t${Boolean(spec.unschedulable)}`);
  yield* lease(session, node, lines);
  conditions(status.conditions ?? [], lines);
  lines.line('Addresses:');
  for (const { type, address } of status.addresses ?? []) lines.at(1, `${type}:\t${address}`);
  for (const [title, list] of [['Capacity', status.capacity], ['Allocatable', status.allocatable]] as const) resources(title, list, lines);
  systemInfo(status.nodeInfo ?? {}, lines);
  if (spec.podCIDR) lines.line(`PodCIDR:\t${spec.podCIDR}`);
  if (spec.podCIDRs?.length > 0) lines.line(`PodCIDRs:\t${spec.podCIDRs.join(',')}`);
  if (spec.providerID) lines.line(`ProviderID:\t${spec.providerID}`);
  yield* pods(session, node, lines);
  if (showEvents) yield* describeEvents(session, { ...node, metadata: { ...metadata, uid: metadata.name } }, lines);
}

const ROLE = 'node-role.kubernetes.io/';

function rolesOf({ metadata }: KubeObject): string {
  const roles = Object.keys(metadata.labels ?? {}).filter((key) => key.startsWith(ROLE) && key.length > ROLE.length).map((key) => key.slice(ROLE.length));
  return roles.length === 0 ? '<none>' : roles.sort(compareStrings).join(',');
}

interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

function taints(list: readonly Taint[] | undefined, lines: Lines): void {
  if (!list || list.length === 0) return lines.line('Taints:\t<none>');
  const texts = list.map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`);
  const order = ['NoExecute', 'NoSchedule', 'PreferNoSchedule'];
  const rank = (text: string): number => order.findIndex((effect) => text.endsWith(`:${effect}`));
  texts.sort((a, b) => rank(a) - rank(b) || compareStrings(a, b)).forEach((text, i) => lines.raw(`${i === 0 ? 'Taints:\t' : '\t'}${text}\n`));
}

function* lease(session: Session, { metadata }: KubeObject, lines: Lines): Process<void> {
  const found = yield* session.get(builtIn('coordination.k8s.io', 'leases'), 'kube-node-lease', metadata.name!);
  if (isStatusFailure(found)) return lines.line('Lease:\tFailed to get lease: ' + (found.message ?? ''));
  const { spec = {} } = found as KubeObject;
  lines.line('Lease:');
  lines.at(1, `HolderIdentity:\t${spec.holderIdentity ?? '<unset>'}`);
  lines.at(1, `AcquireTime:\t${spec.acquireTime ? httpTime(spec.acquireTime) : '<unset>'}`);
  lines.at(1, `RenewTime:\t${spec.renewTime ? httpTime(spec.renewTime) : '<unset>'}`);
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly lastHeartbeatTime?: string;
  readonly lastTransitionTime?: string;
  readonly reason?: string;
  readonly message?: string;
}

function conditions(list: readonly Condition[], lines: Lines): void {
  if (list.length === 0) return;
  lines.line('Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage');
  lines.at(1, '----\t------\t-----------------\t------------------\t------\t-------');
  for (const one of list) lines.at(1, `${one.type} \t${one.status} \t${httpTime(one.lastHeartbeatTime)} \t${httpTime(one.lastTransitionTime)} \t${one.reason ?? ''} \t${one.message ?? ''}`);
}

function resources(title: string, list: Readonly<Record<string, string>> | undefined, lines: Lines): void {
  if (!list) return;
  lines.line(`${title}:`);
  for (const key of Object.keys(list).sort(compareStrings)) lines.at(1, `${key}:\t${list[key]}`);
}

const infoFields = [
  ['Machine ID', 'machineID'], ['System UUID', 'systemUUID'], ['Boot ID', 'bootID'], ['Kernel Version', 'kernelVersion'], ['OS Image', 'osImage'], ['Operating System', 'operatingSystem'],
  ['Architecture', 'architecture'], ['Container Runtime Version', 'containerRuntimeVersion'], ['Kubelet Version', 'kubeletVersion'], ['Kube-Proxy Version', 'kubeProxyVersion'],
] as const;

function systemInfo(info: Readonly<Record<string, string>>, lines: Lines): void {
  lines.line('System Info:');
  for (const [title, field] of infoFields) lines.at(1, `${title}:\t${info[field] ?? ''}`);
}

interface Totals {
  readonly requests: Map<string, string>;
  readonly limits: Map<string, string>;
}

function* pods(session: Session, node: KubeObject, lines: Lines): Process<void> {
  const fieldSelector = `spec.nodeName=${node.metadata.name},status.phase!=Failed,status.phase!=Succeeded`;
  const found = yield* session.list(builtIn('', 'pods'), '', { fieldSelector });
  if (isStatusFailure(found)) return;
  const list = found as readonly KubeObject[];
  const allocatable = (node.status?.allocatable ?? {}) as Readonly<Record<string, string>>;
  lines.line(`Non-terminated Pods:\t(${list.length} in total)`);
  lines.at(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge');
  lines.at(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---');
  for (const pod of list) podLine(session, pod, allocatable, lines);
  allocated(list, allocatable, lines);
}

function podLine(session: Session, pod: KubeObject, allocatable: Readonly<Record<string, string>>, lines: Lines): void {
  const { requests, limits } = totalsOf([pod]);
  const cell = (totals: Map<string, string>, name: string): string => `${totals.get(name) ?? '0'} (${percent(totals.get(name) ?? '0', allocatable[name])}%)`;
  const age = pod.metadata.creationTimestamp ? humanDuration(session.nowUs - parseTime(pod.metadata.creationTimestamp)) : '<unknown>';
  lines.at(1, `${pod.metadata.namespace}\t${pod.metadata.name}\t\t${cell(requests, 'cpu')}\t${cell(limits, 'cpu')}\t${cell(requests, 'memory')}\t${cell(limits, 'memory')}\t${age}`);
}

function allocated(list: readonly KubeObject[], allocatable: Readonly<Record<string, string>>, lines: Lines): void {
  const { requests, limits } = totalsOf(list);
  lines.line('Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)');
  lines.at(1, 'Resource\tRequests\tLimits');
  lines.at(1, '--------\t--------\t------');
  const names = ['cpu', 'memory', 'ephemeral-storage', ...Object.keys(allocatable).filter((name) => name.startsWith('hugepages-')).sort(compareStrings)];
  for (const name of names) {
    const [request, limit] = [requests.get(name) ?? '0', limits.get(name) ?? '0'];
    lines.at(1, `${name}\t${request} (${percent(request, allocatable[name])}%)\t${limit} (${percent(limit, allocatable[name])}%)`);
  }
}

function totalsOf(list: readonly KubeObject[]): Totals {
  const totals: Totals = { requests: new Map(), limits: new Map() };
  for (const { spec } of list) for (const container of spec.containers as readonly { resources?: { requests?: object; limits?: object } }[]) {
    add(totals.requests, container.resources?.requests);
    add(totals.limits, container.resources?.limits);
  }
  return totals;
}

function add(totals: Map<string, string>, list: object | undefined): void {
  for (const [name, amount] of Object.entries(list ?? {})) totals.set(name, totals.has(name) ? addQuantities(totals.get(name)!, amount as string) : canonicalQuantity(amount as string));
}

function percent(amount: string, whole: string | undefined): number {
  const total = whole === undefined ? 0 : milliValue(whole);
  return total === 0 ? 0 : Math.floor((milliValue(amount) * 100) / total);
}
