import type { Endpoint, EndpointPort } from 'kubernetes-types/discovery/v1.d.ts';
import { deepEqual } from '../../../apimachinery/equality.ts';
import { controllerRef } from '../pod-control.ts';
import type { ServiceObject, SliceObject } from './endpoint.ts';

export const SERVICE_NAME = 'kubernetes.io/service-name';
export const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
export const CONTROLLER = 'endpointslice-controller.k8s.io';
export const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';
const HEADLESS = 'service.kubernetes.io/headless';
const RESERVED = new Set([SERVICE_NAME, MANAGED_BY, HEADLESS]);

/** Source: kubernetes v1.32 staging/src/k8s.io/endpointslice/utils.go, setEndpointSliceLabels. */
export function sliceLabels(service: ServiceObject): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [key, value] of Object.entries(service.metadata.labels ?? {})) if (!RESERVED.has(key)) labels[key] = value;
  if (service.spec?.clusterIP === 'None') labels[HEADLESS] = '';
  labels[SERVICE_NAME] = service.metadata.name!;
  labels[MANAGED_BY] = CONTROLLER;
  return labels;
}

/** The service that a slice of ours belongs to, as a key. */
export function serviceKeyOf(slice: SliceObject): string | undefined {
  const labels = slice.metadata.labels;
  if (labels?.[MANAGED_BY] !== CONTROLLER || labels[SERVICE_NAME] === undefined) return undefined;
  return `${slice.metadata.namespace}/${labels[SERVICE_NAME]}`;
}

/** Source: endpointslice/utils.go, newEndpointSlice. */
export function newSlice(service: ServiceObject, ports: readonly EndpointPort[], endpoints: readonly Endpoint[]): SliceObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${service.metadata.name}-`,
      namespace: service.metadata.namespace,
      labels: sliceLabels(service),
      ownerReferences: [controllerRef(service)],
    },
    addressType: service.spec?.ipFamilies?.[0] ?? 'IPv4',
    endpoints,
    ports,
  } as unknown as SliceObject;
}

/** The slice with other contents and the labels that its service asks for. */
export function changedSlice(slice: SliceObject, service: ServiceObject, endpoints: readonly Endpoint[], ports?: readonly EndpointPort[]): SliceObject {
  return { ...slice, metadata: { ...slice.metadata, labels: sliceLabels(service) }, endpoints, ports: ports ?? slice.ports } as SliceObject;
}

export const hasOldLabels = (slice: SliceObject, service: ServiceObject): boolean => !deepEqual(slice.metadata.labels, sliceLabels(service));

/** Carries when the oldest of the changes happened, so that latency to the proxies can be measured. */
export function withTriggerTime(slice: SliceObject, time: string | undefined): SliceObject {
  const { [TRIGGER_TIME]: _, ...annotations } = slice.metadata.annotations ?? {};
  const next = time === undefined ? annotations : { ...annotations, [TRIGGER_TIME]: time };
  return { ...slice, metadata: { ...slice.metadata, annotations: next } };
}
