import type { ContainerStatus, PodCondition, PodStatus } from 'kubernetes-types/core/v1.d.ts';
import { podQosClass } from '../../../kinds/core/pod/qos.ts';
import { isSidecar } from '../runtime/restart.ts';
import type { RuntimePod } from '../runtime/pod-cache.ts';
import { type ConditionDraft, containersReady, initialized, kubeletConditions, podReady } from './conditions.ts';
import { containerStatuses, type StatusInput } from './container-statuses.ts';
import { getPhase } from './phase.ts';

/** What the prober knows of containers. Without a probe a running container is started and ready. */
export interface ProbeResults {
  isStarted(podUid: string, container: string, containerId: string): boolean;
  isReady(podUid: string, container: string, containerId: string): boolean;
}

export interface GenerateInput extends StatusInput {
  /** The status manager's newest status of the pod, or the API's. */
  readonly old: PodStatus;
  readonly probes: ProbeResults;
  readonly hostIp: string;
  /** Why the node evicted the pod. */
  readonly eviction?: { readonly reason: string; readonly message: string };
}

/** A status whose own conditions have no times yet: the status manager gives them. */
export type StatusDraft = Omit<PodStatus, 'conditions'> & { readonly conditions: readonly (ConditionDraft | PodCondition)[] };

/**
 * A pod's status from what the runtime and the prober know. `isTerminal`: no container will be started again.
 * Source: kubernetes v1.32 pkg/kubelet/kubelet_pods.go, generateAPIPodStatus.
 */
export function generateStatus(input: GenerateInput, isTerminal: boolean): StatusDraft {
  const { pod, old, probes } = input;
  const spec = pod.spec!;
  const uid = pod.metadata.uid!;
  const containers = containerStatuses(input, spec.containers, old.containerStatuses, false);
  const init = spec.initContainers ? containerStatuses(input, spec.initContainers, old.initContainerStatuses, true) : [];
  for (const status of containers) applyProbes(status, uid, probes);
  for (const status of init) {
    const sidecar = spec.initContainers!.some((container) => container.name === status.name && isSidecar(container));
    if (sidecar) applyProbes(status, uid, probes);
    else applyInit(status);
  }
  const phase = phaseOf(input, containers, init, isTerminal);
  const status: StatusDraft = {
    phase,
    ...(phase === old.phase ? reasonOf(old) : {}),
    ...(input.eviction ? { phase: 'Failed', ...input.eviction } : {}),
    conditions: conditionsOf(input, containers, init, phase),
    hostIP: input.hostIp,
    hostIPs: [{ ip: input.hostIp }],
    ...addresses(input, old),
    ...(init.length > 0 ? { initContainerStatuses: init } : {}),
    containerStatuses: containers,
    qosClass: podQosClass(spec),
  } as StatusDraft;
  return status;
}

function applyProbes(status: { -readonly [K in keyof ContainerStatus]: ContainerStatus[K] }, uid: string, probes: ProbeResults): void {
  const running = status.state?.running !== undefined;
  const id = status.containerID ?? '';
  status.started = running && probes.isStarted(uid, status.name, id);
  status.ready = status.started && probes.isReady(uid, status.name, id);
}

function applyInit(status: { -readonly [K in keyof ContainerStatus]: ContainerStatus[K] }): void {
  status.ready = status.state?.terminated?.exitCode === 0;
  status.started = status.state?.running !== undefined;
}

function phaseOf({ pod, old, runtimePod }: GenerateInput, containers: ContainerStatus[], init: ContainerStatus[], isTerminal: boolean): string {
  const phase = getPhase(pod.spec!, containers, init, isTerminal, hasActiveContainer(pod.spec!.containers, runtimePod));
  if (phase === 'Failed' || phase === 'Succeeded') return isEnded(pod.status?.phase) ? pod.status!.phase! : phase;
  if (isEnded(old.phase)) return old.phase!;
  return isEnded(pod.status?.phase) ? pod.status!.phase! : phase;
}

const isEnded = (phase: string | undefined): boolean => phase === 'Failed' || phase === 'Succeeded';

function hasActiveContainer(containers: readonly { name: string }[], runtimePod: RuntimePod): boolean {
  return runtimePod.containers.some((container) => container.state !== 'CONTAINER_CREATED' && containers.some(({ name }) => name === container.name));
}

function reasonOf(old: PodStatus): Partial<PodStatus> {
  return { ...(old.reason ? { reason: old.reason } : {}), ...(old.message ? { message: old.message } : {}) };
}

function addresses({ pod, runtimePod, hostIp }: GenerateInput, old: PodStatus): Partial<PodStatus> {
  const ip = pod.spec!.hostNetwork ? (old.podIP ?? hostIp) : (runtimePod.sandbox?.ip ?? '');
  return ip === '' ? {} : { podIP: ip, podIPs: [{ ip }] };
}

function conditionsOf({ pod, runtimePod, old }: GenerateInput, containers: ContainerStatus[], init: ContainerStatus[], phase: string): StatusDraft['conditions'] {
  const kept = (pod.status?.conditions ?? []).filter((condition) => !kubeletConditions.has(condition.type) && condition.type !== 'DisruptionTarget');
  const disruption = old.conditions?.find(isDisruption) ?? pod.status?.conditions?.find(isDisruption);
  if (disruption) kept.push(disruption);
  const allContainersReady = containersReady(pod, [...init, ...containers], phase);
  return [
    ...kept,
    { type: 'PodReadyToStartContainers', status: runtimePod.sandbox?.state === 'SANDBOX_READY' ? 'True' : 'False' },
    initialized(pod, init, containers, phase),
    podReady(pod, allContainersReady, kept),
    allContainersReady,
    { type: 'PodScheduled', status: 'True' },
  ];
}

const isDisruption = (condition: PodCondition): boolean => condition.type === 'DisruptionTarget';
