import type { Container, ContainerStatus, Pod } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { ageOf } from '../../age.ts';
import { ageColumn, column, nameColumn, orNone, wideColumn } from '../../columns.ts';
import type { Printer } from '../../kind.ts';
import { isConditionTrue, isPodReady } from './conditions.ts';
import { isTerminal } from './phase.ts';

/** Source: kubernetes v1.32 pkg/printers/internalversion/printers.go, printPod. */
export const podPrinter: Printer<Typed<Pod>> = {
  columns: [
    nameColumn,
    column('Ready', 'The aggregate readiness state of this pod for accepting traffic.'),
    column('Status', 'The aggregate status of the containers in this pod.'),
    column('Restarts', 'The number of times the containers in this pod have been restarted and when the last container in this pod has restarted.'),
    ageColumn,
    wideColumn('IP', 'podIP address allocated to the pod.'),
    wideColumn('Node', 'NodeName indicates in which node this pod is scheduled.'),
    wideColumn('Nominated Node', 'nominatedNodeName is set only when this pod preempts other pods on the node.'),
    wideColumn('Readiness Gates', 'If specified, all readiness gates will be evaluated for pod readiness.'),
  ],
  row(pod, nowUs) {
    const summary = summarise(pod);
    return [
      pod.metadata.name ?? '', `${summary.ready}/${summary.total}`, summary.reason, restartText(summary, nowUs),
      ageOf(pod.metadata.creationTimestamp, nowUs), orNone(podIp(pod)), orNone(pod.spec?.nodeName),
      orNone(pod.status?.nominatedNodeName), readinessGateText(pod),
    ];
  },
};

function podIp(pod: Pod): string | undefined {
  return pod.status?.podIPs?.[0]?.ip ?? pod.status?.podIP;
}

interface PodSummary {
  reason: string;
  ready: number;
  total: number;
  restarts: number;
  /** RFC 3339, '' for never. */
  lastRestart: string;
}

/** The one word kubectl prints as a pod's STATUS. */
export function podStatusText(pod: Pod): string {
  return summarise(pod).reason;
}

function summarise(pod: Pod): PodSummary {
  const summary = { reason: reasonOfStatus(pod), ready: 0, total: pod.spec?.containers.length ?? 0, restarts: 0, lastRestart: '' };
  const initializing = readInitContainers(pod, summary);
  if (!initializing || isConditionTrue(pod, 'Initialized')) readContainers(pod, summary);
  if (pod.metadata?.deletionTimestamp) {
    if (pod.status?.reason === 'NodeLost') summary.reason = 'Unknown';
    else if (!isTerminal(pod)) summary.reason = 'Terminating';
  }
  return summary;
}

function reasonOfStatus(pod: Pod): string {
  const gated = pod.status?.conditions?.some((c) => c.type === 'PodScheduled' && c.reason === 'SchedulingGated');
  return gated ? 'SchedulingGated' : pod.status?.reason || pod.status?.phase || '';
}

/** Counts the init containers in and answers whether one of them is not done yet. */
function readInitContainers(pod: Pod, summary: PodSummary): boolean {
  const specs = new Map((pod.spec?.initContainers ?? []).map((container) => [container.name, container]));
  for (const container of specs.values()) if (isSidecar(container)) summary.total++;
  const sidecars = { restarts: 0, lastRestart: '' };
  let initializing = false;
  for (const [index, status] of (pod.status?.initContainerStatuses ?? []).entries()) {
    const sidecar = isSidecar(specs.get(status.name));
    countRestarts(status, summary);
    if (sidecar) countRestarts(status, sidecars);
    if (status.state?.terminated?.exitCode === 0) continue;
    if (sidecar && status.started === true) {
      if (status.ready) summary.ready++;
      continue;
    }
    summary.reason = initReason(status, index, specs.size);
    initializing = true;
    break;
  }
  // Once initialised, the restarts of init containers are history, those of sidecars are not.
  if (!initializing || isConditionTrue(pod, 'Initialized')) Object.assign(summary, sidecars);
  return initializing;
}

/** Whether the init container goes on running beside the others. */
function isSidecar(container: Container | undefined): boolean {
  return container?.restartPolicy === 'Always';
}

function initReason(status: ContainerStatus, index: number, count: number): string {
  const { terminated, waiting } = status.state ?? {};
  if (terminated) return `Init:${terminated.reason || exitText(terminated)}`;
  if (waiting?.reason && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`;
  return `Init:${index}/${count}`;
}

function exitText(terminated: { readonly signal?: number; readonly exitCode: number }): string {
  return terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`;
}

function readContainers(pod: Pod, summary: PodSummary): void {
  let running = false;
  for (const status of (pod.status?.containerStatuses ?? []).toReversed()) {
    countRestarts(status, summary);
    const { waiting, terminated, running: isRunning } = status.state ?? {};
    if (waiting?.reason) summary.reason = waiting.reason;
    else if (terminated) summary.reason = terminated.reason || exitText(terminated);
    else if (status.ready && isRunning) {
      running = true;
      summary.ready++;
    }
  }
  // One container has finished while another still runs: the pod as a whole has not.
  if (summary.reason === 'Completed' && running) summary.reason = isPodReady(pod) ? 'Running' : 'NotReady';
}

function countRestarts(status: ContainerStatus, into: { restarts: number; lastRestart: string }): void {
  into.restarts += status.restartCount;
  const finishedAt = status.lastState?.terminated?.finishedAt;
  // Times of this form sort as texts do.
  if (finishedAt && finishedAt > into.lastRestart) into.lastRestart = finishedAt;
}

function restartText(summary: PodSummary, nowUs: number): string {
  if (summary.restarts === 0 || summary.lastRestart === '') return String(summary.restarts);
  return `${summary.restarts} (${ageOf(summary.lastRestart, nowUs)} ago)`;
}

function readinessGateText(pod: Pod): string {
  const gates = pod.spec?.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  return `${gates.filter((gate) => isConditionTrue(pod, gate.conditionType)).length}/${gates.length}`;
}
