import type { Container as ContainerSpec, ContainerState, ContainerStateTerminated, ContainerStatus } from 'kubernetes-types/core/v1.d.ts';
import { compareStrings } from '../../../apimachinery/equality.ts';
import { formatTime } from '../../../apimachinery/time.ts';
import type { Container } from '../../../contracts/cri.ts';
import type { PodObject } from '../context.ts';
import { newestContainer, type RuntimePod } from '../runtime/pod-cache.ts';
import { shouldContainerBeRestarted } from '../runtime/restart.ts';

/** Why a container did not start at the last sync. */
export interface StartError {
  readonly reason: string;
  readonly message: string;
}

/** What the statuses are made of. */
export interface StatusInput {
  readonly pod: PodObject;
  readonly runtimePod: RuntimePod;
  readonly startErrors: ReadonlyMap<string, StartError> | undefined;
  /** How the runtime calls itself: `containerd` in `containerd://<id>`. */
  readonly runtimeName: string;
}

const LOST_WHEN_DELETED = 'The container could not be located when the pod was deleted.  The container used to be Running';
export const STATUS_UNKNOWN = 'ContainerStatusUnknown';

type Draft = { -readonly [K in keyof ContainerStatus]: ContainerStatus[K] };

const creating: ContainerState = Object.freeze({ waiting: Object.freeze({ reason: 'ContainerCreating' }) });
const initializing: ContainerState = Object.freeze({ waiting: Object.freeze({ reason: 'PodInitializing' }) });
const NOTHING: ContainerState = Object.freeze({});

/**
 * The API's view of a pod's containers of one sort, without readiness.
 * Source: kubernetes v1.32 pkg/kubelet/kubelet_pods.go, convertToAPIContainerStatuses.
 */
export function containerStatuses(input: StatusInput, specs: readonly ContainerSpec[], previous: readonly ContainerStatus[] | undefined, areInit: boolean): Draft[] {
  const hasInit = (input.pod.spec!.initContainers?.length ?? 0) > 0;
  const statuses = specs.map((spec) => oneStatus(input, spec, previous?.find((old) => old.name === spec.name), hasInit));
  specs.forEach((spec, i) => applyStartError(input, spec, statuses[i], areInit));
  if (!areInit && statuses.length > 1) statuses.sort((a, b) => compareStrings(a.name, b.name));
  return statuses;
}

function oneStatus(input: StatusInput, spec: ContainerSpec, old: ContainerStatus | undefined, hasInit: boolean): Draft {
  const newest = newestContainer(input.runtimePod, spec.name);
  if (newest) return fromRuntime(input, spec, newest);
  const waiting = hasInit ? initializing : creating;
  if (!old) return draft(spec, waiting, 0);
  if (old.state?.terminated) return { ...old };
  const status = draft(spec, waiting, old.restartCount);
  status.lastState = old.lastState ?? NOTHING;
  if (old.state?.running && !status.lastState.terminated) {
    // It ran when we last looked and the runtime does not know it any more: a reboot.
    status.lastState = { terminated: { reason: STATUS_UNKNOWN, message: LOST_WHEN_DELETED, exitCode: 137, startedAt: null, finishedAt: null } as unknown as ContainerStateTerminated };
    if (!input.pod.metadata.deletionTimestamp) status.restartCount++;
  }
  return status;
}

function draft(spec: ContainerSpec, state: ContainerState, restartCount: number): Draft {
  const status: Draft = { name: spec.name, image: spec.image!, imageID: '', ready: false, started: false, restartCount, state, lastState: NOTHING };
  const mounts = volumeMounts(spec);
  if (mounts) status.volumeMounts = mounts;
  return status;
}

function fromRuntime({ runtimePod, runtimeName }: StatusInput, spec: ContainerSpec, container: Container): Draft {
  const status = draft(spec, stateOf(container, runtimeName), container.attempt);
  status.image = container.imageId === '' ? container.image : imageName(container, runtimeName);
  status.imageID = container.imageId;
  status.containerID = `${runtimeName}://${container.id}`;
  const before = previousContainer(runtimePod, container);
  if (before) status.lastState = stateOf(before, runtimeName);
  return status;
}

const imageName = (container: Container, runtimeName: string): string => (runtimeName === 'fakeRuntime' ? container.image : `${container.imageId.split('@')[0]}${tagOf(container.image)}`);

function tagOf(image: string): string {
  if (image.includes('@')) return '';
  const colon = image.lastIndexOf(':');
  return colon > image.lastIndexOf('/') ? image.slice(colon) : ':latest';
}

/** The instance before the newest one. */
function previousContainer(pod: RuntimePod, newest: Container): Container | undefined {
  let found: Container | undefined;
  for (const container of pod.containers) if (container.name === newest.name && container !== newest) found = container;
  return found;
}

function stateOf(container: Container, runtimeName: string): ContainerState {
  if (container.state === 'CONTAINER_RUNNING') return { running: { startedAt: formatTime(container.startedAtUs) } };
  if (container.state !== 'CONTAINER_EXITED') return { waiting: {} };
  return {
    terminated: {
      exitCode: container.exitCode,
      reason: container.reason,
      startedAt: container.startedAtUs === 0 ? '1970-01-01T00:00:00Z' : formatTime(container.startedAtUs),
      finishedAt: formatTime(container.finishedAtUs),
      containerID: `${runtimeName}://${container.id}`,
    },
  };
}

function volumeMounts(spec: ContainerSpec): ContainerStatus['volumeMounts'] {
  if (!spec.volumeMounts || spec.volumeMounts.length === 0) return undefined;
  return spec.volumeMounts.map(({ name, mountPath, readOnly }) => (readOnly ? { mountPath, name, readOnly, recursiveReadOnly: 'Disabled' } : { mountPath, name }));
}

/** A container that should run and could not be started waits, with the reason. */
function applyStartError({ pod, runtimePod, startErrors }: StatusInput, spec: ContainerSpec, status: Draft, isInit: boolean): void {
  const error = startErrors?.get(spec.name);
  if (!error) return;
  const newest = newestContainer(runtimePod, spec.name);
  if (isInit && newest?.state === 'CONTAINER_EXITED' && newest.exitCode === 0) return;
  if (!shouldContainerBeRestarted(pod, spec.name, runtimePod)) return;
  if (status.state?.terminated) status.lastState = status.state;
  status.state = { waiting: { reason: error.reason, message: error.message } };
}
