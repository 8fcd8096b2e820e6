import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../../apimachinery/meta.ts';
import { type Client, isFailure, type Resource } from '../../../../client-go/index.ts';
import type { Process } from '../../../../engine/index.ts';
import { Action, ANY_UPDATE } from '../../framework/cluster-event.ts';
import type { AnyPlugin, Handle } from '../../framework/interface.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import { errorStatus, SKIP, type Status, unresolvable } from '../../framework/status.ts';
import { classOf, isFullyBound } from '../volume-claims.ts';
import { type PodClaims, podClaims } from './claims.ts';
import { findMatchingVolume, isAllowedTopology, isReachable, storageBytes } from './find-volume.ts';

const NAME = 'VolumeBinding';
const IMMEDIATE = unresolvable(NAME, 'pod has unbound immediate PersistentVolumeClaims');
const NODE_CONFLICT = 'node(s) had volume node affinity conflict';
const BIND_CONFLICT = "node(s) didn't find available persistent volumes to bind";
const VOLUME_GONE = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
const BIND_TIMEOUT_US = 600_000_000;
const POLL_US = 1_000_000;

/** What is to be bound on a node. */
interface NodeBindings {
  readonly volumes: readonly { readonly claim: Typed<PersistentVolumeClaim>; readonly volume: Typed<PersistentVolume> }[];
  readonly provisions: readonly Typed<PersistentVolumeClaim>[];
}

interface BindingState {
  readonly claims: PodClaims;
  readonly byNode: Map<string, NodeBindings>;
}

const volumeResource: Resource<Typed<PersistentVolume>> = { group: '', version: 'v1', resource: 'persistentvolumes', namespaced: false };
const claimResource: Resource<Typed<PersistentVolumeClaim>> = { group: '', version: 'v1', resource: 'persistentvolumeclaims', namespaced: true };

/**
 * A node must reach the pod's volumes, and there must be volumes, or a way to make them, for claims that wait for the pod.
 * Source: kubernetes v1.32 plugins/volumebinding/{volume_binding,binder}.go. Differs: storage capacities are not looked at.
 */
export function volumeBinding(handle: Handle): AnyPlugin {
  const { listers } = handle;
  const key = handle.stateKey<BindingState>(NAME);
  /** Volumes promised to a claim while the API server does not know yet. */
  const promised = new Map<string, string>();

  function staticBindings(claims: readonly Typed<PersistentVolumeClaim>[], node: NodeInfo) {
    const volumes: { claim: Typed<PersistentVolumeClaim>; volume: Typed<PersistentVolume> }[] = [];
    const left: Typed<PersistentVolumeClaim>[] = [];
    const chosen = new Set<string>();
    // The smallest first, so that it does not take the volume that only fits a bigger one.
    for (const claim of [...claims].sort((a, b) => storageBytes(a) - storageBytes(b))) {
      const taken = (name: string): boolean => chosen.has(name) || (promised.has(name) && promised.get(name) !== claim.metadata.uid);
      const volume = findMatchingVolume(claim, listers.persistentVolumes.all(), node.node, taken);
      if (volume === null) left.push(claim);
      else volumes.push({ claim, volume }), chosen.add(volume.metadata.name!);
    }
    return { volumes, left };
  }

  function canProvision(claim: Typed<PersistentVolumeClaim>, node: NodeInfo): boolean {
    const storageClass = listers.storageClasses.get('', classOf(claim));
    const provisioner = storageClass?.provisioner ?? '';
    if (storageClass === undefined || provisioner === '' || provisioner === 'kubernetes.io/no-provisioner') return false;
    return isAllowedTopology(storageClass.allowedTopologies, node.labels);
  }

  /** Source: binder.go, FindPodVolumes. */
  function delayedBindings(claims: readonly Typed<PersistentVolumeClaim>[], node: NodeInfo): NodeBindings | null {
    const selected = claims.filter(({ metadata }) => metadata.annotations?.[SELECTED_NODE] !== undefined);
    if (selected.some(({ metadata }) => metadata.annotations![SELECTED_NODE] !== node.name)) return null;
    const { volumes, left } = staticBindings(claims.filter((claim) => !selected.includes(claim)), node);
    const provisions = [...selected, ...left];
    return provisions.every((claim) => canProvision(claim, node)) ? { volumes, provisions } : null;
  }

  function boundReason(claims: readonly Typed<PersistentVolumeClaim>[], node: NodeInfo): string | null {
    for (const { spec } of claims) {
      const volume = listers.persistentVolumes.get('', spec!.volumeName!);
      if (volume === undefined) return VOLUME_GONE;
      if (!isReachable(volume, node.node)) return NODE_CONFLICT;
    }
    return null;
  }

  return {
    name: NAME,
    events: () => [
      { resource: 'StorageClass', actions: Action.Add | ANY_UPDATE },
      { resource: 'PersistentVolumeClaim', actions: Action.Add | ANY_UPDATE },
      { resource: 'PersistentVolume', actions: Action.Add | ANY_UPDATE },
      { resource: 'Node', actions: Action.Add | Action.UpdateNodeLabel },
      { resource: 'CSINode', actions: Action.Add | ANY_UPDATE },
    ],
    preFilter(state, { pod }) {
      if (!pod.spec!.volumes?.some((volume) => volume.persistentVolumeClaim || volume.ephemeral)) return SKIP;
      const claims = podClaims(pod, listers);
      if (typeof claims === 'string') return unresolvable(NAME, claims);
      if (claims.unboundImmediate.length > 0) return IMMEDIATE;
      state.write(key, { claims, byNode: new Map() });
      return null;
    },
    filter(state, _pod, node) {
      const { claims, byNode } = state.read(key)!;
      const reasons: string[] = [];
      const bound = boundReason(claims.bound, node);
      if (bound === NODE_CONFLICT) reasons.push(bound);
      const bindings = delayedBindings(claims.unboundDelayed, node);
      if (bindings === null) reasons.push(BIND_CONFLICT);
      else byNode.set(node.name, bindings);
      if (bound === VOLUME_GONE) reasons.push(bound);
      return reasons.length === 0 ? null : unresolvable(NAME, ...reasons);
    },
    reserve(state, _pod, node) {
      for (const { claim, volume } of state.read(key)?.byNode.get(node)?.volumes ?? []) promised.set(volume.metadata.name!, claim.metadata.uid!);
      return null;
    },
    unreserve(state, _pod, node) {
      for (const { volume } of state.read(key)?.byNode.get(node)?.volumes ?? []) promised.delete(volume.metadata.name!);
    },
    *preBind(state, pod, node, client) {
      const bindings = state.read(key)?.byNode.get(node);
      if (bindings === undefined || bindings.volumes.length + bindings.provisions.length === 0) return null;
      const error = yield* bindAll(client, bindings, node);
      return error ?? (yield* waitForBinding(handle, pod.namespace, bindings));
    },
    postBind(state, _pod, node) {
      for (const { volume } of state.read(key)?.byNode.get(node)?.volumes ?? []) promised.delete(volume.metadata.name!);
    },
  };
}

/** Reserves the volumes for their claims and asks provisioners for the others; the volume controllers do the rest. */
function* bindAll(client: Client, { volumes, provisions }: NodeBindings, node: string): Process<Status | null> {
  for (const { claim, volume } of volumes) {
    const { namespace, name, uid, resourceVersion } = claim.metadata;
    const claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid, resourceVersion };
    const annotations = { ...volume.metadata.annotations, 'pv.kubernetes.io/bound-by-controller': 'yes' };
    const reply = yield* client.resource(volumeResource).update({ ...volume, metadata: { ...volume.metadata, annotations }, spec: { ...volume.spec, claimRef } });
    if (isFailure(reply)) return errorStatus(NAME, reply.message ?? 'the API server did not answer');
  }
  for (const { metadata } of provisions) {
    const patch = { metadata: { annotations: { [SELECTED_NODE]: node } } };
    const reply = yield* client.resource(claimResource).patch(metadata.namespace!, metadata.name!, 'application/merge-patch+json', patch);
    if (isFailure(reply)) return errorStatus(NAME, reply.message ?? 'the API server did not answer');
  }
  return null;
}

function* waitForBinding(handle: Handle, namespace: string, { volumes, provisions }: NodeBindings): Process<Status | null> {
  const names = [...volumes.map(({ claim }) => claim), ...provisions].map(({ metadata }) => metadata.name!);
  const untilUs = handle.nowUs() + BIND_TIMEOUT_US;
  for (;;) {
    const claims = names.map((name) => handle.listers.persistentVolumeClaims.get(namespace, name));
    const gone = claims.indexOf(undefined);
    if (gone >= 0) return errorStatus(NAME, `persistentvolumeclaim "${names[gone]}" not found`);
    if (claims.every((claim) => isFullyBound(claim!))) return null;
    if (handle.nowUs() >= untilUs) return errorStatus(NAME, 'binding volumes: context deadline exceeded');
    yield POLL_US;
  }
}
