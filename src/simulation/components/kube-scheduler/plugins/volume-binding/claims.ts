import type { PersistentVolumeClaim, Pod } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../../apimachinery/meta.ts';
import type { Listers } from '../../framework/listers.ts';
import { isSet } from '../../framework/pod-info.ts';
import { claimNameOf, classOf, isFullyBound } from '../volume-claims.ts';

/** A pod's claims by what is to be done for them. Source: kubernetes v1.32 plugins/volumebinding/binder.go, GetPodVolumeClaims. */
export interface PodClaims {
  readonly bound: Typed<PersistentVolumeClaim>[];
  /** Bound at once by the volume controller, and not yet. */
  readonly unboundImmediate: Typed<PersistentVolumeClaim>[];
  /** Bound when the pod has a node. */
  readonly unboundDelayed: Typed<PersistentVolumeClaim>[];
}

/** The pod's claims, or the words of what is wrong with one. */
export function podClaims(pod: Pod, listers: Listers): PodClaims | string {
  const claims: PodClaims = { bound: [], unboundImmediate: [], unboundDelayed: [] };
  for (const volume of pod.spec!.volumes ?? []) {
    const name = claimNameOf(pod, volume);
    if (name === undefined) continue;
    const claim = listers.persistentVolumeClaims.get(pod.metadata!.namespace ?? '', name);
    if (claim === undefined) return volume.ephemeral ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"` : `persistentvolumeclaim "${name}" not found`;
    const objection = objectionTo(claim);
    if (objection !== null) return objection;
    const error = sort(claim, claims, listers);
    if (error !== null) return error;
  }
  return claims;
}

function objectionTo({ metadata, spec, status }: Typed<PersistentVolumeClaim>): string | null {
  if (status?.phase === 'Lost') return `persistentvolumeclaim "${metadata.name}" bound to non-existent persistentvolume "${spec?.volumeName}"`;
  return isSet(metadata.deletionTimestamp) ? `persistentvolumeclaim "${metadata.name}" is being deleted` : null;
}

function sort(claim: Typed<PersistentVolumeClaim>, claims: PodClaims, listers: Listers): string | null {
  if (isFullyBound(claim)) {
    claims.bound.push(claim);
    return null;
  }
  const className = classOf(claim);
  const storageClass = className === '' ? undefined : listers.storageClasses.get('', className);
  if (className !== '' && storageClass === undefined) {
    // Nobody can say how such a claim is bound, so it counts as one that should be bound already.
    claims.unboundImmediate.push(claim);
    return null;
  }
  // A claim that names its volume waits for the controller whatever its class says.
  const delayed = storageClass?.volumeBindingMode === 'WaitForFirstConsumer' && !claim.spec?.volumeName;
  (delayed ? claims.unboundDelayed : claims.unboundImmediate).push(claim);
  return null;
}
