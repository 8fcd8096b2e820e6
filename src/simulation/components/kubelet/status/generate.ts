import type { ContainerStatus, HostIP, PodCondition, PodStatus } from 'kubernetes-types/core/v1.d.ts';
import { podQosClass } from '../../../kinds/core/pod/qos.ts';
import type { PodObject } from '../context.ts';
import { isSidecar } from '../runtime/restart.ts';
import type { RuntimePod } from '../runtime/pod-cache.ts';
import { type ConditionDraft, containersReady, initialized, kubeletConditions, podReady } from './conditions.ts';
import { containerStatuses, type StatusInput } from './container-statuses.ts';
import { getPhase } from './phase.ts';

/** The node's own reason to end a pod. With `isDisruption` the pod did nothing wrong: the node needs what it uses. */
export interface Eviction {
  readonly reason: string;
  readonly message: string;
  readonly isDisruption: boolean;
}

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
  /** The same as the status has it. */
  readonly hostIps: readonly { readonly ip: string }[];
  /** Why the node evicted the pod. */
  readonly eviction?: Eviction;
}

/** A status whose own conditions have no times yet: the status manager gives them. */
export type StatusDraft = Omit<PodStatus, 'conditions'> & { conditions: readonly (ConditionDraft | PodCondition)[] };

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
  const status: StatusDraft = { phase, conditions: conditionsOf(input, containers, init, phase), hostIP: input.hostIp, hostIPs: input.hostIps as HostIP[], containerStatuses: containers, qosClass: podQosClass(spec) };
  if (phase === old.phase) keepReason(status, old);
  if (input.eviction) Object.assign(status, { phase: 'Failed', reason: input.eviction.reason, message: input.eviction.message });
  if (init.length > 0) status.initContainerStatuses = init;
  addAddress(status, input, old);
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

function keepReason(status: StatusDraft, old: PodStatus): void {
  if (old.reason) status.reason = old.reason;
  if (old.message) status.message = old.message;
}

function addAddress(status: StatusDraft, { pod, runtimePod, hostIp }: GenerateInput, old: PodStatus): void {
  const ip = pod.spec!.hostNetwork ? (old.podIP ?? hostIp) : (runtimePod.sandbox?.ip ?? '');
  if (ip === '') return;
  status.podIP = ip;
  status.podIPs = [{ ip }];
}

function conditionsOf({ pod, runtimePod, old, eviction }: GenerateInput, containers: ContainerStatus[], init: ContainerStatus[], phase: string): StatusDraft['conditions'] {
  const kept: StatusDraft['conditions'] = foreignConditions(pod, old);
  const evicted: ConditionDraft[] = eviction?.isDisruption && !kept.some(isDisruption) ? [{ type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', message: eviction.message }] : [];
  const allContainersReady = containersReady(pod, init.length > 0 ? [...init, ...containers] : containers, phase);
  const own = [
    runtimePod.sandbox?.state === 'SANDBOX_READY' ? readyToStart : notReadyToStart,
    initialized(pod, init, containers, phase),
    podReady(pod, allContainersReady, kept as readonly PodCondition[]),
    allContainersReady,
    scheduled,
  ];
  return kept.length + evicted.length > 0 ? [...kept, ...evicted, ...own] : own;
}

const readyToStart: ConditionDraft = Object.freeze({ type: 'PodReadyToStartContainers', status: 'True' });
const notReadyToStart: ConditionDraft = Object.freeze({ type: 'PodReadyToStartContainers', status: 'False' });
const scheduled: ConditionDraft = Object.freeze({ type: 'PodScheduled', status: 'True' });
const NONE: readonly PodCondition[] = Object.freeze([]);

/** Conditions that somebody else wrote. */
function foreignConditions(pod: PodObject, old: PodStatus): readonly PodCondition[] {
  const disruption = old.conditions?.find(isDisruption) ?? pod.status?.conditions?.find(isDisruption);
  const theirs = pod.status?.conditions?.filter((condition) => !kubeletConditions.has(condition.type) && !isDisruption(condition)) ?? NONE;
  return disruption ? [...theirs, disruption] : theirs;
}

const isDisruption = (condition: PodCondition | ConditionDraft): boolean => condition.type === 'DisruptionTarget';
