import type { PodObject } from '../context.ts';

/** Where a container stands in its pod, as events name it. Source: kubernetes v1.32 pkg/kubelet/container/ref.go, fieldPath. */
export function containerField(pod: PodObject, name: string): string {
  if (pod.spec!.containers.some((container) => container.name === name)) return `spec.containers{${name}}`;
  return `spec.initContainers{${name}}`;
}
