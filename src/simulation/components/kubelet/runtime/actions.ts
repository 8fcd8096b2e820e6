import type { Container as ContainerSpec } from 'kubernetes-types/core/v1.d.ts';
import type { Container } from '../../../contracts/cri.ts';
import type { PodObject } from '../context.ts';
import { newestContainer, type RuntimePod } from './pod-cache.ts';
import { isSidecar, shouldContainerBeRestarted } from './restart.ts';

/** A running container that has to go. */
export interface Kill {
  readonly container: Container;
  readonly spec: ContainerSpec;
  readonly message: string;
  readonly reason: 'LivenessProbe' | 'StartupProbe' | 'Unknown';
}

/** What a sync of a pod will do. */
export interface PodActions {
  readonly killPod: boolean;
  readonly createSandbox: boolean;
  readonly attempt: number;
  readonly initToStart: readonly ContainerSpec[];
  readonly toStart: readonly ContainerSpec[];
  readonly toKill: readonly Kill[];
}

/** What the prober found out that matters here: probes whose failure ends a container. */
export interface FailedProbes {
  livenessFailed(containerId: string): boolean;
  startupFailed(containerId: string): boolean;
  /** Whether a running sidecar has passed its startup probe. */
  sidecarStarted(container: Container): boolean;
}

const NO_CONTAINERS: readonly ContainerSpec[] = Object.freeze([]);
const NO_KILLS: readonly Kill[] = Object.freeze([]);

/** Nothing more is to be done but to stop what is left. */
const killOnly: PodActions = Object.freeze({ killPod: true, createSandbox: false, attempt: 0, initToStart: NO_CONTAINERS, toStart: NO_CONTAINERS, toKill: NO_KILLS });

/**
 * Compares what a pod's spec asks with what runs. Source: kubernetes v1.32 pkg/kubelet/kuberuntime/kuberuntime_manager.go, computePodActions.
 * Differs: no ephemeral containers, no in-place resize.
 */
export function computePodActions(pod: PodObject, runtimePod: RuntimePod, probes: FailedProbes): PodActions {
  const { sandbox } = runtimePod;
  if (sandbox?.state !== 'SANDBOX_READY') return withNewSandbox(pod, runtimePod);
  const init = initActions(pod, runtimePod, probes);
  if (init.blocked) return { killPod: init.failed, createSandbox: false, attempt: sandbox.attempt, initToStart: init.toStart, toStart: NO_CONTAINERS, toKill: init.toKill };
  const toStart: ContainerSpec[] = [];
  const toKill: Kill[] = [...init.toKill];
  let kept = 0;
  for (const spec of pod.spec!.containers) {
    const container = newestContainer(runtimePod, spec.name);
    if (container?.state !== 'CONTAINER_RUNNING') {
      if (shouldContainerBeRestarted(pod, spec.name, runtimePod)) toStart.push(spec);
      continue;
    }
    const kill = reasonToKill(pod, spec, container, probes);
    if (!kill) {
      kept++;
      continue;
    }
    toKill.push(kill);
    if (pod.spec!.restartPolicy !== 'Never' || kill.reason === 'Unknown') toStart.push(spec);
  }
  const killPod = kept === 0 && toStart.length === 0;
  return { killPod, createSandbox: false, attempt: sandbox.attempt, initToStart: killPod ? [] : init.toStart, toStart, toKill: killPod ? [] : toKill };
}

function withNewSandbox(pod: PodObject, runtimePod: RuntimePod): PodActions {
  const { sandbox } = runtimePod;
  const attempt = sandbox ? sandbox.attempt + 1 : 0;
  const spec = pod.spec!;
  if (spec.restartPolicy === 'Never' && attempt !== 0 && runtimePod.containers.length > 0) return killOnly;
  const toStart: readonly ContainerSpec[] = spec.restartPolicy === 'OnFailure' ? spec.containers.filter((container) => !succeeded(runtimePod, container.name)) : spec.containers;
  if (toStart.length === 0) return killOnly;
  const first = spec.initContainers?.[0];
  if (first) return { killPod: sandbox !== undefined, createSandbox: true, attempt, initToStart: [first], toStart: NO_CONTAINERS, toKill: NO_KILLS };
  return { killPod: sandbox !== undefined, createSandbox: true, attempt, initToStart: NO_CONTAINERS, toStart, toKill: NO_KILLS };
}

function succeeded(runtimePod: RuntimePod, name: string): boolean {
  const container = newestContainer(runtimePod, name);
  return container?.state === 'CONTAINER_EXITED' && container.exitCode === 0;
}

interface InitActions {
  readonly blocked: boolean;
  readonly failed: boolean;
  readonly toStart: readonly ContainerSpec[];
  readonly toKill: readonly Kill[];
}

const noInit: InitActions = Object.freeze({ blocked: false, failed: false, toStart: NO_CONTAINERS, toKill: NO_KILLS });

/** Source: computeInitContainerActions. One init container after the other; sidecars stay and are restarted. */
function initActions(pod: PodObject, runtimePod: RuntimePod, probes: FailedProbes): InitActions {
  if (!pod.spec!.initContainers) return noInit;
  const result = { blocked: false, failed: false, toStart: [] as ContainerSpec[], toKill: [] as Kill[] };
  const specs = pod.spec!.initContainers;
  const initializedBefore = pod.spec!.containers.some(({ name }) => newestContainer(runtimePod, name));
  for (const spec of specs) {
    const container = newestContainer(runtimePod, spec.name);
    if (isSidecar(spec)) {
      sidecar(pod, spec, container, runtimePod, probes, result);
      if (!initializedBefore && !(container?.state === 'CONTAINER_RUNNING' && probes.sidecarStarted(container))) return { ...result, blocked: true };
      continue;
    }
    if (initializedBefore || (container?.state === 'CONTAINER_EXITED' && container.exitCode === 0)) continue;
    result.blocked = true;
    if (container?.state === 'CONTAINER_RUNNING') return result;
    if (container?.state === 'CONTAINER_EXITED' && pod.spec!.restartPolicy === 'Never') return { ...result, failed: true };
    if (!pod.metadata.deletionTimestamp) result.toStart.push(spec);
    return result;
  }
  return result;
}

function sidecar(pod: PodObject, spec: ContainerSpec, container: Container | undefined, _runtimePod: RuntimePod, probes: FailedProbes, into: { toStart: ContainerSpec[]; toKill: Kill[] }): void {
  if (container?.state !== 'CONTAINER_RUNNING') {
    if (!pod.metadata.deletionTimestamp) into.toStart.push(spec);
    return;
  }
  const kill = reasonToKill(pod, spec, container, probes);
  if (!kill) return;
  into.toKill.push(kill);
  into.toStart.push(spec);
}

function reasonToKill(pod: PodObject, spec: ContainerSpec, container: Container, probes: FailedProbes): Kill | undefined {
  const after = pod.spec!.restartPolicy === 'Never' ? '' : ', will be restarted';
  if (container.image !== '' && changedImage(spec, container)) return { container, spec, reason: 'Unknown', message: `Container ${spec.name} definition changed, will be restarted` };
  if (probes.livenessFailed(container.id)) return { container, spec, reason: 'LivenessProbe', message: `Container ${spec.name} failed liveness probe${after}` };
  if (probes.startupFailed(container.id)) return { container, spec, reason: 'StartupProbe', message: `Container ${spec.name} failed startup probe${after}` };
  return undefined;
}

function changedImage(spec: ContainerSpec, container: Container): boolean {
  return spec.image !== container.image && `${spec.image}:latest` !== container.image;
}
