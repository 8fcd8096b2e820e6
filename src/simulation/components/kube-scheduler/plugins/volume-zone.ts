import { ANY_UPDATE, Action } from '../framework/cluster-event.ts';
import type { AnyPlugin, Handle } from '../framework/interface.ts';
import { SKIP, Status, unresolvable } from '../framework/status.ts';
import type { PodInfo } from '../framework/pod-info.ts';
import { classOf, hintForOwnClaim } from './volume-claims.ts';

const NAME = 'VolumeZone';
const WRONG_ZONE = unresolvable(NAME, 'node(s) had no available volume zone');
const ZONE = 'topology.kubernetes.io/zone';
const REGION = 'topology.kubernetes.io/region';
const BETA_ZONE = 'failure-domain.beta.kubernetes.io/zone';
const BETA_REGION = 'failure-domain.beta.kubernetes.io/region';
const TOPOLOGY_LABELS = [BETA_ZONE, BETA_REGION, ZONE, REGION];
const SUCCESSORS: ReadonlyMap<string, string> = new Map([[BETA_ZONE, ZONE], [BETA_REGION, REGION]]);

/** A label of a volume of the pod: the node must have one of the values. */
interface VolumeTopology {
  readonly key: string;
  readonly values: readonly string[];
}

/** A pod must be in the zones of its volumes, by the labels of these. Source: kubernetes v1.32 plugins/volumezone/volume_zone.go. */
export function volumeZone(handle: Handle): AnyPlugin {
  const key = handle.stateKey<readonly VolumeTopology[]>(`PreFilter${NAME}`);
  return {
    name: NAME,
    events: () => [
      { resource: 'StorageClass', actions: Action.Add },
      { resource: 'Node', actions: Action.Add | Action.UpdateNodeLabel },
      { resource: 'PersistentVolumeClaim', actions: Action.Add | Action.Update, hint: hintForOwnClaim },
      { resource: 'PersistentVolume', actions: Action.Add | ANY_UPDATE },
    ],
    preFilter(state, pod) {
      if (pod.claims.length === 0) return SKIP;
      const topologies = topologiesOf(handle, pod);
      if (topologies instanceof Status) return topologies;
      if (topologies.length === 0) return SKIP;
      state.write(key, topologies);
      return null;
    },
    filter(state, _pod, { labels }) {
      if (!TOPOLOGY_LABELS.some((label) => labels[label] !== undefined)) return null;
      for (const topology of state.read(key)!) {
        const value = labels[topology.key] ?? labels[SUCCESSORS.get(topology.key) ?? ''];
        if (value === undefined || !topology.values.includes(value)) return WRONG_ZONE;
      }
      return null;
    },
  };
}

/** Source: as above, getPVbyPod. */
function topologiesOf({ listers }: Handle, pod: PodInfo): VolumeTopology[] | Status {
  const topologies: VolumeTopology[] = [];
  for (const claimKey of pod.claims) {
    const name = claimKey.slice(pod.namespace.length + 1);
    const claim = listers.persistentVolumeClaims.get(pod.namespace, name);
    if (claim === undefined) return unresolvable(NAME, `persistentvolumeclaim "${name}" not found`);
    const volumeName = claim.spec?.volumeName;
    if (!volumeName) {
      const refusal = refuseUnbound(listers, classOf(claim));
      if (refusal !== null) return refusal;
      continue;
    }
    const volume = listers.persistentVolumes.get('', volumeName);
    if (volume === undefined) return unresolvable(NAME, `persistentvolume "${volumeName}" not found`);
    for (const key of TOPOLOGY_LABELS) {
      const value = volume.metadata.labels?.[key];
      if (value !== undefined) topologies.push({ key, values: value.split('__') });
    }
  }
  return topologies;
}

/** A claim without a volume is fine when its class waits for the pod. */
function refuseUnbound(listers: Handle['listers'], className: string): Status | null {
  if (className === '') return unresolvable(NAME, 'PersistentVolumeClaim had no pv name and storageClass name');
  const storageClass = listers.storageClasses.get('', className);
  if (storageClass === undefined) return unresolvable(NAME, `storageclass.storage.k8s.io "${className}" not found`);
  if (!storageClass.volumeBindingMode) return unresolvable(NAME, `VolumeBindingMode not set for StorageClass "${className}"`);
  return storageClass.volumeBindingMode === 'WaitForFirstConsumer' ? null : unresolvable(NAME, 'PersistentVolume had no name');
}
