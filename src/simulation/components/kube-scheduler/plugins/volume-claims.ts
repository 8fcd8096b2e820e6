import type { PersistentVolumeClaim, Pod, Volume } from 'kubernetes-types/core/v1.d.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { QueueingHint } from '../framework/cluster-event.ts';
import type { PodInfo } from '../framework/pod-info.ts';

/** The name of the claim behind a volume, if any; a generic ephemeral volume's is `<pod>-<volume>`. */
export function claimNameOf(pod: Pod, volume: Volume): string | undefined {
  if (volume.persistentVolumeClaim) return volume.persistentVolumeClaim.claimName;
  return volume.ephemeral ? `${pod.metadata!.name}-${volume.name}` : undefined;
}

/** The beta annotation goes before the field. Source: kubernetes v1.32 component-helpers storage/volume/helpers.go, GetPersistentVolumeClaimClass. */
export function classOf({ metadata, spec }: PersistentVolumeClaim): string {
  return metadata?.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec?.storageClassName ?? '';
}

/** Bound by both sides: the volume is named and the controller has said that it is done. */
export const isFullyBound = ({ metadata, spec }: PersistentVolumeClaim): boolean =>
  !!spec?.volumeName && metadata?.annotations?.['pv.kubernetes.io/bind-completed'] !== undefined;

/** The hint for events of claims: only the pod's own may help it. */
export function hintForOwnClaim({ pod }: PodInfo, old: KubeObject | undefined, object: KubeObject | undefined): QueueingHint {
  const { namespace, name } = (object ?? old)!.metadata;
  if (namespace !== pod.metadata.namespace) return 'Skip';
  return pod.spec!.volumes?.some((volume) => claimNameOf(pod, volume) === name) ? 'Queue' : 'Skip';
}
