import type { ContainerStatus, PodCondition } from 'kubernetes-types/core/v1.d.ts';
import type { PodObject } from '../context.ts';
import { isSidecar } from '../runtime/restart.ts';

/** A condition before it has its times. */
export interface ConditionDraft {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason?: string;
  readonly message?: string;
}

/** The conditions that the kubelet owns. Source: kubernetes v1.32 pkg/kubelet/types/pod_status.go, PodConditionsByKubelet. */
export const kubeletConditions: ReadonlySet<string> = new Set(['PodScheduled', 'Ready', 'Initialized', 'ContainersReady', 'PodReadyToStartContainers']);

/** Source: kubernetes v1.32 pkg/kubelet/status/generate.go, GenerateContainersReadyCondition. */
export function containersReady(pod: PodObject, statuses: readonly ContainerStatus[], phase: string): ConditionDraft {
  const { unknown, unready } = notReady(pod, statuses);
  if (phase === 'Succeeded' && unknown.length === 0) return { type: 'ContainersReady', status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { type: 'ContainersReady', status: 'False', reason: 'PodFailed' };
  const message = listed(unknown, 'unknown', unready, 'unready');
  if (message !== '') return { type: 'ContainersReady', status: 'False', reason: 'ContainersNotReady', message };
  return { type: 'ContainersReady', status: 'True' };
}

/** Source: kubernetes v1.32 pkg/kubelet/status/generate.go, GeneratePodReadyCondition. */
export function podReady(pod: PodObject, containers: ConditionDraft, conditions: readonly PodCondition[]): ConditionDraft {
  if (containers.status !== 'True') return { ...containers, type: 'Ready' };
  const messages: string[] = [];
  for (const { conditionType } of pod.spec!.readinessGates ?? []) {
    const condition = conditions.find((candidate) => candidate.type === conditionType);
    if (!condition) messages.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`);
    else if (condition.status !== 'True') messages.push(`the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`);
  }
  if (messages.length > 0) return { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') };
  return { type: 'Ready', status: 'True' };
}

/** Source: kubernetes v1.32 pkg/kubelet/status/generate.go, GeneratePodInitializedCondition. */
export function initialized(pod: PodObject, init: readonly ContainerStatus[], containers: readonly ContainerStatus[], phase: string): ConditionDraft {
  const unknown: string[] = [];
  const incomplete: string[] = [];
  for (const container of pod.spec!.initContainers ?? []) {
    const status = init.find((candidate) => candidate.name === container.name);
    if (!status) unknown.push(container.name);
    else if (isSidecar(container) ? !status.started : !status.ready) incomplete.push(container.name);
  }
  if (phase === 'Succeeded' && unknown.length === 0) return { type: 'Initialized', status: 'True', reason: 'PodCompleted' };
  const message = listed(unknown, 'unknown', incomplete, 'incomplete');
  if (message === '' || containers.some(hasStarted)) return { type: 'Initialized', status: 'True' };
  return { type: 'Initialized', status: 'False', reason: 'ContainersNotInitialized', message };
}

function hasStarted(status: ContainerStatus): boolean {
  return status.lastState?.terminated !== undefined || status.state?.terminated !== undefined || status.state?.running !== undefined;
}

function notReady(pod: PodObject, statuses: readonly ContainerStatus[]): { unknown: string[]; unready: string[] } {
  const unknown: string[] = [];
  const unready: string[] = [];
  const check = (name: string): void => {
    const status = statuses.find((candidate) => candidate.name === name);
    if (!status) unknown.push(name);
    else if (!status.ready) unready.push(name);
  };
  for (const container of pod.spec!.initContainers ?? []) if (isSidecar(container)) check(container.name);
  for (const container of pod.spec!.containers) check(container.name);
  return { unknown, unready };
}

function listed(first: readonly string[], firstWord: string, second: readonly string[], secondWord: string): string {
  const parts: string[] = [];
  if (first.length > 0) parts.push(`containers with ${firstWord} status: [${first.join(' ')}]`);
  if (second.length > 0) parts.push(`containers with ${secondWord} status: [${second.join(' ')}]`);
  return parts.join(', ');
}
