import type { Container, Pod, PodSpec, PodTemplateSpec, Volume } from 'kubernetes-types/core/v1.d.ts';
import { changeField, fill, fillZero, mapSame, memoise } from '../../fill.ts';
import { canonicalResources } from '../resources.ts';
import { defaultContainer } from './container-defaults.ts';
import { defaultVolume } from './volume-defaults.ts';

/**
 * Defaults of a Pod. Worked out once per spec object: a thousand replicas share their template's.
 * Source: kubernetes v1.32 pkg/apis/core/v1/zz_generated.defaults.go, SetObjectDefaults_Pod.
 */
export function defaultPod<T extends Pod>(pod: T): T {
  return changeField(pod, 'spec', (spec) => defaultSpecOfPod(spec));
}

const defaultSpecOfPod = memoise((spec: PodSpec): PodSpec => {
  let result = fill(defaultPodSpec(spec), { enableServiceLinks: true });
  for (const list of ['initContainers', 'containers'] as const) {
    result = changeField(result, list, requestAllLimits);
    if (spec.hostNetwork === true) result = changeField(result, list, (containers) => mapSame(containers, exposeOnHost));
  }
  return result;
});

/**
 * Defaults of the spec of a Pod or of a pod template. A template's containers do not get requests from their limits.
 * Source: kubernetes v1.32 pkg/apis/core/v1/defaults.go, SetDefaults_PodSpec.
 */
export const defaultPodSpec = memoise((spec: PodSpec): PodSpec => {
  let result = fillZero(spec, { dnsPolicy: 'ClusterFirst', restartPolicy: 'Always', schedulerName: 'default-scheduler' });
  result = fill(result, { securityContext: {}, terminationGracePeriodSeconds: 30 });
  // Both names of the same field are always served.
  const account = spec.serviceAccountName || spec.serviceAccount;
  if (account) result = fillZero(result, { serviceAccountName: account, serviceAccount: account });
  result = changeField(result, 'volumes', defaultVolumes);
  result = changeField(result, 'initContainers', defaultContainers);
  result = changeField(result, 'containers', defaultContainers);
  result = changeField(result, 'ephemeralContainers', (containers) => mapSame(containers, defaultEphemeral));
  return changeField(result, 'overhead', canonicalResources);
});

// A bound pod has a spec of its own, with the lists of its template.
const defaultVolumes = memoise((volumes: Volume[]) => mapSame(volumes, defaultVolume));
const defaultContainers = memoise((containers: Container[]) => mapSame(containers, defaultContainer));

function defaultEphemeral<T extends Container>(container: T): T {
  return defaultContainer(container) as T;
}

/** Defaults of a template of pods: its spec, and the creationTimestamp every ObjectMeta is served with. */
export const defaultPodTemplate = memoise((template: PodTemplateSpec): PodTemplateSpec => {
  const result = changeField(template, 'spec', defaultPodSpec);
  if (result.metadata?.creationTimestamp !== undefined) return result;
  return { ...result, metadata: { creationTimestamp: null as unknown as string, ...result.metadata } };
});

const requestAllLimits = memoise((containers: Container[]) => mapSame(containers, requestLimits));

/** What is limited and not requested is requested as limited. */
function requestLimits(container: Container): Container {
  const { limits, requests } = container.resources ?? {};
  if (limits === undefined || limits === null) return container;
  const completed = fill(requests ?? {}, limits);
  if (completed === requests || Object.keys(completed).length === 0) return container;
  return { ...container, resources: { ...container.resources, requests: completed } };
}

function exposeOnHost(container: Container): Container {
  return changeField(container, 'ports', (ports) => mapSame(ports, (port) => fillZero(port, { hostPort: port.containerPort })));
}
