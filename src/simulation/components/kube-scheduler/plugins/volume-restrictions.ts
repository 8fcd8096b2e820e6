import type { Volume } from 'kubernetes-types/core/v1.d.ts';
import { Action } from '../framework/cluster-event.ts';
import type { AnyPlugin, Handle } from '../framework/interface.ts';
import type { PodInfo } from '../framework/pod-info.ts';
import { SKIP, unresolvable, unschedulable } from '../framework/status.ts';
import { hintForOwnClaim } from './volume-claims.ts';

const NAME = 'VolumeRestrictions';
const DISK_TAKEN = unschedulable(NAME, 'node(s) had no available disk');
const CLAIM_TAKEN = unschedulable(NAME, 'node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode');

/** What PreFilter finds out: the pod's ReadWriteOncePod claims and how many of them some pod uses already. */
class ClaimState {
  readonly claims: ReadonlySet<string>;
  conflicts: number;

  constructor(claims: ReadonlySet<string>, conflicts: number) {
    this.claims = claims;
    this.conflicts = conflicts;
  }

  clone(): ClaimState {
    return new ClaimState(this.claims, this.conflicts);
  }

  change(other: PodInfo, by: 1 | -1): void {
    for (const claim of other.claims) if (this.claims.has(claim)) this.conflicts += by;
  }
}

/**
 * Disks that can be mounted once only, and claims for one pod only. Source: kubernetes v1.32 plugins/volumerestrictions/volume_restrictions.go.
 */
export function volumeRestrictions(handle: Handle): AnyPlugin {
  const key = handle.stateKey<ClaimState>(`PreFilter${NAME}`);
  return {
    name: NAME,
    events: () => [
      { resource: 'AssignedPod', actions: Action.Delete },
      { resource: 'Node', actions: Action.Add },
      { resource: 'PersistentVolumeClaim', actions: Action.Add | Action.Update, hint: hintForOwnClaim },
    ],
    preFilter(state, pod) {
      const { volumes } = pod.pod.spec!;
      if (!volumes || volumes.length === 0) return SKIP;
      const single = new Set<string>();
      for (const claimKey of pod.claims) {
        const name = claimKey.slice(pod.namespace.length + 1);
        const claim = handle.listers.persistentVolumeClaims.get(pod.namespace, name);
        if (claim === undefined) return unresolvable(NAME, `persistentvolumeclaim "${name}" not found`);
        if (claim.spec?.accessModes?.includes('ReadWriteOncePod')) single.add(claimKey);
      }
      let conflicts = 0;
      for (const claimKey of single) if (handle.snapshot.isClaimUsed(claimKey)) conflicts++;
      if (conflicts === 0 && !volumes.some(isExclusiveDisk)) return SKIP;
      state.write(key, new ClaimState(single, conflicts));
      return null;
    },
    addPod: (state, _pod, added) => state.read(key)?.change(added, 1),
    removePod: (state, _pod, removed) => state.read(key)?.change(removed, -1),
    filter(state, pod, node) {
      for (const volume of pod.pod.spec!.volumes ?? []) {
        if (isExclusiveDisk(volume) && node.pods.some(({ pod: other }) => other.spec!.volumes?.some((taken) => disksConflict(volume, taken)))) return DISK_TAKEN;
      }
      return state.read(key)!.conflicts > 0 ? CLAIM_TAKEN : null;
    },
  };
}

const isExclusiveDisk = (volume: Volume): boolean => !!(volume.gcePersistentDisk || volume.awsElasticBlockStore || volume.rbd || volume.iscsi);

/** Source: as above, isVolumeConflict. Some kinds of disk may be shared when all only read. */
function disksConflict(a: Volume, b: Volume): boolean {
  if (a.gcePersistentDisk && b.gcePersistentDisk) {
    return a.gcePersistentDisk.pdName === b.gcePersistentDisk.pdName && !(a.gcePersistentDisk.readOnly && b.gcePersistentDisk.readOnly);
  }
  if (a.awsElasticBlockStore && b.awsElasticBlockStore) return a.awsElasticBlockStore.volumeID === b.awsElasticBlockStore.volumeID;
  if (a.iscsi && b.iscsi) return a.iscsi.iqn === b.iscsi.iqn && !(a.iscsi.readOnly && b.iscsi.readOnly);
  if (!a.rbd || !b.rbd) return false;
  const [one, two] = [a.rbd, b.rbd];
  const same = one.monitors.some((monitor) => two.monitors.includes(monitor)) && (one.pool || 'rbd') === (two.pool || 'rbd') && one.image === two.image;
  return same && !(one.readOnly && two.readOnly);
}
