import type { PersistentVolumeClaim, Pod } from 'kubernetes-types/core/v1.d.ts';
import type { CSINode } from 'kubernetes-types/storage/v1.d.ts';
import { Action } from '../framework/cluster-event.ts';
import type { AnyPlugin, Handle } from '../framework/interface.ts';
import { errorStatus, SKIP, type Status, unschedulable } from '../framework/status.ts';
import { claimNameOf, classOf, hintForOwnClaim } from './volume-claims.ts';

const NAME = 'NodeVolumeLimits';
const TOO_MANY = unschedulable(NAME, 'node(s) exceed max volume count');

/** Drivers by volume. */
type Volumes = Map<string, string>;

/**
 * A CSI driver can attach only so many volumes to a node. Source: kubernetes v1.32 plugins/nodevolumelimits/csi.go.
 * Differs: in-tree volumes count for no driver; volumes that are still attached after their pod left are not looked at.
 */
export function nodeVolumeLimits(handle: Handle): AnyPlugin {
  const { listers } = handle;

  /** Adds the pod's CSI volumes; a missing claim of a new pod is an error, of an old one not. */
  function collect(pod: Pod, volumes: Volumes, isNew: boolean): Status | null {
    const namespace = pod.metadata!.namespace ?? '';
    for (const volume of pod.spec!.volumes ?? []) {
      const name = claimNameOf(pod, volume);
      if (name === undefined) continue;
      if (name === '') return errorStatus(NAME, 'PersistentVolumeClaim had no name');
      const claim = listers.persistentVolumeClaims.get(namespace, name);
      if (claim === undefined) {
        if (isNew) return errorStatus(NAME, `looking up PVC ${namespace}/${name}: persistentvolumeclaim "${name}" not found`);
        continue;
      }
      const [driver, id] = driverAndVolume(claim, namespace);
      if (driver !== '') volumes.set(`${driver}/${id}`, driver);
    }
    return null;
  }

  /** Of a claim without a volume: the driver that its class names, and an id of its own. */
  function driverAndVolume(claim: PersistentVolumeClaim, namespace: string): readonly [string, string] {
    const volumeName = claim.spec?.volumeName;
    const volume = volumeName ? listers.persistentVolumes.get('', volumeName) : undefined;
    if (volume !== undefined) {
      const csi = volume.spec?.csi;
      return csi ? [csi.driver, csi.volumeHandle] : ['', ''];
    }
    const className = classOf(claim);
    const provisioner = className === '' ? undefined : listers.storageClasses.get('', className)?.provisioner;
    return provisioner ? [provisioner, `unbound-${namespace}/${claim.metadata!.name}`] : ['', ''];
  }

  return {
    name: NAME,
    events: () => [
      { resource: 'CSINode', actions: Action.Add | Action.Update },
      { resource: 'AssignedPod', actions: Action.Delete },
      { resource: 'PersistentVolumeClaim', actions: Action.Add, hint: hintForOwnClaim },
    ],
    preFilter: (_state, { pod }) => (pod.spec!.volumes?.some((volume) => claimNameOf(pod, volume) !== undefined) ? null : SKIP),
    filter(_state, { pod }, node) {
      const csiNode = listers.csiNodes.get('', node.name);
      const limits = limitsOf(csiNode);
      const wanted: Volumes = new Map();
      const error = collect(pod, wanted, true);
      if (error !== null) return error;
      if (wanted.size === 0 || limits.size === 0) return null;
      const attached: Volumes = new Map();
      for (const other of node.pods) collect(other.pod, attached, false);
      const counts = new Map<string, number>();
      // A volume that several pods share is attached once.
      for (const driver of attached.values()) counts.set(driver, (counts.get(driver) ?? 0) + 1);
      const asked = new Set<string>();
      for (const [id, driver] of wanted) {
        if (attached.has(id)) continue;
        counts.set(driver, (counts.get(driver) ?? 0) + 1);
        asked.add(driver);
      }
      for (const driver of asked) if (counts.get(driver)! > (limits.get(driver) ?? Infinity)) return TOO_MANY;
      return null;
    },
  };
}

function limitsOf(csiNode: CSINode | undefined): ReadonlyMap<string, number> {
  const limits = new Map<string, number>();
  for (const { name, allocatable } of csiNode?.spec.drivers ?? []) if (allocatable?.count !== undefined) limits.set(name, allocatable.count);
  return limits;
}
