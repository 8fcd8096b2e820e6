import type { Container, PodSpec } from 'kubernetes-types/core/v1.d.ts';
import { memoise } from '../../fill.ts';
import { compareQuantities, isPositiveQuantity } from '../resources.ts';

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

/**
 * BestEffort: no container asks for cpu or memory. Guaranteed: every container limits both and requests as much.
 * Source: kubernetes v1.32 pkg/apis/core/v1/helper/qos/qos.go, ComputePodQOS.
 */
export const podQosClass = memoise((spec: PodSpec): QosClass => {
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  if (!containers.some(asksForAnything)) return 'BestEffort';
  return containers.every(isGuaranteed) ? 'Guaranteed' : 'Burstable';
});

const counted = ['cpu', 'memory'] as const;

function asksForAnything(container: Container): boolean {
  const { requests, limits } = container.resources ?? {};
  return counted.some((name) => isPositiveQuantity(requests?.[name] ?? '0') || isPositiveQuantity(limits?.[name] ?? '0'));
}

function isGuaranteed(container: Container): boolean {
  const { requests, limits } = container.resources ?? {};
  return counted.every((name) => {
    const limit = limits?.[name] ?? '0';
    return isPositiveQuantity(limit) && compareQuantities(requests?.[name] ?? limit, limit) === 0;
  });
}
