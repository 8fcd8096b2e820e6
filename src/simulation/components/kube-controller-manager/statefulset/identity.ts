import type { PersistentVolumeClaim, PodTemplateSpec, Volume } from 'kubernetes-types/core/v1.d.ts';
import type { StatefulSet } from 'kubernetes-types/apps/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { POD_REVISION_LABEL } from '../history/revision.ts';
import { podFromTemplate } from '../pod-control.ts';
import type { PodObject } from '../pod-state.ts';

export type StatefulSetObject = Typed<StatefulSet>;
export type ClaimObject = Typed<PersistentVolumeClaim>;

const POD_NAME_LABEL = 'statefulset.kubernetes.io/pod-name';
const POD_INDEX_LABEL = 'apps.kubernetes.io/pod-index';

export const startOrdinal = (set: StatefulSetObject): number => set.spec?.ordinals?.start ?? 0;

/** The number at the end of a pod's name when it belongs to the set, else -1. Source: kubernetes v1.32 pkg/controller/statefulset/stateful_set_utils.go, getOrdinal. */
export function ordinalOf(set: StatefulSetObject, podName: string): number {
  const prefix = `${set.metadata.name}-`;
  const rest = podName.startsWith(prefix) ? podName.slice(prefix.length) : '';
  return /^(0|[1-9]\d*)$/.test(rest) ? Number(rest) : -1;
}

export const podName = (set: StatefulSetObject, ordinal: number): string => `${set.metadata.name}-${ordinal}`;
export const claimName = (set: StatefulSetObject, template: string, ordinal: number): string => `${template}-${podName(set, ordinal)}`;
export const revisionOfPod = (pod: PodObject): string => pod.metadata.labels?.[POD_REVISION_LABEL] ?? '';

/** A pod with its name, host name and claims. Source: stateful_set_utils.go, newStatefulSetPod, updateIdentity, updateStorage. */
export function newStatefulSetPod(set: StatefulSetObject, template: PodTemplateSpec, revision: string, ordinal: number): PodObject {
  const pod = podFromTemplate(template, set);
  const name = podName(set, ordinal);
  const { generateName: _, ...metadata } = pod.metadata;
  const labels = { ...metadata.labels, [POD_NAME_LABEL]: name, [POD_INDEX_LABEL]: String(ordinal), [POD_REVISION_LABEL]: revision };
  const spec = { ...pod.spec!, hostname: name, subdomain: set.spec!.serviceName, volumes: withClaims(set, pod.spec!.volumes ?? [], ordinal) };
  return { ...pod, metadata: { ...metadata, name, labels }, spec } as PodObject;
}

function withClaims(set: StatefulSetObject, volumes: readonly Volume[], ordinal: number): Volume[] {
  const claims = (set.spec!.volumeClaimTemplates ?? []).map((claim) => ({
    name: claim.metadata!.name!,
    persistentVolumeClaim: { claimName: claimName(set, claim.metadata!.name!, ordinal) },
  }));
  return [...claims, ...volumes.filter((volume) => !claims.some((claim) => claim.name === volume.name))];
}

/** The claims of one pod. Source: stateful_set_utils.go, getPersistentVolumeClaims. */
export function claimsOf(set: StatefulSetObject, ordinal: number): ClaimObject[] {
  return (set.spec!.volumeClaimTemplates ?? []).map((template) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      ...(template.metadata?.annotations ? { annotations: template.metadata.annotations } : {}),
      name: claimName(set, template.metadata!.name!, ordinal),
      namespace: set.metadata.namespace,
      labels: { ...template.metadata?.labels, ...set.spec!.selector.matchLabels },
    },
    spec: template.spec,
  }) as ClaimObject);
}
