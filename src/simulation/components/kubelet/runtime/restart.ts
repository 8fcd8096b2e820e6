import type { Container as ContainerSpec } from 'kubernetes-types/core/v1.d.ts';
import type { PodObject } from '../context.ts';
import { newestContainer, type RuntimePod } from './pod-cache.ts';

/** A sidecar: an init container that keeps running. */
export const isSidecar = (container: ContainerSpec): boolean => container.restartPolicy === 'Always';

/** Whether a container that is not running should be started again. Source: kubernetes v1.32 pkg/kubelet/container/helpers.go, ShouldContainerBeRestarted. */
export function shouldContainerBeRestarted(pod: PodObject, name: string, runtimePod: RuntimePod): boolean {
  if (pod.metadata.deletionTimestamp) return false;
  const status = newestContainer(runtimePod, name);
  if (!status) return true;
  if (status.state === 'CONTAINER_RUNNING') return false;
  if (status.state === 'CONTAINER_UNKNOWN' || status.state === 'CONTAINER_CREATED') return true;
  const { restartPolicy } = pod.spec!;
  if (restartPolicy === 'Never') return false;
  return restartPolicy !== 'OnFailure' || status.exitCode !== 0;
}
