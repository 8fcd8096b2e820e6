import type { DeploymentStatus } from 'kubernetes-types/apps/v1.d.ts';
import { deepEqual } from '../../../apimachinery/equality.ts';
import { objectKey } from '../../../apimachinery/meta.ts';
import { formatTime } from '../../../apimachinery/time.ts';
import { type EventRecorder, isFailure, type ResourceClient, type Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import { textOf } from '../failures.ts';
import { isPodFinished, type PodObject } from '../pod-state.ts';
import { DESIRED_REPLICAS, hasAnnotations, revisionOf, sizeAnnotations, whole } from './annotations.ts';
import { isComplete, newSetSize, type Resize, scaleSets, shrinkOldSets } from './arithmetic.ts';
import { condition, conditionOf, withCondition } from './conditions.ts';
import { NewestSet } from './newest-set.ts';
import { activeSets, actual, type DeploymentObject, replicasOf, type ReplicaSetObject } from './objects.ts';
import { findNewest } from './rollout.ts';
import { calculateStatus, rolloutStatus, stuckAfterUs } from './status.ts';

export interface SyncParts {
  readonly context: ControllerContext;
  readonly queue: Workqueue;
  readonly recorder: EventRecorder;
  readonly deployments: ResourceClient<DeploymentObject>;
  readonly sets: ResourceClient<ReplicaSetObject>;
  cachedSet(namespace: string, name: string): ReplicaSetObject | undefined;
  podsOf(set: ReplicaSetObject): Iterable<PodObject>;
}

/** One pass over one Deployment. `deployment` is the cached object with what this pass already wrote to its status. */
export class DeploymentSync {
  private readonly parts: SyncParts;
  private readonly newestSet: NewestSet;
  private deployment: DeploymentObject;

  constructor(parts: SyncParts, deployment: DeploymentObject) {
    this.parts = parts;
    this.deployment = deployment;
    this.newestSet = new NewestSet(parts);
  }

  /** Source: kubernetes v1.32 pkg/controller/deployment/deployment_controller.go, syncDeployment. */
  *run(sets: ReplicaSetObject[]): Process<SyncResult> {
    if (this.deployment.metadata.deletionTimestamp) return yield* this.writePlainStatus(sets, findNewest(this.deployment, sets));
    const paused = yield* this.notePause();
    if (paused !== undefined) return paused;
    if (this.deployment.spec!.paused || this.isScaling(sets)) return yield* this.scale(sets);
    return this.deployment.spec!.strategy?.type === 'Recreate' ? yield* this.recreate(sets) : yield* this.roll(sets);
  }

  *refuseSelectingAll(): Process<SyncResult> {
    const message = 'This deployment is selecting all pods. A non-empty selector is required.';
    this.parts.recorder.event(this.deployment, 'Warning', 'SelectingAll', message);
    const { generation } = this.deployment.metadata;
    if ((this.deployment.status?.observedGeneration ?? 0) >= (generation ?? 0)) return undefined;
    return yield* this.writeStatus({ ...this.deployment.status, observedGeneration: generation });
  }

  /** Source: kubernetes v1.32 pkg/controller/deployment/sync.go, checkPausedConditions. */
  private *notePause(): Process<SyncResult> {
    const current = conditionOf(this.deployment.status, 'Progressing');
    if (current?.reason === 'ProgressDeadlineExceeded') return undefined;
    const paused = this.deployment.spec!.paused ?? false;
    if (paused === (current?.reason === 'DeploymentPaused')) return undefined;
    return yield* this.progress('Unknown', paused ? 'DeploymentPaused' : 'DeploymentResumed', `Deployment is ${paused ? 'paused' : 'resumed'}`);
  }

  /** True when some set was sized for another number of replicas. Source: sync.go, isScalingEvent. */
  private isScaling(sets: readonly ReplicaSetObject[]): boolean {
    return activeSets(sets).some((set) => {
      const desired = whole(set.metadata.annotations?.[DESIRED_REPLICAS]);
      return desired !== undefined && desired !== replicasOf(this.deployment);
    });
  }

  /** Source: sync.go, sync. */
  private *scale(sets: ReplicaSetObject[]): Process<SyncResult> {
    const found = yield* this.newest(sets, false);
    if (typeof found === 'string') return found;
    let { newest, old } = found;
    for (const resize of scaleSets(this.deployment, newest, old)) {
      const set = yield* this.resize(resize);
      if (typeof set === 'string') return set;
      if (set.metadata.uid === newest?.metadata.uid) newest = set;
      else old = replaced(old, set);
    }
    if (this.deployment.spec!.paused) yield* this.cleanUp(old);
    return yield* this.writePlainStatus(newest ? [...old, newest] : old, newest);
  }

  /** Source: kubernetes v1.32 pkg/controller/deployment/rolling.go, rolloutRolling. */
  private *roll(sets: ReplicaSetObject[]): Process<SyncResult> {
    const found = yield* this.newest(sets, true);
    if (typeof found === 'string') return found;
    const newest = found.newest!;
    let { old } = found;
    const size = replicasOf(newest);
    const grown = size > replicasOf(this.deployment) ? replicasOf(this.deployment) : newSetSize(this.deployment, [...old, newest], size);
    if (size !== replicasOf(this.deployment) && grown !== size) {
      const set = yield* this.resize({ set: newest, to: grown, reason: 'surge' });
      return typeof set === 'string' ? set : yield* this.writeRolloutStatus(old, set);
    }
    const shrinks = shrinkOldSets(this.deployment, old, newest);
    for (const shrink of shrinks) {
      const current = old.find((set) => set.metadata.uid === shrink.set.metadata.uid)!;
      const set = yield* this.resize({ ...shrink, set: current });
      if (typeof set === 'string') return set;
      old = replaced(old, set);
    }
    if (shrinks.length === 0 && isComplete(this.deployment, this.deployment.status)) yield* this.cleanUp(old);
    return yield* this.writeRolloutStatus(old, newest);
  }

  /** Source: kubernetes v1.32 pkg/controller/deployment/recreate.go, rolloutRecreate. */
  private *recreate(sets: ReplicaSetObject[]): Process<SyncResult> {
    let found = yield* this.newest(sets, false);
    if (typeof found === 'string') return found;
    let { old } = found;
    const active = activeSets(old);
    for (const set of active) {
      const emptied = yield* this.resize({ set, to: 0, reason: 'recreate' });
      if (typeof emptied === 'string') return emptied;
      old = replaced(old, emptied);
    }
    if (active.length > 0 || this.oldPodsRun(old)) return yield* this.writeRolloutStatus(old, found.newest);
    if (!found.newest) found = yield* this.newest(sets, true);
    if (typeof found === 'string') return found;
    let newest = found.newest!;
    if (replicasOf(newest) !== replicasOf(this.deployment)) {
      const set = yield* this.resize({ set: newest, to: replicasOf(this.deployment), reason: 'recreate' });
      if (typeof set === 'string') return set;
      newest = set;
    }
    if (isComplete(this.deployment, this.deployment.status)) yield* this.cleanUp(old);
    return yield* this.writeRolloutStatus(old, newest);
  }

  private oldPodsRun(old: readonly ReplicaSetObject[]): boolean {
    if (actual(old) > 0) return true;
    for (const set of old) for (const pod of this.parts.podsOf(set)) if (!isPodFinished(pod)) return true;
    return false;
  }

  private *newest(sets: ReplicaSetObject[], create: boolean): Process<{ newest: ReplicaSetObject | undefined; old: ReplicaSetObject[] } | string> {
    const existing = findNewest(this.deployment, sets);
    const old = sets.filter((set) => set !== existing);
    const result = yield* this.newestSet.ensure(this.deployment, existing, old, create);
    if (result.status) this.deployment = { ...this.deployment, status: result.status };
    return result.error ?? { newest: result.set, old };
  }

  /** Gives a set its size. Answers the written set or an error text. Source: sync.go, scaleReplicaSet. */
  private *resize({ set, to, reason }: Resize): Process<ReplicaSetObject | string> {
    const from = replicasOf(set);
    const annotations = sizeAnnotations(this.deployment);
    if (from === to && hasAnnotations(set, annotations)) return set;
    const next = { ...set, metadata: { ...set.metadata, annotations: { ...set.metadata.annotations, ...annotations } }, spec: { ...set.spec!, replicas: to } };
    const reply = yield* this.parts.sets.update(next);
    if (isFailure(reply)) return textOf(reply);
    if (from !== to) this.tellScaled(set, from, to, reason);
    return reply;
  }

  private tellScaled(set: ReplicaSetObject, from: number, to: number, reason: string): void {
    const name = set.metadata.name!;
    this.parts.recorder.event(this.deployment, 'Normal', 'ScalingReplicaSet', `Scaled ${to > from ? 'up' : 'down'} replica set ${name} from ${from} to ${to}`);
    this.parts.context.why('deployment.scaled', `deployments/${objectKey(this.deployment)}`, { replicaset: name, from, to, reason });
    this.parts.context.note(objectKey(this.deployment), `${name} ${from} → ${to}`);
  }

  /** Deletes the oldest empty sets beyond the history limit. Source: sync.go, cleanupDeployment. */
  private *cleanUp(old: readonly ReplicaSetObject[]): Process<void> {
    const limit = this.deployment.spec!.revisionHistoryLimit ?? 10;
    const alive = old.filter((set) => !set.metadata.deletionTimestamp);
    const surplus = [...alive].sort((a, b) => revisionOf(a) - revisionOf(b)).slice(0, Math.max(0, alive.length - limit));
    for (const set of surplus) {
      const settled = (set.status?.replicas ?? 0) === 0 && replicasOf(set) === 0 && (set.metadata.generation ?? 0) <= (set.status?.observedGeneration ?? 0);
      if (!settled) continue;
      this.parts.context.why('deployment.history-cleaned', `replicasets/${objectKey(set)}`, { replicaset: set.metadata.name!, limit });
      yield* this.parts.sets.delete(set.metadata.namespace!, set.metadata.name!);
    }
  }

  private *writePlainStatus(all: readonly ReplicaSetObject[], newest: ReplicaSetObject | undefined): Process<SyncResult> {
    const status = calculateStatus(this.deployment, all, newest, this.parts.context.nowUs);
    return deepEqual(this.deployment.status ?? {}, status) ? undefined : yield* this.writeStatus(status);
  }

  private *writeRolloutStatus(old: readonly ReplicaSetObject[], newest: ReplicaSetObject | undefined): Process<SyncResult> {
    const { nowUs } = this.parts.context;
    const status = rolloutStatus(this.deployment, newest ? [...old, newest] : old, newest, nowUs);
    if (deepEqual(this.deployment.status ?? {}, status)) return this.lookAgain(status);
    const before = conditionOf(this.deployment.status, 'Progressing')?.reason;
    const reason = conditionOf(status, 'Progressing')?.reason;
    const error = yield* this.writeStatus(status);
    if (error === undefined && reason !== undefined && reason !== before) this.tellProgress(reason);
    return error;
  }

  private tellProgress(reason: string): void {
    this.parts.context.why('deployment.progress', `deployments/${objectKey(this.deployment)}`, { reason });
  }

  private lookAgain(status: DeploymentStatus): void {
    const afterUs = stuckAfterUs(this.deployment, status, this.parts.context.nowUs);
    if (afterUs === undefined) return;
    const key = objectKey(this.deployment);
    if (afterUs === 0) this.parts.queue.addRateLimited(key);
    else this.parts.queue.addAfter(key, afterUs);
  }

  private *progress(status: string, reason: string, message: string): Process<SyncResult> {
    const next = condition('Progressing', status, reason, message, formatTime(this.parts.context.nowUs));
    const conditions = withCondition(this.deployment.status?.conditions ?? [], next) as DeploymentStatus['conditions'];
    return yield* this.writeStatus({ ...this.deployment.status, conditions });
  }

  private *writeStatus(status: DeploymentStatus): Process<SyncResult> {
    const reply = yield* this.parts.deployments.updateStatus({ ...this.deployment, status });
    this.deployment = { ...this.deployment, status };
    return isFailure(reply) ? textOf(reply) : undefined;
  }
}

const replaced = (sets: readonly ReplicaSetObject[], set: ReplicaSetObject): ReplicaSetObject[] =>
  sets.map((one) => (one.metadata.uid === set.metadata.uid ? set : one));
