import { parseApiVersion } from '../../../apimachinery/group.ts';
import type { KubeObject, OwnerReference } from '../../../apimachinery/meta.ts';

export const FOREGROUND = 'foregroundDeletion';
export const ORPHAN = 'orphan';

/** Where an object lives. */
export interface Identity {
  readonly uid: string;
  readonly group: string;
  readonly kind: string;
  /** '' for what lives in no namespace. */
  readonly namespace: string;
  readonly name: string;
}

/** One object and who depends on it. Source: kubernetes v1.32 pkg/controller/garbagecollector/graph.go, node. */
export interface GraphNode {
  readonly identity: Identity;
  owners: readonly OwnerReference[];
  readonly dependents: Set<GraphNode>;
  /** Known only from a reference; nobody has seen it. */
  virtual: boolean;
  beingDeleted: boolean;
  /** Waits for its dependents to go first. */
  deletingDependents: boolean;
}

/** What the graph asks for: look at a node again, or let its dependents go. */
export interface GraphRequests {
  delete(node: GraphNode): void;
  orphan(node: GraphNode): void;
}

const NO_OWNERS: readonly OwnerReference[] = [];

/**
 * Who owns whom, from what the informers tell. Only the metadata counts.
 * Source: kubernetes v1.32 pkg/controller/garbagecollector/graph_builder.go, processGraphChanges.
 */
export class OwnerGraph {
  private readonly nodes = new Map<string, GraphNode>();
  private readonly requests: GraphRequests;
  /** Uids of objects that are known to be gone, newest last. */
  private readonly absent = new Set<string>();

  constructor(requests: GraphRequests) {
    this.requests = requests;
  }

  get(uid: string): GraphNode | undefined {
    return this.nodes.get(uid);
  }

  isAbsent(uid: string): boolean {
    return this.absent.has(uid);
  }

  /** An object was added or changed; `old` is its former state, if there was one. */
  observe(object: KubeObject, old: KubeObject | undefined): void {
    const { uid } = object.metadata;
    const node = this.nodes.get(uid!);
    if (!node) this.insert(object);
    else {
      if (node.virtual) node.virtual = false;
      this.reown(node, object.metadata.ownerReferences ?? NO_OWNERS);
      if (object.metadata.deletionTimestamp) node.beingDeleted = true;
    }
    this.transit(object, old, this.nodes.get(uid!)!);
  }

  /** The object is gone. Its dependents have lost an owner; owners that wait for it are looked at. */
  remove(uid: string): void {
    const node = this.nodes.get(uid);
    if (!node) return;
    this.nodes.delete(uid);
    for (const owner of node.owners) this.nodes.get(owner.uid)?.dependents.delete(node);
    this.rememberAbsent(uid);
    for (const dependent of node.dependents) this.requests.delete(dependent);
    for (const { uid: ownerUid } of node.owners) {
      const owner = this.nodes.get(ownerUid);
      if (owner?.deletingDependents) this.requests.delete(owner);
    }
  }

  rememberAbsent(uid: string): void {
    this.absent.add(uid);
    if (this.absent.size > 500) this.absent.delete(this.absent.values().next().value!);
  }

  private insert(object: KubeObject): void {
    const { metadata } = object;
    const owners = metadata.ownerReferences ?? NO_OWNERS;
    const node: GraphNode = {
      identity: { uid: metadata.uid!, group: parseApiVersion(object.apiVersion).group, kind: object.kind, namespace: metadata.namespace ?? '', name: metadata.name! },
      owners,
      dependents: new Set(),
      virtual: false,
      beingDeleted: metadata.deletionTimestamp !== undefined,
      deletingDependents: metadata.deletionTimestamp !== undefined && hasFinalizer(object, FOREGROUND),
    };
    this.nodes.set(node.identity.uid, node);
    for (const owner of owners) this.addDependent(node, owner);
  }

  private addDependent(node: GraphNode, reference: OwnerReference): void {
    const known = this.nodes.get(reference.uid);
    const owner = known ?? this.virtualOwner(node, reference);
    owner.dependents.add(node);
    // Nobody has seen the owner: ask the server whether it exists.
    if (!known) this.requests.delete(owner);
  }

  private virtualOwner(node: GraphNode, reference: OwnerReference): GraphNode {
    const { group } = parseApiVersion(reference.apiVersion);
    const identity = { uid: reference.uid, group, kind: reference.kind, namespace: node.identity.namespace, name: reference.name };
    const owner: GraphNode = { identity, owners: NO_OWNERS, dependents: new Set(), virtual: true, beingDeleted: false, deletingDependents: false };
    this.nodes.set(reference.uid, owner);
    return owner;
  }

  private reown(node: GraphNode, owners: readonly OwnerReference[]): void {
    if (node.owners === owners) return;
    const before = new Map(node.owners.map((owner) => [owner.uid, owner]));
    const after = new Map(owners.map((owner) => [owner.uid, owner]));
    node.owners = owners;
    for (const [uid, owner] of after) if (!before.has(uid)) this.addDependent(node, owner);
    for (const [uid, owner] of before) {
      const now = after.get(uid);
      if (!now) this.nodes.get(uid)?.dependents.delete(node);
      if (owner.blockOwnerDeletion && !now?.blockOwnerDeletion) this.unblocked(uid);
    }
  }

  private unblocked(uid: string): void {
    const owner = this.nodes.get(uid);
    if (owner) this.requests.delete(owner);
  }

  /** Source: graph_builder.go, processTransitions. */
  private transit(object: KubeObject, old: KubeObject | undefined, node: GraphNode): void {
    if (startsWaiting(object, old, ORPHAN)) return this.requests.orphan(node);
    if (!startsWaiting(object, old, FOREGROUND)) return;
    node.beingDeleted = true;
    node.deletingDependents = true;
    for (const dependent of node.dependents) this.requests.delete(dependent);
    this.requests.delete(node);
  }
}

export const hasFinalizer = (object: KubeObject, finalizer: string): boolean => object.metadata.finalizers?.includes(finalizer) ?? false;

const waits = (object: KubeObject, finalizer: string): boolean => object.metadata.deletionTimestamp !== undefined && hasFinalizer(object, finalizer);

const startsWaiting = (object: KubeObject, old: KubeObject | undefined, finalizer: string): boolean =>
  waits(object, finalizer) && (old === undefined || !waits(old, finalizer));

/** Nothing that the graph looks at differs: the case of nearly every update. */
export function sameOwnership(old: KubeObject, object: KubeObject): boolean {
  const [before, after] = [old.metadata, object.metadata];
  return (
    before.deletionTimestamp === after.deletionTimestamp &&
    before.uid === after.uid &&
    sameReferences(before.ownerReferences, after.ownerReferences) &&
    (before.finalizers === after.finalizers || (before.finalizers ?? []).join() === (after.finalizers ?? []).join())
  );
}

function sameReferences(a: readonly OwnerReference[] | undefined, b: readonly OwnerReference[] | undefined): boolean {
  if (a === b) return true;
  if ((a?.length ?? 0) !== (b?.length ?? 0)) return false;
  return (a ?? []).every((one, index) => one.uid === b![index].uid && one.blockOwnerDeletion === b![index].blockOwnerDeletion);
}
