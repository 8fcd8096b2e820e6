import type { ContainerStatus, PodSpec } from 'kubernetes-types/core/v1.d.ts';
import { isSidecar } from '../runtime/restart.ts';

interface Counts {
  unknown: number;
  running: number;
  waiting: number;
  stopped: number;
  succeeded: number;
}

/**
 * A pod's phase from its containers. `isTerminal`: no container will be started again.
 * Source: kubernetes v1.32 pkg/kubelet/kubelet_pods.go, getPhase.
 */
export function getPhase(spec: PodSpec, containers: readonly ContainerStatus[], init: readonly ContainerStatus[], isTerminal: boolean, hasInitialized: boolean): string {
  const { pending: pendingInit, failed: failedInit } = countInit(spec, init);
  if (failedInit > 0 && spec.restartPolicy === 'Never') return 'Failed';
  const { counts, pending: pendingSidecars } = countSidecars(spec, init);
  countContainers(spec, containers, counts);
  if (pendingInit > 0 || (pendingSidecars > 0 && !hasInitialized) || counts.waiting > 0) return 'Pending';
  if (counts.running > 0 && counts.unknown === 0) return 'Running';
  if (counts.running === 0 && counts.stopped > 0 && counts.unknown === 0) return phaseOfStopped(spec, counts, isTerminal);
  return 'Pending';
}

function phaseOfStopped(spec: PodSpec, { stopped, succeeded }: Counts, isTerminal: boolean): string {
  if (isTerminal) return stopped === succeeded ? 'Succeeded' : 'Failed';
  if (spec.restartPolicy === 'Always') return 'Running';
  if (stopped === succeeded) return 'Succeeded';
  return spec.restartPolicy === 'Never' ? 'Failed' : 'Running';
}

function countInit(spec: PodSpec, statuses: readonly ContainerStatus[]): { pending: number; failed: number } {
  let pending = 0;
  let failed = 0;
  for (const container of spec.initContainers ?? []) {
    if (isSidecar(container)) continue;
    const status = find(statuses, container.name);
    const ended = status?.state?.terminated ?? (status?.state?.waiting ? status.lastState?.terminated : undefined);
    if (!ended) pending++;
    else if (ended.exitCode !== 0) failed++;
  }
  return { pending, failed };
}

function countSidecars(spec: PodSpec, statuses: readonly ContainerStatus[]): { counts: Counts; pending: number } {
  const counts: Counts = { unknown: 0, running: 0, waiting: 0, stopped: 0, succeeded: 0 };
  let pending = 0;
  for (const container of spec.initContainers ?? []) {
    if (!isSidecar(container)) continue;
    const status = find(statuses, container.name);
    if (!status) counts.unknown++;
    else if (status.state?.running) {
      counts.running++;
      if (!status.started) pending++;
    } else if (status.state?.waiting && !status.lastState?.terminated) {
      pending++;
      counts.waiting++;
    }
  }
  return { counts, pending };
}

function countContainers(spec: PodSpec, statuses: readonly ContainerStatus[], counts: Counts): void {
  for (const container of spec.containers) {
    const status = find(statuses, container.name);
    if (status?.state?.running) counts.running++;
    else if (status?.state?.terminated) {
      counts.stopped++;
      if (status.state.terminated.exitCode === 0) counts.succeeded++;
    } else if (status?.state?.waiting) {
      if (status.lastState?.terminated) counts.stopped++;
      else counts.waiting++;
    } else counts.unknown++;
  }
}

const find = (statuses: readonly ContainerStatus[], name: string): ContainerStatus | undefined => statuses.find((status) => status.name === name);
