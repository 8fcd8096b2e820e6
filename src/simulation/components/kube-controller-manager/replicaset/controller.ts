import type { Status } from '../../../apimachinery/status.ts';
import { isNotFound } from '../../../apimachinery/status.ts';
import { type KubeObject, objectKey } from '../../../apimachinery/meta.ts';
import { formatTime } from '../../../apimachinery/time.ts';
import { byController, byNamespace, CONTROLLER_INDEX, isFailure, NAMESPACE_INDEX, type ResourceClient, resources, type SharedInformer, type Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import { claim } from '../adoption.ts';
import { runAll, slowStartBatch } from '../batch.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import type { ControlledPods } from '../controlled-pods.ts';
import { Expectations } from '../expectations.ts';
import { textOf } from '../failures.ts';
import { PodControl, podFromTemplate } from '../pod-control.ts';
import { isPodActive, isPodAvailable, isPodReady, type PodObject } from '../pod-state.ts';
import { selectorMatches } from '../selector.ts';
import { podsToDelete } from './deletion-rank.ts';
import type { Flavour, ReplicaSetObject } from './flavour.ts';
import { calculateStatus, sameStatus } from './status.ts';

const BURST_REPLICAS = 500;
const WORKERS = 5;

/**
 * Keeps as many active pods as spec.replicas says. Serves ReplicaSets and, through another flavour, ReplicationControllers.
 * Source: kubernetes v1.32 pkg/controller/replicaset/replica_set.go.
 */
export class ReplicaSetController {
  private readonly sets: SharedInformer<ReplicaSetObject>;
  private readonly queue: Workqueue;
  private readonly expectations: Expectations;
  private readonly podControl: PodControl;
  private readonly door: ResourceClient<ReplicaSetObject>;
  private readonly podDoor: ResourceClient<PodObject>;
  private readonly context: ControllerContext;
  private readonly flavour: Flavour;
  private readonly pods: ControlledPods;

  constructor(context: ControllerContext, flavour: Flavour) {
    this.context = context;
    this.flavour = flavour;
    this.pods = context.controlledPods();
    this.sets = context.informer(flavour.resource);
    this.sets.addIndex(CONTROLLER_INDEX, byController);
    this.sets.addIndex(NAMESPACE_INDEX, byNamespace);
    this.queue = context.queue(flavour.queue);
    this.expectations = new Expectations(context.self.engine);
    this.podControl = new PodControl(context.client, context.recorder(flavour.component));
    this.door = context.client.resource(flavour.resource);
    this.podDoor = context.client.resource(resources.pods);
    this.sets.addHandler({
      onAdd: (set) => this.queue.add(objectKey(set)),
      onUpdate: (_old, set) => this.queue.add(objectKey(set)),
      onDelete: (set) => this.setDeleted(set),
    });
    this.pods.informer.addHandler({
      onAdd: (pod) => this.podAdded(pod),
      onUpdate: (old, pod) => this.podUpdated(old, pod),
      onDelete: (pod) => this.podGone(pod),
    });
    context.work(this.queue, WORKERS, (key) => this.sync(key));
  }

  private setDeleted(set: ReplicaSetObject): void {
    this.expectations.forget(objectKey(set));
    this.queue.add(objectKey(set));
  }

  /** The key of the set that controls the pod, if it is one of ours and of the same life. */
  private ownerKey(pod: PodObject): string | undefined {
    const references = pod.metadata.ownerReferences;
    if (!references) return undefined;
    for (const reference of references) {
      if (reference.controller !== true || reference.kind !== this.flavour.kind) continue;
      const key = `${pod.metadata.namespace}/${reference.name}`;
      return this.sets.store.get(key)?.metadata.uid === reference.uid ? key : undefined;
    }
    return undefined;
  }

  private podAdded(pod: PodObject): void {
    // After a restart of the manager a pod may first be seen while it is being deleted.
    if (pod.metadata.deletionTimestamp) return this.podGone(pod);
    const key = this.ownerKey(pod);
    if (key === undefined) return this.orphanSeen(pod);
    this.expectations.creationObserved(key);
    this.queue.add(key);
  }

  private podUpdated(old: PodObject, pod: PodObject): void {
    // The deletion is counted when it is asked for, not when the kubelet is done with the pod.
    if (pod.metadata.deletionTimestamp) return this.podGone(pod);
    const key = this.ownerKey(pod);
    if (pod.metadata.ownerReferences !== old.metadata.ownerReferences) {
      const oldKey = this.ownerKey(old);
      if (oldKey !== undefined && oldKey !== key) this.queue.add(oldKey);
    }
    if (key === undefined) return this.orphanSeen(pod);
    this.queue.add(key);
    if (!isPodReady(old) && isPodReady(pod)) this.resyncWhenAvailable(key);
  }

  private resyncWhenAvailable(key: string): void {
    const seconds = this.sets.store.get(key)?.spec?.minReadySeconds ?? 0;
    if (seconds > 0) this.queue.addAfter(key, seconds * 1_000_000 + 1_000_000);
  }

  private podGone(pod: PodObject): void {
    const key = this.ownerKey(pod);
    if (key === undefined) return;
    this.expectations.deletionObserved(key, pod.metadata.uid!);
    this.queue.add(key);
  }

  private orphanSeen(pod: PodObject): void {
    if (pod.metadata.ownerReferences?.some((reference) => reference.controller === true)) return;
    for (const [key, set] of this.sets.store.byIndex(NAMESPACE_INDEX, pod.metadata.namespace ?? ''))
      if (selectorMatches(this.flavour.selector(set), pod.metadata.labels)) this.queue.add(key);
  }

  private *sync(key: string): Process<SyncResult> {
    const set = this.sets.store.get(key);
    if (!set) return this.expectations.forget(key);
    const satisfied = this.expectations.satisfied(key);
    const template = set.spec?.template;
    const seen = this.pods.counts(set.metadata.uid!, template?.metadata?.labels ?? {});
    const counts = { active: seen.active, ready: seen.ready, labelled: seen.labelled };
    const available = this.countAvailable(set, counts.ready);
    const claimed = yield* this.claimPods(set, counts.labelled === counts.active);
    if (claimed.error !== undefined) return claimed.error;
    counts.active += claimed.delta;
    const missing = (set.spec?.replicas ?? 1) - counts.active;
    const error = satisfied && !set.metadata.deletionTimestamp ? yield* this.manageReplicas(key, set, missing) : undefined;
    const status = calculateStatus(set, counts, available, { error, missing, now: formatTime(this.context.nowUs) });
    const failed = sameStatus(set.status, status) ? undefined : yield* this.updateStatus(set, status);
    if (failed !== undefined) return textOf(failed);
    const minReadySeconds = set.spec?.minReadySeconds ?? 0;
    if (minReadySeconds > 0 && counts.ready === set.spec?.replicas && available !== counts.ready) this.queue.addAfter(key, minReadySeconds * 1_000_000);
    return error;
  }

  private countAvailable(set: ReplicaSetObject, ready: number): number {
    const minReadySeconds = set.spec?.minReadySeconds ?? 0;
    if (minReadySeconds === 0) return ready;
    let available = 0;
    for (const pod of this.pods.of(set.metadata.uid!).values())
      if (isPodActive(pod) && isPodAvailable(pod, minReadySeconds, this.context.nowUs)) available++;
    return available;
  }

  /** Answers by how much adoption and release change the number of pods. `allFit`: no owned pod can fail the selector. */
  private *claimPods(set: ReplicaSetObject, allFit: boolean): Process<{ delta: number; error?: string }> {
    const orphans = this.pods.orphans(set.metadata.namespace ?? '');
    if (allFit && orphans.size === 0) return { delta: 0 };
    const owned = allFit ? [] : [...this.pods.of(set.metadata.uid!).values()].filter(isPodActive);
    const owners = this.door as unknown as ResourceClient<KubeObject>;
    const claims = { owner: set, selector: this.flavour.selector(set), owners, objects: this.podDoor };
    const claimed = yield* claim(claims, owned, [...orphans.values()].filter(isPodActive));
    return { delta: claimed.adopted.length - claimed.released.length, error: claimed.error };
  }

  /** Source: replica_set.go, manageReplicas. Answers an error text when a pod could not be created or deleted. */
  private *manageReplicas(key: string, set: ReplicaSetObject, missing: number): Process<string | undefined> {
    if (missing > 0) return yield* this.createPods(key, set, missing > BURST_REPLICAS ? BURST_REPLICAS : missing);
    if (missing < 0) return yield* this.deletePods(key, set, -missing > BURST_REPLICAS ? BURST_REPLICAS : -missing);
    return undefined;
  }

  private *createPods(key: string, set: ReplicaSetObject, count: number): Process<string | undefined> {
    this.expectations.expectCreations(key, count);
    const pod = podFromTemplate(set.spec!.template!, set);
    let terminating = false;
    const act = function* (this: ReplicaSetController): Process<string | undefined> {
      const created = yield* this.podControl.create(pod, set);
      terminating ||= created.terminating ?? false;
      if (created.pod) this.context.why('replicaset.created-pod', `pods/${objectKey(created.pod)}`, { pod: created.pod.metadata.name!, replicaset: set.metadata.name! });
      return created.terminating ? undefined : created.error;
    };
    const result = yield* slowStartBatch(this.context.self, count, () => act.call(this));
    // Those that were never tried will send no event.
    if (result.successes < count) this.expectations.creationObserved(key, count - result.successes);
    if (terminating) this.expectations.forget(key);
    this.context.note(key, `+${result.successes}`);
    return result.error;
  }

  private *deletePods(key: string, set: ReplicaSetObject, count: number): Process<string | undefined> {
    const active = [...this.pods.of(set.metadata.uid!).values()].filter(isPodActive);
    const chosen = podsToDelete(active, this.relatedPods(set, active), count, this.context.nowUs);
    this.expectations.expectDeletions(key, chosen.map(({ pod }) => pod.metadata.uid!));
    const results = yield* runAll(this.context.self, chosen.map(({ pod, reason }) => this.deletePod(key, set, pod, reason)));
    this.context.note(key, `-${count}`);
    return results.find((error) => error !== undefined);
  }

  private *deletePod(key: string, set: ReplicaSetObject, pod: PodObject, reason: string): Process<string | undefined> {
    this.context.why('replicaset.deleted-pod', `pods/${objectKey(pod)}`, { pod: pod.metadata.name!, replicaset: set.metadata.name!, reason });
    const result = yield* this.podControl.delete(pod, set);
    if (result.error !== undefined || result.gone) this.expectations.deletionObserved(key, pod.metadata.uid!);
    return result.error;
  }

  /** The active pods of all sets of the same owner, which a Deployment wants spread over nodes together. */
  private *relatedPods(set: ReplicaSetObject, own: readonly PodObject[]): Iterable<PodObject> {
    const [owner] = byController(set);
    if (owner === undefined) return yield* own;
    for (const sibling of this.sets.store.byIndex(CONTROLLER_INDEX, owner).values())
      for (const pod of this.pods.of(sibling.metadata.uid!).values()) if (isPodActive(pod)) yield pod;
  }

  private *updateStatus(set: ReplicaSetObject, status: ReplicaSetObject['status']): Process<Status | undefined> {
    const reply = yield* this.door.updateStatus({ ...set, status });
    if (!isFailure(reply)) return undefined;
    if (isNotFound(reply)) return undefined;
    const fresh = yield* this.door.get(set.metadata.namespace!, set.metadata.name!);
    if (isFailure(fresh)) return isNotFound(fresh) ? undefined : fresh;
    const again = yield* this.door.updateStatus({ ...fresh, status });
    return isFailure(again) ? again : undefined;
  }
}
