import type { MetricSpec, MetricStatus } from 'kubernetes-types/autoscaling/v2.d.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import { bytesQuantity, milliQuantity, milliValue, value } from '../../../apimachinery/quantity.ts';
import { parseGoDuration } from '../../../apimachinery/go-format.ts';
import { timeToUs } from '../../../apimachinery/time.ts';
import type { Resource } from '../../../client-go/index.ts';
import type { PodObject } from '../pod-state.ts';
import type { PodUsage, Proposal, UsageTarget } from './replicas.ts';

/** metrics.k8s.io/v1beta1 PodMetrics, as metrics-server answers it. */
export interface PodMetrics extends KubeObject {
  readonly timestamp: string;
  readonly window: string;
  readonly containers: readonly { readonly name: string; readonly usage: Readonly<Record<string, string>> }[];
}

export const podMetrics: Resource<PodMetrics> = { group: 'metrics.k8s.io', version: 'v1beta1', resource: 'pods', namespaced: true };

export const amount = (resource: string, quantity: string | undefined): number => (resource === 'cpu' ? milliValue(quantity) : value(quantity));
const quantity = (resource: string, units: number): string => (resource === 'cpu' ? milliQuantity(units) : bytesQuantity(units));

export function usagesOf(metrics: readonly PodMetrics[], resource: string): Map<string, PodUsage> {
  const usages = new Map<string, PodUsage>();
  for (const { metadata, containers, timestamp, window } of metrics) {
    const usage = containers.reduce((sum, container) => sum + amount(resource, container.usage[resource]), 0);
    usages.set(metadata.name!, { usage, timestampUs: timeToUs(timestamp) ?? 0, windowUs: parseGoDuration(window) ?? 0 });
  }
  return usages;
}

/** What each pod asks for; the name of the first container without a request when there is one. Source: kubernetes v1.32 pkg/controller/podautoscaler/replica_calculator.go, calculatePodRequests. */
export function requestsOf(pods: readonly PodObject[], resource: string): Map<string, number> | { readonly container: string; readonly pod: string } {
  const requests = new Map<string, number>();
  for (const pod of pods) {
    let total = 0;
    for (const container of pod.spec?.containers ?? []) {
      const request = container.resources?.requests?.[resource];
      if (request === undefined) return { container: container.name, pod: pod.metadata.name! };
      total += amount(resource, request);
    }
    requests.set(pod.metadata.name!, total);
  }
  return requests;
}

export function targetOf(spec: MetricSpec): UsageTarget | undefined {
  const { name, target } = spec.resource!;
  if (target.averageUtilization != null) return { kind: 'utilization', percent: target.averageUtilization };
  return target.averageValue == null ? undefined : { kind: 'average', amount: amount(name, target.averageValue) };
}

export function metricStatus(resource: string, proposal: Proposal): MetricStatus {
  const utilization = proposal.percent === undefined ? {} : { averageUtilization: proposal.percent };
  return { type: 'Resource', resource: { name: resource, current: { ...utilization, averageValue: quantity(resource, proposal.average) } } } as MetricStatus;
}
