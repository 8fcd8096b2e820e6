import type { PodTemplateSpec } from 'kubernetes-types/core/v1.d.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import { isAlreadyExists, type Status } from '../../../apimachinery/status.ts';
import { byController, CONTROLLER_INDEX, isFailure, type ResourceClient, type SharedInformer } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import { controllerRevisions } from '../api-resources.ts';
import type { ControllerContext } from '../context.ts';
import { byRevision, newRevision, type RevisionObject, sameData } from './revision.ts';

/** The newest revision of an owner, all of them, oldest first, and how often a name was taken. */
export interface Revisions {
  readonly update: RevisionObject;
  readonly all: readonly RevisionObject[];
  readonly collisionCount: number | undefined;
}

type Owner = KubeObject & { readonly spec?: { readonly template?: PodTemplateSpec } };

/** The ControllerRevisions of StatefulSets and DaemonSets. Source: kubernetes v1.32 pkg/controller/history. */
export class History {
  private readonly informer: SharedInformer<RevisionObject>;
  private readonly door: ResourceClient<RevisionObject>;

  constructor(context: ControllerContext) {
    this.informer = context.informer(controllerRevisions);
    this.informer.addIndex(CONTROLLER_INDEX, byController);
    this.door = context.client.resource(controllerRevisions);
  }

  list(owner: KubeObject): RevisionObject[] {
    return [...this.informer.store.byIndex(CONTROLLER_INDEX, owner.metadata.uid!).values()].sort(byRevision);
  }

  /**
   * Finds the revision of the owner's present template, renumbers it when it is an old one come back, or makes it.
   * Source: kubernetes v1.32 pkg/controller/statefulset/stateful_set_control.go, getStatefulSetRevisions.
   */
  *ensure(owner: Owner, collisionCount: number | undefined): Process<Revisions | Status> {
    const all = this.list(owner);
    const next = all.length === 0 ? 1 : all[all.length - 1].revision + 1;
    const wanted = newRevision(owner, next, collisionCount);
    const equal = all.filter((one) => sameData(one, wanted));
    const found = equal[equal.length - 1];
    if (found && found === all[all.length - 1]) return { update: found, all, collisionCount };
    const written = found ? yield* this.door.update({ ...found, revision: next }) : yield* this.create(owner, wanted, collisionCount);
    if (isFailure(written)) return written;
    return { update: written, all: [...all.filter((one) => one.metadata.name !== written.metadata.name), written], collisionCount };
  }

  /** A taken name is ours when it has our data; otherwise the hash collided and the next one is tried. */
  private *create(owner: Owner, revision: RevisionObject, collisionCount: number | undefined): Process<RevisionObject | Status> {
    let wanted = revision;
    for (let collisions = collisionCount ?? 0; ; collisions++) {
      const reply = yield* this.door.create(wanted);
      if (!isFailure(reply) || !isAlreadyExists(reply)) return reply;
      const there = yield* this.door.get(wanted.metadata.namespace!, wanted.metadata.name!);
      if (isFailure(there)) return there;
      if (sameData(there, wanted)) return there;
      wanted = newRevision(owner, revision.revision, collisions + 1);
    }
  }

  /** Deletes the oldest of those nobody uses, beyond the limit. Source: truncateHistory. */
  *truncate(owner: KubeObject, used: ReadonlySet<string>, limit: number): Process<void> {
    const unused = this.list(owner).filter((one) => !used.has(one.metadata.name!));
    for (const one of unused.slice(0, Math.max(0, unused.length - limit))) yield* this.door.delete(one.metadata.namespace!, one.metadata.name!);
  }
}
