import { deepEqual } from '../../../apimachinery/equality.ts';
import { type KubeObject, objectKey } from '../../../apimachinery/meta.ts';
import { isAlreadyExists, isNotFound } from '../../../apimachinery/status.ts';
import { type EventRecorder, isFailure, type ResourceClient, resources, type SharedInformer, type Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import { claim } from '../adoption.ts';
import { persistentVolumeClaims, statefulSets } from '../api-resources.ts';
import { runAll } from '../batch.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import type { ControlledPods } from '../controlled-pods.ts';
import { textOf } from '../failures.ts';
import { History, type Revisions } from '../history/history.ts';
import { templateOf } from '../history/revision.ts';
import { OwnerKeys } from '../owner-keys.ts';
import { isPodReady, type PodObject } from '../pod-state.ts';
import { type ClaimObject, claimsOf, newStatefulSetPod, ordinalOf, revisionOfPod, type StatefulSetObject } from './identity.ts';
import { planSteps, type Step } from './plan.ts';
import { statusOf } from './status.ts';

const WORKERS = 5;

/**
 * Keeps pods with names, order and claims of their own.
 * Source: kubernetes v1.32 pkg/controller/statefulset. Differs: claims are not deleted (persistentVolumeClaimRetentionPolicy is Retain).
 */
export class StatefulSetController {
  private readonly sets: SharedInformer<StatefulSetObject>;
  private readonly claims: SharedInformer<ClaimObject>;
  private readonly pods: ControlledPods;
  private readonly queue: Workqueue;
  private readonly recorder: EventRecorder;
  private readonly history: History;
  private readonly door: ResourceClient<StatefulSetObject>;
  private readonly podDoor: ResourceClient<PodObject>;
  private readonly context: ControllerContext;

  constructor(context: ControllerContext) {
    this.context = context;
    this.pods = context.controlledPods();
    this.sets = context.informer(statefulSets);
    this.claims = context.informer(persistentVolumeClaims);
    this.history = new History(context);
    this.queue = context.queue('statefulset');
    this.recorder = context.recorder('statefulset-controller');
    this.door = context.client.resource(statefulSets);
    this.podDoor = context.client.resource(resources.pods);
    const enqueue = (set: StatefulSetObject): void => this.queue.add(objectKey(set));
    this.sets.addHandler({ onAdd: enqueue, onUpdate: (_old, set) => enqueue(set), onDelete: enqueue });
    const owners = new OwnerKeys('StatefulSet', this.sets, (set) => set.spec!.selector);
    owners.follow(this.pods.informer, (key, pod, old) => this.podSeen(key, pod, old));
    context.work(this.queue, WORKERS, (key) => this.sync(key));
  }

  private podSeen(key: string, pod: PodObject, old: PodObject | undefined): void {
    this.queue.add(key);
    const seconds = this.sets.store.get(key)?.spec?.minReadySeconds ?? 0;
    if (seconds > 0 && old && !isPodReady(old) && isPodReady(pod)) this.queue.addAfter(key, (seconds + 1) * 1_000_000);
  }

  private *sync(key: string): Process<SyncResult> {
    const set = this.sets.store.get(key);
    if (!set) return undefined;
    const pods = yield* this.claimPods(set);
    if (typeof pods === 'string') return pods;
    const revisions = yield* this.history.ensure(set, set.status?.collisionCount);
    if (isFailure(revisions)) return textOf(revisions);
    const error = yield* this.update(key, set, pods, revisions);
    if (error !== undefined) return error;
    const used = new Set([...pods.map(revisionOfPod), revisions.update.metadata.name!, set.status?.currentRevision ?? '']);
    return yield* this.history.truncate(set, used, set.spec!.revisionHistoryLimit ?? 10);
  }

  private *claimPods(set: StatefulSetObject): Process<PodObject[] | string> {
    const mine = (pod: PodObject): boolean => ordinalOf(set, pod.metadata.name!) >= 0;
    const owned = [...this.pods.of(set.metadata.uid!).values()].filter(mine);
    const orphans = [...this.pods.orphans(set.metadata.namespace ?? '').values()].filter(mine);
    const owners = this.door as unknown as ResourceClient<KubeObject>;
    const claimed = yield* claim({ owner: set, selector: set.spec!.selector, owners, objects: this.podDoor }, owned, orphans);
    return claimed.error ?? [...owned.filter((pod) => !claimed.released.includes(pod)), ...claimed.adopted];
  }

  /** The status tells what was there at the start; what the steps change comes back as events. */
  private *update(key: string, set: StatefulSetObject, pods: readonly PodObject[], revisions: Revisions): Process<SyncResult> {
    const current = revisions.all.some((one) => one.metadata.name === set.status?.currentRevision) ? set.status!.currentRevision! : revisions.update.metadata.name!;
    const steps = set.metadata.deletionTimestamp ? [] : planSteps(set, pods, revisions.update.metadata.name!, this.context.nowUs);
    const errors = steps.length === 0 ? [] : yield* runAll(this.context.self, steps.map((step) => this.take(set, step, current, revisions)));
    if (steps.length > 0) this.context.note(key, steps.map((step) => (step.kind === 'delete' ? `-${step.pod.metadata.name}` : `+${step.ordinal}`)).join(' '));
    const status = statusOf(set, pods, current, revisions, this.context.nowUs);
    if (!deepEqual(set.status, status)) {
      const reply = yield* this.door.updateStatus({ ...set, status });
      if (isFailure(reply) && !isNotFound(reply)) return textOf(reply);
    }
    return errors.find((error) => error !== undefined);
  }

  private *take(set: StatefulSetObject, step: Step, current: string, revisions: Revisions): Process<string | undefined> {
    if (step.kind === 'claims') return yield* this.createClaims(set, step.ordinal);
    return step.kind === 'create' ? yield* this.create(set, step, current, revisions) : yield* this.delete(set, step);
  }

  private *create(set: StatefulSetObject, step: Step & { kind: 'create' }, current: string, revisions: Revisions): Process<string | undefined> {
    const old = step.revision === 'current' ? revisions.all.find((one) => one.metadata.name === current) : undefined;
    const revision = old ?? revisions.update;
    const pod = newStatefulSetPod(set, revision === revisions.update ? set.spec!.template : templateOf(revision), revision.metadata.name!, step.ordinal);
    const refused = yield* this.createClaims(set, step.ordinal);
    const reply = refused === undefined ? yield* this.podDoor.create(pod) : undefined;
    const error = refused ?? (isFailure(reply) ? textOf(reply) : undefined);
    // The watch lags behind our own create: not worth an event.
    if (isFailure(reply) && isAlreadyExists(reply)) return error;
    this.tell(set, pod.metadata.name!, 'create', error);
    if (error === undefined) this.context.why('statefulset.created-pod', `pods/${objectKey(pod)}`, { pod: pod.metadata.name!, statefulset: set.metadata.name!, ordinal: step.ordinal });
    return error;
  }

  private *delete(set: StatefulSetObject, { pod, reason }: Step & { kind: 'delete' }): Process<string | undefined> {
    const { namespace, name } = pod.metadata;
    this.context.why('statefulset.deleted-pod', `pods/${objectKey(pod)}`, { pod: name!, statefulset: set.metadata.name!, reason });
    if (reason === 'failed') {
      const finished = pod.status?.phase === 'Failed';
      const text = `StatefulSet ${set.metadata.namespace}/${set.metadata.name} is recreating ${finished ? 'failed' : 'terminated'} Pod ${name}`;
      this.recorder.event(set, finished ? 'Warning' : 'Normal', finished ? 'RecreatingFailedPod' : 'RecreatingTerminatedPod', text);
    }
    const reply = yield* this.podDoor.delete(namespace!, name!);
    const error = isFailure(reply) && !isNotFound(reply) ? textOf(reply) : undefined;
    this.tell(set, name!, 'delete', error);
    return error;
  }

  private tell(set: StatefulSetObject, pod: string, verb: 'create' | 'delete', error: string | undefined): void {
    const noun = verb === 'create' ? 'Create' : 'Delete';
    const about = `${verb} Pod ${pod} in StatefulSet ${set.metadata.name}`;
    if (error === undefined) this.recorder.event(set, 'Normal', `Successful${noun}`, `${about} successful`);
    else this.recorder.event(set, 'Warning', `Failed${noun}`, `${about} failed error: ${error}`);
  }

  private *createClaims(set: StatefulSetObject, ordinal: number): Process<string | undefined> {
    for (const wanted of claimsOf(set, ordinal)) {
      const { namespace, name } = wanted.metadata;
      if (this.claims.get(namespace!, name!)) continue;
      const reply = yield* this.context.client.resource(persistentVolumeClaims).create(wanted);
      const about = `create Claim ${name} Pod ${set.metadata.name}-${ordinal} in StatefulSet ${set.metadata.name}`;
      if (!isFailure(reply)) this.recorder.event(set, 'Normal', 'SuccessfulCreate', `${about} success`);
      else if (!isAlreadyExists(reply)) {
        this.recorder.event(set, 'Warning', 'FailedCreate', `${about} failed error: ${textOf(reply)}`);
        return `failed to create PVC ${name}: ${textOf(reply)}`;
      }
    }
    return undefined;
  }
}
