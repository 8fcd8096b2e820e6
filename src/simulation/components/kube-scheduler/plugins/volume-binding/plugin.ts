import { Action, ANY_UPDATE } from '../../framework/cluster-event.ts';
import type { AnyPlugin, Handle } from '../../framework/interface.ts';
import { SKIP, unresolvable } from '../../framework/status.ts';
import { bindAll, waitForBinding } from './bind.ts';
import { Binder, NODE_CONFLICT, type NodeBindings, VOLUME_GONE } from './binder.ts';
import { hintForOwnClaim } from '../volume-claims.ts';
import { type PodClaims, podClaims } from './claims.ts';

const NAME = 'VolumeBinding';
const IMMEDIATE = unresolvable(NAME, 'pod has unbound immediate PersistentVolumeClaims');
const BIND_CONFLICT = "node(s) didn't find available persistent volumes to bind";

interface BindingState {
  readonly claims: PodClaims;
  readonly byNode: Map<string, NodeBindings>;
}

/**
 * A node must reach the pod's volumes, and there must be volumes, or a way to make them, for claims that wait for the pod.
 * Source: kubernetes v1.32 plugins/volumebinding/volume_binding.go. Differs: storage capacities are not looked at.
 */
export function volumeBinding(handle: Handle): AnyPlugin {
  const { listers } = handle;
  const key = handle.stateKey<BindingState>(NAME);
  const binder = new Binder(listers);

  return {
    name: NAME,
    events: () => [
      { resource: 'StorageClass', actions: Action.Add | ANY_UPDATE },
      { resource: 'PersistentVolumeClaim', actions: Action.Add | ANY_UPDATE, hint: hintForOwnClaim },
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
      const bound = binder.objectionToBound(claims.bound, node);
      if (bound === NODE_CONFLICT) reasons.push(bound);
      const bindings = binder.delayedBindings(claims.unboundDelayed, node);
      if (bindings === null) reasons.push(BIND_CONFLICT);
      else byNode.set(node.name, bindings);
      if (bound === VOLUME_GONE) reasons.push(bound);
      return reasons.length === 0 ? null : unresolvable(NAME, ...reasons);
    },
    reserve(state, _pod, node) {
      binder.promise(state.read(key)?.byNode.get(node));
      return null;
    },
    unreserve: (state, _pod, node) => binder.release(state.read(key)?.byNode.get(node)),
    *preBind(state, pod, node, client) {
      const bindings = state.read(key)?.byNode.get(node);
      if (bindings === undefined || bindings.volumes.length + bindings.provisions.length === 0) return null;
      const error = yield* bindAll(client, bindings, node);
      return error ?? (yield* waitForBinding(handle, pod.namespace, bindings));
    },
    postBind: (state, _pod, node) => binder.release(state.read(key)?.byNode.get(node)),
  };
}
