import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { value } from '../../../apimachinery/quantity.ts';
import { selectorMatches } from '../selector.ts';

export type VolumeObject = Typed<PersistentVolume>;
export type ClaimObject = Typed<PersistentVolumeClaim>;

/** True when the volume's claimRef means this very claim. A reference without uid was made by hand. Source: kubernetes v1.32 pkg/volume/persistentvolume, IsVolumeBoundToClaim. */
export function isBoundTo(volume: VolumeObject, claim: ClaimObject): boolean {
  const reference = volume.spec?.claimRef;
  if (!reference || reference.namespace !== claim.metadata.namespace || reference.name !== claim.metadata.name) return false;
  return !reference.uid || reference.uid === claim.metadata.uid;
}

export const classOf = (object: { spec?: { storageClassName?: string } }): string => object.spec?.storageClassName ?? '';

/** Why a volume cannot serve a claim, or undefined. Source: kubernetes v1.32 pkg/controller/volume/persistentvolume/pv_controller.go, checkVolumeSatisfyClaim. */
export function mismatch(volume: VolumeObject, claim: ClaimObject): string | undefined {
  if (value(volume.spec?.capacity?.storage) < value(claim.spec?.resources?.requests?.storage)) return 'requested PV is too small';
  if (classOf(volume) !== classOf(claim)) return 'storageClassName does not match';
  if ((volume.spec?.volumeMode ?? 'Filesystem') !== (claim.spec?.volumeMode ?? 'Filesystem')) return 'incompatible volumeMode';
  if (!(claim.spec?.accessModes ?? []).every((mode) => volume.spec?.accessModes?.includes(mode))) return 'incompatible accessMode';
  return undefined;
}

/**
 * The volume that fits best: one that was bound to the claim by hand, else the smallest that is large enough and free.
 * Source: component-helpers storage/volume/pv_helpers.go, FindMatchingVolume.
 */
export function bestVolume(volumes: Iterable<VolumeObject>, claim: ClaimObject): VolumeObject | undefined {
  let best: VolumeObject | undefined;
  for (const volume of volumes) {
    if (volume.metadata.deletionTimestamp) continue;
    if (volume.spec?.claimRef) {
      if (isBoundTo(volume, claim) && !mismatch(volume, claim)) return volume;
      continue;
    }
    const free = volume.status?.phase === 'Available' || volume.status?.phase === undefined || volume.status.phase === 'Pending';
    const selected = !claim.spec?.selector || selectorMatches(claim.spec.selector, volume.metadata.labels);
    if (!free || !selected || mismatch(volume, claim)) continue;
    if (!best || isSmaller(volume, best)) best = volume;
  }
  return best;
}

function isSmaller(a: VolumeObject, b: VolumeObject): boolean {
  const [left, right] = [value(a.spec?.capacity?.storage), value(b.spec?.capacity?.storage)];
  return left !== right ? left < right : a.metadata.name! < b.metadata.name!;
}
