import type { Taint } from 'kubernetes-types/core/v1.d.ts';
import { deepEqual } from '../../../apimachinery/equality.ts';
import { objectKey, splitKey } from '../../../apimachinery/meta.ts';
import { isNotFound } from '../../../apimachinery/status.ts';
import { type EventRecorder, isFailure, type ResourceClient, resources, type SharedInformer } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import type { ControllerContext } from '../context.ts';
import { textOf } from '../failures.ts';
import { type NodeObject, noExecuteTaints } from '../node-conditions.ts';
import { markDisrupted } from '../pod-disruption.ts';
import type { PodObject } from '../pod-state.ts';
import { indexPodsByNode, podsOnNode } from '../pods-by-node.ts';
import { TimedQueue } from './timed-queue.ts';
import { stayOf } from './toleration.ts';

const RETRIES = 5;
const RETRY_US = 10_000;

/**
 * Evicts pods from nodes with NoExecute taints once their tolerations run out.
 * Source: kubernetes v1.32 pkg/controller/tainteviction/taint_eviction.go.
 * Differs: nodes and pods are handled when seen, without the queues of the real one, whose only use is to spread work over threads.
 */
export class TaintEvictionController {
  private readonly nodes: SharedInformer<NodeObject>;
  private readonly pods: SharedInformer<PodObject>;
  private readonly door: ResourceClient<PodObject>;
  private readonly recorder: EventRecorder;
  /** NoExecute taints by node; nodes without one are not in it. */
  private readonly tainted = new Map<string, readonly Taint[]>();
  private readonly evictions: TimedQueue;
  private readonly context: ControllerContext;

  constructor(context: ControllerContext) {
    this.context = context;
    this.nodes = context.informer(resources.nodes);
    this.pods = context.informer(resources.pods);
    indexPodsByNode(this.pods);
    this.door = context.client.resource(resources.pods);
    this.recorder = context.recorder('taint-eviction-controller');
    this.evictions = new TimedQueue(context.self, (key, node) => this.evict(key, node));
    context.log.queues.push(this.evictions);
    context.whenSynced(() => this.begin());
  }

  private begin(): void {
    this.nodes.addHandler({
      onAdd: (node) => this.nodeSeen(node),
      onUpdate: (old, node) => {
        if (old.spec?.taints !== node.spec?.taints) this.nodeSeen(node);
      },
      onDelete: (node) => this.tainted.delete(node.metadata.name!),
    });
    this.pods.addHandler({
      onAdd: (pod) => this.podSeen(pod),
      onUpdate: (old, pod) => this.podUpdated(old, pod),
      onDelete: (pod) => this.cancel(objectKey(pod), false),
    });
  }

  private nodeSeen(node: NodeObject): void {
    const name = node.metadata.name!;
    const taints = noExecuteTaints(node);
    const before = this.tainted.get(name);
    if (taints.length === 0 && !before) return;
    if (before && deepEqual(before, taints)) return;
    if (taints.length > 0) this.tainted.set(name, taints);
    else this.tainted.delete(name);
    for (const pod of podsOnNode(this.pods, name).values()) this.weigh(pod, name, taints);
    this.context.log.record(name, this.context.nowUs, taints.map((taint) => `${taint.key}:${taint.effect}`).join(', '), false);
  }

  private podSeen(pod: PodObject): void {
    const taints = this.tainted.get(pod.spec?.nodeName ?? '');
    if (taints) this.weigh(pod, pod.spec!.nodeName!, taints);
  }

  private podUpdated(old: PodObject, pod: PodObject): void {
    if (this.tainted.size === 0) return;
    const same = old.spec === pod.spec || (old.spec?.nodeName === pod.spec?.nodeName && deepEqual(old.spec?.tolerations, pod.spec?.tolerations));
    if (!same) this.podSeen(pod);
  }

  /** Decides whether and when a pod must go. Source: taint_eviction.go, processPodOnNode. */
  private weigh(pod: PodObject, node: string, taints: readonly Taint[]): void {
    const key = objectKey(pod);
    const { nowUs } = this.context;
    if (taints.length === 0) return this.cancel(key, true);
    const stay = stayOf(taints, pod.spec?.tolerations ?? []);
    if (stay.kind === 'forever') return this.cancel(key, true);
    if (stay.kind === 'never') {
      this.cancel(key, true);
      return this.evictions.add(key, node, nowUs);
    }
    // What is scheduled stays so: a further taint does not give the pod its seconds anew.
    if (this.evictions.has(key)) return;
    this.evictions.add(key, node, nowUs + stay.seconds * 1_000_000);
    this.context.why('tainteviction.scheduled', `pods/${key}`, { pod: pod.metadata.name!, node, seconds: stay.seconds });
  }

  private cancel(key: string, tell: boolean): void {
    const node = this.evictions.nodeOf(key);
    if (!this.evictions.cancel(key) || !tell) return;
    const { namespace, name } = splitKey(key);
    this.recorder.eventAbout({ apiVersion: 'v1', kind: 'Pod', namespace, name }, 'Normal', 'TaintManagerEviction', `Cancelling deletion of Pod ${key}`);
    this.context.why('tainteviction.cancelled', `pods/${key}`, { pod: name, node });
  }

  private *evict(key: string, node: string): Process<void> {
    const { namespace, name } = splitKey(key);
    this.recorder.eventAbout({ apiVersion: 'v1', kind: 'Pod', namespace, name }, 'Normal', 'TaintManagerEviction', `Marking for deletion Pod ${key}`);
    let error: string | undefined;
    for (let tries = 0; tries < RETRIES; tries++) {
      error = yield* this.markAndDelete(namespace, name);
      if (error === undefined) break;
      yield RETRY_US;
    }
    if (error === undefined) this.context.why('tainteviction.evicted', `pods/${key}`, { pod: name, node });
    this.context.log.record(key, this.context.nowUs, error ?? 'evicted', error !== undefined);
    this.context.self.touch();
  }

  /** Source: taint_eviction.go, addConditionAndDeletePod. */
  private *markAndDelete(namespace: string, name: string): Process<string | undefined> {
    const pod = yield* this.door.get(namespace, name);
    if (isFailure(pod)) return isNotFound(pod) ? undefined : textOf(pod);
    const message = 'Taint manager: deleting due to NoExecute taint';
    const failed = yield* markDisrupted(this.door, pod, { reason: 'DeletionByTaintManager', message });
    if (failed) return isNotFound(failed) ? undefined : textOf(failed);
    const deleted = yield* this.door.delete(namespace, name);
    return isFailure(deleted) && !isNotFound(deleted) ? textOf(deleted) : undefined;
  }
}
