import type { KubeObject, OwnerReference } from '../../../apimachinery/meta.ts';
import { parseApiVersion } from '../../../apimachinery/group.ts';
import type { PropagationPolicy } from '../../../apimachinery/request.ts';
import { isConflict, isNotFound, type Status } from '../../../apimachinery/status.ts';
import { type Client, isFailure, type ResourceClient } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import { kindByKind } from '../../../kinds/registry.ts';
import { FOREGROUND, type GraphNode, hasFinalizer, type Identity, ORPHAN, type OwnerGraph } from './graph.ts';

/** How an object's owners fare. */
interface Owners {
  readonly solid: OwnerReference[];
  readonly dangling: OwnerReference[];
  readonly waiting: OwnerReference[];
}

/** What one look at a node came to: an error, something to look at again, or what was done. */
export interface Collected {
  readonly error?: string;
  readonly done?: 'deleted' | 'gone' | 'unowned' | 'unblocked' | 'kept';
  readonly policy?: PropagationPolicy;
  readonly owner?: string;
}

const GONE: Collected = { done: 'gone' };
const KEPT: Collected = { done: 'kept' };

/**
 * Decides by live reads what becomes of an object that may have lost its owners, and does it.
 * Source: kubernetes v1.32 pkg/controller/garbagecollector/garbagecollector.go, attemptToDeleteItem.
 */
export class Collector {
  private readonly client: Client;
  private readonly graph: OwnerGraph;
  private readonly again: (node: GraphNode) => void;

  constructor(client: Client, graph: OwnerGraph, again: (node: GraphNode) => void) {
    this.client = client;
    this.graph = graph;
    this.again = again;
  }

  *attemptToDelete(node: GraphNode): Process<Collected> {
    if (node.beingDeleted && !node.deletingDependents) return KEPT;
    const latest = yield* this.read(node.identity);
    if (latest === undefined) return { error: `no matches for kind "${node.identity.kind}"` };
    if (isFailure(latest)) return isNotFound(latest) ? GONE : { error: latest.message };
    if (latest.metadata.uid !== node.identity.uid) return GONE;
    if (node.deletingDependents) return yield* this.finishForeground(node, latest);
    const references = latest.metadata.ownerReferences ?? [];
    if (references.length === 0) return KEPT;
    const owners = yield* this.classify(node, references);
    if ('error' in owners) return owners;
    if (owners.solid.length > 0) return yield* this.dropLostOwners(node, owners);
    if (owners.waiting.length > 0 && node.dependents.size > 0) return yield* this.deleteInForeground(node, owners);
    const policy = hasFinalizer(latest, ORPHAN) ? 'Orphan' : hasFinalizer(latest, FOREGROUND) ? 'Foreground' : 'Background';
    return yield* this.delete(node, policy, references[0]);
  }

  /** Lets the dependents go and takes the finalizer away. Source: garbagecollector.go, attemptToOrphan. */
  *orphanDependents(node: GraphNode): Process<Collected> {
    for (const dependent of [...node.dependents]) {
      const patch = { metadata: { uid: dependent.identity.uid, ownerReferences: [{ $patch: 'delete', uid: node.identity.uid }] } };
      const failed = yield* this.patch(dependent.identity, patch);
      if (failed && !isNotFound(failed)) return { error: failed.message };
    }
    return yield* this.removeFinalizer(node.identity, ORPHAN);
  }

  /** Source: processDeletingDependentsItem. */
  private *finishForeground(node: GraphNode, latest: KubeObject): Process<Collected> {
    const blocking = [...node.dependents].filter((dependent) => dependent.owners.some((owner) => owner.uid === node.identity.uid && owner.blockOwnerDeletion));
    if (blocking.length === 0) return hasFinalizer(latest, FOREGROUND) ? yield* this.removeFinalizer(node.identity, FOREGROUND) : KEPT;
    for (const dependent of blocking) if (!dependent.deletingDependents) this.again(dependent);
    return KEPT;
  }

  /** Source: classifyReferences. */
  private *classify(node: GraphNode, references: readonly OwnerReference[]): Process<Owners | { error: string }> {
    const owners: Owners = { solid: [], dangling: [], waiting: [] };
    for (const reference of references) {
      const owner = this.graph.isAbsent(reference.uid) ? undefined : yield* this.readOwner(node, reference);
      if (owner === undefined) owners.dangling.push(reference);
      else if (isFailure(owner)) {
        if (!isNotFound(owner)) return { error: owner.message ?? '' };
        this.graph.rememberAbsent(reference.uid);
        owners.dangling.push(reference);
      } else if (owner.metadata.uid !== reference.uid) {
        this.graph.rememberAbsent(reference.uid);
        owners.dangling.push(reference);
      } else if (owner.metadata.deletionTimestamp && hasFinalizer(owner, FOREGROUND)) owners.waiting.push(reference);
      else owners.solid.push(reference);
    }
    return owners;
  }

  private *readOwner(node: GraphNode, reference: OwnerReference): Process<KubeObject | Status> {
    const { group } = parseApiVersion(reference.apiVersion);
    const identity = { uid: reference.uid, group, kind: reference.kind, namespace: node.identity.namespace, name: reference.name };
    // Of a kind that nobody serves nothing is known: the object stays.
    return (yield* this.read(identity)) ?? ({ kind: 'Status', status: 'Failure', code: 0, message: `no matches for kind "${reference.kind}"` } as Status);
  }

  private *dropLostOwners(node: GraphNode, owners: Owners): Process<Collected> {
    const lost = [...owners.dangling, ...owners.waiting];
    if (lost.length === 0) return KEPT;
    const patch = { metadata: { uid: node.identity.uid, ownerReferences: lost.map(({ uid }) => ({ $patch: 'delete', uid })) } };
    const failed = yield* this.patch(node.identity, patch);
    return failed && !isNotFound(failed) ? { error: failed.message } : { done: 'unowned', owner: lost[0].name };
  }

  private *deleteInForeground(node: GraphNode, owners: Owners): Process<Collected> {
    // Dependents that wait for their own dependents may form a circle: nobody blocks anybody then.
    if ([...node.dependents].some((dependent) => dependent.deletingDependents)) {
      const unblocked = node.owners.map((owner) => ({ ...owner, blockOwnerDeletion: false }));
      const failed = yield* this.patch(node.identity, { metadata: { uid: node.identity.uid, ownerReferences: unblocked } });
      if (failed && !isNotFound(failed)) return { error: failed.message };
    }
    return yield* this.delete(node, 'Foreground', owners.waiting[0]);
  }

  private *delete(node: GraphNode, policy: PropagationPolicy, owner: OwnerReference): Process<Collected> {
    const { uid, namespace, name } = node.identity;
    const reply = yield* this.door(node.identity)!.delete(namespace, name, { query: { propagationPolicy: policy, preconditions: { uid } } });
    if (isFailure(reply)) return isNotFound(reply) || isConflict(reply) ? GONE : { error: reply.message };
    return { done: 'deleted', policy, owner: `${owner.kind}/${owner.name}` };
  }

  private *removeFinalizer(identity: Identity, finalizer: string): Process<Collected> {
    for (let tries = 0; tries < 5; tries++) {
      const latest = yield* this.read(identity);
      if (latest === undefined || isFailure(latest)) return latest && !isNotFound(latest) ? { error: latest.message } : GONE;
      if (!hasFinalizer(latest, finalizer)) return KEPT;
      const finalizers = latest.metadata.finalizers!.filter((one) => one !== finalizer);
      const patch = { metadata: { resourceVersion: latest.metadata.resourceVersion, finalizers } };
      const reply = yield* this.door(identity)!.patch(identity.namespace, identity.name, 'application/merge-patch+json', patch);
      if (!isFailure(reply)) return { done: 'unblocked' };
      if (!isConflict(reply)) return isNotFound(reply) ? GONE : { error: reply.message };
    }
    return { error: 'update finalizer conflict' };
  }

  private *patch(identity: Identity, patch: object): Process<Status | undefined> {
    const reply = yield* this.door(identity)!.patch(identity.namespace, identity.name, 'application/strategic-merge-patch+json', patch);
    return isFailure(reply) ? reply : undefined;
  }

  private *read(identity: Identity): Process<KubeObject | Status | undefined> {
    const door = this.door(identity);
    return door === undefined ? undefined : yield* door.get(door.resource.namespaced ? identity.namespace : '', identity.name);
  }

  private door({ group, kind }: Identity): ResourceClient<KubeObject> | undefined {
    const found = kindByKind(group, kind);
    return found && this.client.resource<KubeObject>({ group: found.group, version: found.version, resource: found.resource, namespaced: found.namespaced });
  }
}
