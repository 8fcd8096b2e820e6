import type { KubeObject, LabelSelector } from '../../apimachinery/meta.ts';
import { isInvalid, isNotFound } from '../../apimachinery/status.ts';
import { isFailure, type ResourceClient } from '../../client-go/index.ts';
import type { Process } from '../../engine/index.ts';
import { textOf } from './failures.ts';
import { controllerRef } from './pod-control.ts';
import { selectorMatches } from './selector.ts';

/** What an owner claims: whose selector it is, how to ask whether it still lives, and where the claimed objects are. */
export interface Claim<T extends KubeObject> {
  readonly owner: KubeObject;
  readonly selector: LabelSelector;
  readonly owners: ResourceClient<KubeObject>;
  readonly objects: ResourceClient<T>;
}

export interface Claimed<T> {
  /** Objects that were adopted: orphans that match. */
  readonly adopted: T[];
  /** Objects that were let go: owned, but no longer matching. */
  readonly released: T[];
  readonly error?: string;
}

/**
 * Adopts matching orphans and releases owned objects that do not match. Nothing is adopted by an owner that is being deleted.
 * Source: kubernetes v1.32 pkg/controller/controller_ref_manager.go, ClaimPods and ClaimObject.
 */
export function* claim<T extends KubeObject>(claim: Claim<T>, owned: Iterable<T>, orphans: Iterable<T>): Process<Claimed<T>> {
  const adopted: T[] = [];
  const released: T[] = [];
  for (const object of owned) {
    if (selectorMatches(claim.selector, object.metadata.labels) || claim.owner.metadata.deletionTimestamp) continue;
    const error = yield* release(claim, object);
    if (error !== undefined) return { adopted, released, error };
    released.push(object);
  }
  let mayAdopt: boolean | undefined;
  for (const object of orphans) {
    if (object.metadata.deletionTimestamp || claim.owner.metadata.deletionTimestamp || !selectorMatches(claim.selector, object.metadata.labels)) continue;
    mayAdopt ??= yield* ownerLives(claim);
    if (!mayAdopt) return { adopted, released, error: `can't adopt: ${claim.owner.kind} ${claim.owner.metadata.name} is gone` };
    const error = yield* adopt(claim, object);
    if (error !== undefined) return { adopted, released, error };
    adopted.push(object);
  }
  return { adopted, released };
}

/** Asks the server, since the cache may not know yet that the owner is being deleted. */
function* ownerLives<T extends KubeObject>({ owner, owners }: Claim<T>): Process<boolean> {
  const fresh = yield* owners.get(owner.metadata.namespace ?? '', owner.metadata.name!);
  return !isFailure(fresh) && fresh.metadata.uid === owner.metadata.uid && fresh.metadata.deletionTimestamp === undefined;
}

function* adopt<T extends KubeObject>({ owner, objects }: Claim<T>, object: T): Process<string | undefined> {
  const patch = { metadata: { ownerReferences: [controllerRef(owner)], uid: object.metadata.uid } };
  const reply = yield* objects.patch(object.metadata.namespace ?? '', object.metadata.name!, 'application/strategic-merge-patch+json', patch);
  return isFailure(reply) && !isNotFound(reply) ? textOf(reply) : undefined;
}

function* release<T extends KubeObject>({ owner, objects }: Claim<T>, object: T): Process<string | undefined> {
  const patch = { metadata: { uid: object.metadata.uid, ownerReferences: [{ $patch: 'delete', uid: owner.metadata.uid }] } };
  const reply = yield* objects.patch(object.metadata.namespace ?? '', object.metadata.name!, 'application/strategic-merge-patch+json', patch);
  return isFailure(reply) && !isNotFound(reply) && !isInvalid(reply) ? textOf(reply) : undefined;
}
