import { deepEqual } from '../../../apimachinery/equality.ts';
import { type KubeObject, objectKey } from '../../../apimachinery/meta.ts';
import { isNotFound } from '../../../apimachinery/status.ts';
import { isFailure, type EventRecorder, type ResourceClient, resources, type SharedInformer, type Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import { claim } from '../adoption.ts';
import { daemonSets } from '../api-resources.ts';
import { runAll, slowStartBatch } from '../batch.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import type { ControlledPods } from '../controlled-pods.ts';
import { Expectations } from '../expectations.ts';
import { textOf } from '../failures.ts';
import { History } from '../history/history.ts';
import { HASH_LABEL, POD_REVISION_LABEL } from '../history/revision.ts';
import type { NodeObject } from '../node-conditions.ts';
import { OwnerKeys } from '../owner-keys.ts';
import { PodControl, podFromTemplate } from '../pod-control.ts';
import { isPodReady, type PodObject } from '../pod-state.ts';
import { boundToNode, daemonTolerations } from './placement.ts';
import { type DaemonPlan, type DaemonSetObject, hashOf, manage, rollingUpdate, statusOf, targetNode } from './plan.ts';

const WORKERS = 2;
const BURST = 250;
const FAILED_BACKOFF_US = 1_000_000;
const FAILED_BACKOFF_MAX_US = 900_000_000;

/** Runs one pod on each node that fits. Source: kubernetes v1.32 pkg/controller/daemon. Differs: no surge during updates. */
export class DaemonSetController {
  private readonly sets: SharedInformer<DaemonSetObject>;
  private readonly nodes: SharedInformer<NodeObject>;
  private readonly pods: ControlledPods;
  private readonly queue: Workqueue;
  private readonly expectations: Expectations;
  private readonly podControl: PodControl;
  private readonly recorder: EventRecorder;
  private readonly history: History;
  private readonly door: ResourceClient<DaemonSetObject>;
  /** When a failed daemon pod of a node may be replaced again, and the next delay. */
  private readonly backoff = new Map<string, { untilUs: number; delayUs: number }>();
  private readonly context: ControllerContext;

  constructor(context: ControllerContext) {
    this.context = context;
    this.pods = context.controlledPods();
    this.sets = context.informer(daemonSets);
    this.nodes = context.informer(resources.nodes);
    this.history = new History(context);
    this.queue = context.queue('daemonset');
    this.recorder = context.recorder('daemonset-controller');
    this.expectations = new Expectations(context.self.engine);
    this.podControl = new PodControl(context.client, this.recorder);
    this.door = context.client.resource(daemonSets);
    const enqueue = (set: DaemonSetObject): void => this.queue.add(objectKey(set));
    this.sets.addHandler({ onAdd: enqueue, onUpdate: (_old, set) => enqueue(set), onDelete: enqueue });
    this.nodes.addHandler({ onAdd: () => this.enqueueAll(), onUpdate: (old, node) => this.nodeUpdated(old, node), onDelete: () => this.enqueueAll() });
    new OwnerKeys('DaemonSet', this.sets, (set) => set.spec!.selector).follow(this.pods.informer, (key, pod, old, gone) => this.podSeen(key, pod, old, gone));
    context.work(this.queue, WORKERS, (key) => this.sync(key));
  }

  private enqueueAll(): void {
    for (const key of this.sets.store.keys()) this.queue.add(key);
  }

  /** Heartbeats change nothing about where daemons run. */
  private nodeUpdated(old: NodeObject, node: NodeObject): void {
    if (deepEqual(old.metadata.labels, node.metadata.labels) && deepEqual(old.spec?.taints, node.spec?.taints)) return;
    this.enqueueAll();
  }

  private podSeen(key: string, pod: PodObject, old: PodObject | undefined, gone: boolean): void {
    if (gone || pod.metadata.deletionTimestamp) this.expectations.deletionObserved(key, pod.metadata.uid!);
    else if (!old) this.expectations.creationObserved(key);
    this.queue.add(key);
    const seconds = this.sets.store.get(key)?.spec?.minReadySeconds ?? 0;
    if (seconds > 0 && old && !isPodReady(old) && isPodReady(pod)) this.queue.addAfter(key, (seconds + 1) * 1_000_000);
  }

  private *sync(key: string): Process<SyncResult> {
    const set = this.sets.store.get(key);
    if (!set) return this.expectations.forget(key);
    if (set.metadata.deletionTimestamp) return undefined;
    const revisions = yield* this.history.ensure(set, set.status?.collisionCount);
    if (isFailure(revisions)) return textOf(revisions);
    const hash = revisions.update.metadata.labels![HASH_LABEL];
    let error: string | undefined;
    if (this.expectations.satisfied(key)) {
      const pods = yield* this.podsByNode(set);
      if (typeof pods === 'string') return pods;
      error = yield* this.carryOut(key, set, this.plan(set, pods, hash), hash);
    }
    const failed = yield* this.writeStatus(set, hash);
    if (failed !== undefined || error !== undefined) return failed ?? error;
    const used = new Set([revisions.update.metadata.name!, ...[...this.pods.of(set.metadata.uid!).values()].map((pod) => `${set.metadata.name}-${hashOf(pod)}`)]);
    return yield* this.history.truncate(set, used, set.spec!.revisionHistoryLimit ?? 10);
  }

  private plan(set: DaemonSetObject, pods: ReadonlyMap<string, PodObject[]>, hash: string): DaemonPlan {
    const plan = manage(set, this.nodes.store.values(), (name) => this.nodes.get('', name) !== undefined, pods);
    const remove = plan.remove.filter((one) => one.reason !== 'failed' || this.mayReplace(set, one.pod));
    if (plan.create.length + remove.length > 0) return { create: plan.create, remove };
    const { desiredNumberScheduled } = statusOf(set, this.nodes.store.values(), pods, hash, undefined, this.context.nowUs);
    return { create: [], remove: rollingUpdate(set, desiredNumberScheduled, pods, hash, this.context.nowUs) };
  }

  /** A daemon that fails at once must not be made anew without end. */
  private mayReplace(set: DaemonSetObject, pod: PodObject): boolean {
    const key = `${set.metadata.uid}/${targetNode(pod)}`;
    const { nowUs } = this.context;
    const known = this.backoff.get(key);
    if (known && known.untilUs > nowUs) {
      this.queue.addAfter(objectKey(set), known.untilUs - nowUs);
      return false;
    }
    const delayUs = Math.min(known ? known.delayUs * 2 : FAILED_BACKOFF_US, FAILED_BACKOFF_MAX_US);
    this.backoff.set(key, { untilUs: nowUs + delayUs, delayUs });
    return true;
  }

  private *podsByNode(set: DaemonSetObject): Process<Map<string, PodObject[]> | string> {
    const owned = [...this.pods.of(set.metadata.uid!).values()];
    const orphans = [...this.pods.orphans(set.metadata.namespace ?? '').values()];
    const owners = this.door as unknown as ResourceClient<KubeObject>;
    const objects = this.context.client.resource(resources.pods);
    const claimed = yield* claim({ owner: set, selector: set.spec!.selector, owners, objects }, owned, orphans);
    if (claimed.error !== undefined) return claimed.error;
    return group([...owned.filter((pod) => !claimed.released.includes(pod)), ...claimed.adopted]);
  }

  /** Source: daemon_controller.go, syncNodes. */
  private *carryOut(key: string, set: DaemonSetObject, plan: DaemonPlan, hash: string): Process<string | undefined> {
    const create = plan.create.slice(0, BURST);
    const remove = plan.remove.slice(0, BURST);
    if (create.length + remove.length === 0) return undefined;
    this.expectations.expect(key, create.length, remove.map(({ pod }) => pod.metadata.uid!));
    this.context.note(key, `+${create.length} -${remove.length}`);
    const left = [...create];
    const made = yield* slowStartBatch(this.context.self, create.length, () => this.create(key, set, left.shift()!, hash));
    this.expectations.creationObserved(key, create.length - made.successes);
    const errors = remove.length === 0 ? [] : yield* runAll(this.context.self, remove.map((one) => this.remove(key, set, one)));
    return made.error ?? errors.find((error) => error !== undefined);
  }

  private *create(key: string, set: DaemonSetObject, node: string, hash: string): Process<string | undefined> {
    const pod = podFromTemplate(set.spec!.template, set);
    const spec = { ...pod.spec!, tolerations: daemonTolerations(pod.spec!), affinity: boundToNode(pod.spec!, node) };
    const generation = set.metadata.annotations?.['deprecated.daemonset.template.generation'] ?? '1';
    const labels = { ...pod.metadata.labels, [POD_REVISION_LABEL]: hash, 'pod-template-generation': generation };
    const created = yield* this.podControl.create({ ...pod, metadata: { ...pod.metadata, labels }, spec }, set);
    if (created.pod) this.context.why('daemonset.created-pod', `pods/${objectKey(created.pod)}`, { pod: created.pod.metadata.name!, daemonset: set.metadata.name!, node });
    if (created.terminating) this.expectations.creationObserved(key);
    return created.terminating ? undefined : created.error;
  }

  private *remove(key: string, set: DaemonSetObject, { pod, reason }: DaemonPlan['remove'][number]): Process<string | undefined> {
    if (reason === 'failed' || reason === 'succeeded') this.tellEnded(set, pod, reason);
    this.context.why('daemonset.deleted-pod', `pods/${objectKey(pod)}`, { pod: pod.metadata.name!, daemonset: set.metadata.name!, node: targetNode(pod), reason });
    const result = yield* this.podControl.delete(pod, set);
    if (result.error !== undefined || result.gone) this.expectations.deletionObserved(key, pod.metadata.uid!);
    return result.error;
  }

  private tellEnded(set: DaemonSetObject, pod: PodObject, reason: 'failed' | 'succeeded'): void {
    const text = `Found ${reason} daemon pod ${objectKey(pod)} on node ${targetNode(pod)}, will try to ${reason === 'failed' ? 'kill' : 'delete'} it`;
    this.recorder.event(set, reason === 'failed' ? 'Warning' : 'Normal', reason === 'failed' ? 'FailedDaemonPod' : 'SucceededDaemonPod', text);
  }

  private *writeStatus(set: DaemonSetObject, hash: string): Process<string | undefined> {
    const pods = group(this.pods.of(set.metadata.uid!).values());
    const status = statusOf(set, this.nodes.store.values(), pods, hash, set.status?.collisionCount, this.context.nowUs);
    if (deepEqual(set.status, status)) return undefined;
    const reply = yield* this.door.updateStatus({ ...set, status });
    return isFailure(reply) && !isNotFound(reply) ? textOf(reply) : undefined;
  }
}

function group(pods: Iterable<PodObject>): Map<string, PodObject[]> {
  const byNode = new Map<string, PodObject[]>();
  for (const pod of pods) {
    const node = targetNode(pod);
    const list = byNode.get(node);
    if (list) list.push(pod);
    else byNode.set(node, [pod]);
  }
  return byNode;
}
