import type { DeploymentCondition, DeploymentStatus } from 'kubernetes-types/apps/v1.d.ts';
import { objectKey } from '../../../apimachinery/meta.ts';
import { isAlreadyExists, type Status } from '../../../apimachinery/status.ts';
import { formatTime } from '../../../apimachinery/time.ts';
import { isFailure } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import { isNamespaceTerminating, textOf } from '../failures.ts';
import { newSetAnnotations, REVISION, revisionOf, sizeAnnotations } from './annotations.ts';
import { newSetSize } from './arithmetic.ts';
import { condition, conditionOf, withCondition } from './conditions.ts';
import { type DeploymentObject, type ReplicaSetObject } from './objects.ts';
import { newReplicaSet, sameTemplate } from './rollout.ts';
import { hasProgressDeadline } from './status.ts';
import type { SyncParts } from './sync.ts';

/** `status` is what was written to the Deployment on the way. */
interface Ensured {
  readonly set?: ReplicaSetObject;
  readonly status?: DeploymentStatus;
  readonly error?: string;
}

/**
 * Finds, brings up to date or creates the set of a Deployment's present template, and keeps the Deployment's revision.
 * Source: kubernetes v1.32 pkg/controller/deployment/sync.go, getNewReplicaSet.
 */
export class NewestSet {
  private readonly parts: SyncParts;

  constructor(parts: SyncParts) {
    this.parts = parts;
  }

  *ensure(deployment: DeploymentObject, existing: ReplicaSetObject | undefined, old: readonly ReplicaSetObject[], create: boolean): Process<Ensured> {
    const revision = old.reduce((most, set) => Math.max(most, revisionOf(set)), 0) + 1;
    if (existing) return yield* this.adjust(deployment, existing, revision);
    return create ? yield* this.create(deployment, old, revision) : {};
  }

  private *adjust(deployment: DeploymentObject, set: ReplicaSetObject, revision: number): Process<Ensured> {
    const annotations = newSetAnnotations(deployment, set.metadata.annotations, revision);
    const minReadySeconds = deployment.spec!.minReadySeconds ?? 0;
    if (annotations !== set.metadata.annotations || (set.spec!.minReadySeconds ?? 0) !== minReadySeconds) {
      const next = { ...set, metadata: { ...set.metadata, annotations: { ...annotations } }, spec: { ...set.spec!, minReadySeconds } };
      const reply = yield* this.parts.sets.update(next);
      return isFailure(reply) ? { error: textOf(reply) } : { set: reply };
    }
    const found = conditionOf(deployment.status, 'Progressing') || !hasProgressDeadline(deployment)
      ? undefined
      : this.progressing('True', 'FoundNewReplicaSet', `Found new replica set "${set.metadata.name}"`);
    const written = yield* this.writeRevision(deployment, set.metadata.annotations?.[REVISION], found);
    return { set, ...written };
  }

  private *create(deployment: DeploymentObject, old: readonly ReplicaSetObject[], revision: number): Process<Ensured> {
    const annotations = { ...newSetAnnotations(deployment, undefined, revision), ...sizeAnnotations(deployment) };
    const draft = newReplicaSet(deployment, 0, annotations);
    const size = newSetSize(deployment, [...old, draft], 0);
    const reply = yield* this.parts.sets.create({ ...draft, spec: { ...draft.spec!, replicas: size } });
    if (isFailure(reply)) return yield* this.createFailed(deployment, draft.metadata.name!, reply, revision);
    this.tellCreated(deployment, reply, size);
    const created = hasProgressDeadline(deployment)
      ? this.progressing('True', 'NewReplicaSetCreated', `Created new replica set "${reply.metadata.name}"`)
      : undefined;
    return { set: reply, ...(yield* this.writeRevision(deployment, String(revision), created)) };
  }

  private tellCreated(deployment: DeploymentObject, set: ReplicaSetObject, size: number): void {
    const name = set.metadata.name!;
    const about = `deployments/${objectKey(deployment)}`;
    this.parts.context.why('deployment.created-replicaset', about, { replicaset: name, replicas: size, revision: revisionOf(set) });
    this.parts.context.note(objectKey(deployment), `${name} created`);
    if (size === 0) return;
    this.parts.recorder.event(deployment, 'Normal', 'ScalingReplicaSet', `Scaled up replica set ${name} from 0 to ${size}`);
    this.parts.context.why('deployment.scaled', about, { replicaset: name, from: 0, to: size, reason: 'surge' });
  }

  private *createFailed(deployment: DeploymentObject, name: string, failure: Status, revision: number): Process<Ensured> {
    if (isAlreadyExists(failure)) return yield* this.nameTaken(deployment, name, failure, revision);
    if (isNamespaceTerminating(failure)) return { error: textOf(failure) };
    const message = `Failed to create new replica set "${name}": ${textOf(failure)}`;
    this.parts.recorder.event(deployment, 'Warning', 'ReplicaSetCreateError', message);
    if (hasProgressDeadline(deployment)) yield* this.writeStatus(deployment, this.progressing('False', 'ReplicaSetCreateError', message));
    return { error: textOf(failure) };
  }

  /** Ours and of this template: the cache was behind. Somebody else's: the hash collided, and the next name differs. */
  private *nameTaken(deployment: DeploymentObject, name: string, failure: Status, revision: number): Process<Ensured> {
    const set = this.parts.cachedSet(deployment.metadata.namespace!, name);
    if (!set) return { error: textOf(failure) };
    const ours = set.metadata.ownerReferences?.some((owner) => owner.controller === true && owner.uid === deployment.metadata.uid);
    if (ours && sameTemplate(set.spec!.template, deployment.spec!.template)) return { set, ...(yield* this.writeRevision(deployment, String(revision), undefined)) };
    const collisionCount = (deployment.status?.collisionCount ?? 0) + 1;
    this.parts.context.why('deployment.hash-collision', `deployments/${objectKey(deployment)}`, { replicaset: name, collisionCount });
    yield* this.parts.deployments.updateStatus({ ...deployment, status: { ...deployment.status, collisionCount } });
    return { error: textOf(failure) };
  }

  private progressing(status: string, reason: string, message: string): DeploymentCondition {
    return condition('Progressing', status, reason, message, formatTime(this.parts.context.nowUs));
  }

  /**
   * Writes the revision annotation and a condition, when they are new. Both go through the status subresource, which takes annotations of
   * a Deployment too. The resourceVersion in hand is old afterwards, so a further write in this pass conflicts and the key comes again: as in
   * the real controller.
   */
  private *writeRevision(deployment: DeploymentObject, revision: string | undefined, progress: DeploymentCondition | undefined): Process<{ status?: DeploymentStatus; error?: string }> {
    const sameRevision = revision === undefined || deployment.metadata.annotations?.[REVISION] === revision;
    if (sameRevision && !progress) return {};
    const annotations = sameRevision ? deployment.metadata.annotations : { ...deployment.metadata.annotations, [REVISION]: revision };
    return yield* this.writeStatus({ ...deployment, metadata: { ...deployment.metadata, annotations } }, progress);
  }

  private *writeStatus(deployment: DeploymentObject, progress: DeploymentCondition | undefined): Process<{ status?: DeploymentStatus; error?: string }> {
    const conditions = progress ? withCondition(deployment.status?.conditions ?? [], progress) : deployment.status?.conditions;
    const status = { ...deployment.status, conditions } as DeploymentStatus;
    const reply = yield* this.parts.deployments.updateStatus({ ...deployment, status });
    return isFailure(reply) ? { status, error: textOf(reply) } : { status };
  }
}
