import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../../apimachinery/meta.ts';
import type { Listers } from '../../framework/listers.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import { classOf } from '../volume-claims.ts';
import { findMatchingVolume, isAllowedTopology, isReachable, storageBytes } from './find-volume.ts';

export const NODE_CONFLICT = 'node(s) had volume node affinity conflict';
export const VOLUME_GONE = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

interface StaticBinding {
  readonly claim: Typed<PersistentVolumeClaim>;
  readonly volume: Typed<PersistentVolume>;
}

/** What is to be bound on a node: claims with the volumes found for them, and claims for which volumes must be made. */
export interface NodeBindings {
  readonly volumes: readonly StaticBinding[];
  readonly provisions: readonly Typed<PersistentVolumeClaim>[];
}

/** Finds volumes for a pod's claims on a node. Source: kubernetes v1.32 plugins/volumebinding/binder.go. */
export class Binder {
  /** Volumes promised to a claim, by its uid, while the API server does not know yet. */
  private readonly promised = new Map<string, string>();
  private readonly listers: Listers;

  constructor(listers: Listers) {
    this.listers = listers;
  }

  promise(bindings: NodeBindings | undefined): void {
    for (const { claim, volume } of bindings?.volumes ?? []) this.promised.set(volume.metadata.name!, claim.metadata.uid!);
  }

  release(bindings: NodeBindings | undefined): void {
    for (const { volume } of bindings?.volumes ?? []) this.promised.delete(volume.metadata.name!);
  }

  /** Why the node does not reach the volume of a bound claim, or null. */
  objectionToBound(claims: readonly Typed<PersistentVolumeClaim>[], node: NodeInfo): string | null {
    for (const { spec } of claims) {
      const volume = this.listers.persistentVolumes.get('', spec!.volumeName!);
      if (volume === undefined) return VOLUME_GONE;
      if (!isReachable(volume, node.node)) return NODE_CONFLICT;
    }
    return null;
  }

  /** What to bind for claims that wait for the pod, or null when that is not possible on the node. */
  delayedBindings(claims: readonly Typed<PersistentVolumeClaim>[], node: NodeInfo): NodeBindings | null {
    const selected = claims.filter(({ metadata }) => metadata.annotations?.[SELECTED_NODE] !== undefined);
    if (selected.some(({ metadata }) => metadata.annotations![SELECTED_NODE] !== node.name)) return null;
    const { volumes, left } = this.staticBindings(claims.filter((claim) => !selected.includes(claim)), node);
    const provisions = [...selected, ...left];
    return provisions.every((claim) => this.canProvision(claim, node)) ? { volumes, provisions } : null;
  }

  private staticBindings(claims: readonly Typed<PersistentVolumeClaim>[], node: NodeInfo) {
    const volumes: StaticBinding[] = [];
    const left: Typed<PersistentVolumeClaim>[] = [];
    const chosen = new Set<string>();
    // The smallest first, so that it does not take the volume that only fits a bigger one.
    for (const claim of [...claims].sort((a, b) => storageBytes(a) - storageBytes(b))) {
      const volume = findMatchingVolume(claim, this.listers.persistentVolumes.all(), node.node, (name) => chosen.has(name) || this.isPromisedToOther(name, claim));
      if (volume === null) {
        left.push(claim);
        continue;
      }
      volumes.push({ claim, volume });
      chosen.add(volume.metadata.name!);
    }
    return { volumes, left };
  }

  private isPromisedToOther(volume: string, { metadata }: Typed<PersistentVolumeClaim>): boolean {
    const claim = this.promised.get(volume);
    return claim !== undefined && claim !== metadata.uid;
  }

  private canProvision(claim: Typed<PersistentVolumeClaim>, node: NodeInfo): boolean {
    const storageClass = this.listers.storageClasses.get('', classOf(claim));
    const provisioner = storageClass?.provisioner ?? '';
    if (storageClass === undefined || provisioner === '' || provisioner === 'kubernetes.io/no-provisioner') return false;
    return isAllowedTopology(storageClass.allowedTopologies, node.labels);
  }
}
