import type { Container as ContainerSpec } from 'kubernetes-types/core/v1.d.ts';
import { milliValue, value } from '../../../apimachinery/quantity.ts';
import type { PodObject } from '../context.ts';
import type { NodeCapacity } from '../options.ts';

/** What a pod can tell its containers of itself that is not in the object yet. */
export interface PodFacts {
  readonly podIp: string;
  readonly hostIp: string;
  readonly nodeName: string;
}

/** The value of a field for the downward API, or undefined for an unknown path. Source: kubernetes v1.32 pkg/kubelet/kubelet_pods.go, podFieldSelectorRuntimeValue. */
export function fieldValue(pod: PodObject, path: string, facts: PodFacts): string | undefined {
  const { metadata } = pod;
  switch (path) {
    case 'metadata.name': return metadata.name;
    case 'metadata.namespace': return metadata.namespace;
    case 'metadata.uid': return metadata.uid;
    case 'metadata.labels': return formatMap(metadata.labels);
    case 'metadata.annotations': return formatMap(metadata.annotations);
    case 'spec.nodeName': return facts.nodeName;
    case 'spec.serviceAccountName': return pod.spec!.serviceAccountName ?? 'default';
    case 'status.hostIP': case 'status.hostIPs': return facts.hostIp;
    case 'status.podIP': case 'status.podIPs': return facts.podIp;
    default: break;
  }
  const keyed = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(path);
  return keyed ? ((keyed[1] === 'labels' ? metadata.labels : metadata.annotations)?.[keyed[2]] ?? '') : undefined;
}

function formatMap(map: Readonly<Record<string, string>> | undefined): string {
  const keys = Object.keys(map ?? {}).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return keys.map((key) => `${key}=${JSON.stringify(map![key])}`).join('\n');
}

/** The value of a resource for the downward API: limits that are not set are the node's. Source: kubernetes v1.32 pkg/api/v1/resource/helpers.go, ExtractContainerResourceValue. */
export function resourceValue(container: ContainerSpec, resource: string, divisor: string | undefined, capacity: NodeCapacity): string {
  const [kind, name] = resource.split('.');
  const { requests, limits } = container.resources ?? {};
  const given = kind === 'limits' ? limits?.[name] : (requests?.[name] ?? limits?.[name]);
  const fallback = kind === 'requests' ? '0' : name === 'cpu' ? capacity.cpu : name === 'memory' ? capacity.memory : capacity.ephemeralStorage;
  const amount = given ?? fallback;
  const unit = divisor === undefined || divisor === '0' ? '1' : divisor;
  return String(name === 'cpu' ? Math.ceil(milliValue(amount) / milliValue(unit)) : Math.ceil(value(amount) / value(unit)));
}
