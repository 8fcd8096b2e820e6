import type { Node, PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1.d.ts';
import type { TopologySelectorTerm } from 'kubernetes-types/core/v1.d.ts';
import { selectorFromLabelSelector } from '../../../../apimachinery/labels.ts';
import type { Typed } from '../../../../apimachinery/meta.ts';
import { value } from '../../../../apimachinery/quantity.ts';
import { matchesNodeSelector } from '../../../../kinds/core/node/affinity.ts';
import { isSet } from '../../framework/pod-info.ts';
import { classOf } from '../volume-claims.ts';

/** Whether the volume can be used on the node. Source: kubernetes v1.32 component-helpers storage/volume, CheckNodeAffinity. */
export const isReachable = (volume: PersistentVolume, node: Node): boolean => matchesNodeSelector(volume.spec?.nodeAffinity?.required, node);

/** Source: as above, IsVolumeBoundToClaim. */
function isBoundTo(volume: PersistentVolume, claim: Typed<PersistentVolumeClaim>): boolean {
  const reference = volume.spec?.claimRef;
  if (!reference || reference.name !== claim.metadata.name || reference.namespace !== claim.metadata.namespace) return false;
  return !reference.uid || reference.uid === claim.metadata.uid;
}

/**
 * The smallest volume that satisfies the claim on the node, or the one that is reserved for it.
 * Source: kubernetes v1.32 component-helpers storage/volume/pv_helpers.go, FindMatchingVolume.
 */
export function findMatchingVolume(claim: Typed<PersistentVolumeClaim>, volumes: Iterable<Typed<PersistentVolume>>, node: Node, taken: (name: string) => boolean): Typed<PersistentVolume> | null {
  const wantedBytes = storageBytes(claim);
  const wantedClass = classOf(claim);
  let best: Typed<PersistentVolume> | null = null;
  let bestBytes = 0;
  for (const volume of volumes) {
    const { spec, metadata, status } = volume;
    if (taken(metadata.name!) || (spec?.claimRef && !isBoundTo(volume, claim))) continue;
    const bytes = value(spec?.capacity?.storage ?? '0');
    if (bytes < wantedBytes || isSet(metadata.deletionTimestamp)) continue;
    if ((claim.spec?.volumeMode ?? 'Filesystem') !== (spec?.volumeMode ?? 'Filesystem')) continue;
    const reachable = isReachable(volume, node);
    if (isBoundTo(volume, claim)) return reachable ? volume : null;
    if (status?.phase !== 'Available' || !reachable) continue;
    if (claim.spec?.selector && !selectorFromLabelSelector(claim.spec.selector).matches(metadata.labels)) continue;
    if (volumeClass(volume) !== wantedClass || !hasAccessModes(claim, volume)) continue;
    if (best !== null && bytes >= bestBytes) continue;
    best = volume;
    bestBytes = bytes;
  }
  return best;
}

export const storageBytes = (claim: PersistentVolumeClaim): number => value(claim.spec?.resources?.requests?.storage ?? '0');

const volumeClass = ({ metadata, spec }: PersistentVolume): string => metadata?.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec?.storageClassName ?? '';

function hasAccessModes(claim: PersistentVolumeClaim, volume: PersistentVolume): boolean {
  return (claim.spec?.accessModes ?? []).every((mode) => volume.spec?.accessModes?.includes(mode));
}

/** Whether a class allows provisioning for the node. Source: kubernetes v1.32 pkg/apis/core/v1/helper, MatchTopologySelectorTerms. */
export function isAllowedTopology(terms: readonly TopologySelectorTerm[] | undefined, labels: Readonly<Record<string, string>>): boolean {
  if (!terms || terms.length === 0) return true;
  return terms.some(({ matchLabelExpressions = [] }) => matchLabelExpressions.length > 0 && matchLabelExpressions.every(({ key, values }) => values.includes(labels[key])));
}
