import { objectKey } from '../../../apimachinery/meta.ts';
import { isNotFound } from '../../../apimachinery/status.ts';
import { timeToUs } from '../../../apimachinery/time.ts';
import { isFailure, type ResourceClient, resources, type SharedInformer, type Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import type { ControllerContext } from '../context.ts';
import { textOf } from '../failures.ts';
import { hasTaint, isNodeReady, type NodeObject, OUT_OF_SERVICE_TAINT } from '../node-conditions.ts';
import { type Disruption, markDisrupted } from '../pod-disruption.ts';
import { isPodFinished, isPodTerminating, type PodObject } from '../pod-state.ts';
import { indexPodsByNode, podsOnNode } from '../pods-by-node.ts';

const PERIOD_US = 20_000_000;
const QUARANTINE_US = 40_000_000;

/**
 * Clears away pods that nobody else will: of nodes that are gone or out of service, terminating ones that never had a node, and finished ones beyond
 * a threshold. Source: kubernetes v1.32 pkg/controller/podgc/gc_controller.go.
 * Differs in cost only: keeps small sets of such pods instead of listing all pods each time.
 */
export class PodGcController {
  private readonly pods: SharedInformer<PodObject>;
  private readonly nodes: SharedInformer<NodeObject>;
  private readonly door: ResourceClient<PodObject>;
  private readonly nodeQueue: Workqueue;
  /** How many pods name a node; a node without any is not in it. */
  private readonly podsPerNode = new Map<string, number>();
  private readonly terminating = new Map<string, PodObject>();
  private readonly finished = new Map<string, PodObject>();
  private readonly seen = new Map<string, PodObject>();
  private readonly context: ControllerContext;

  constructor(context: ControllerContext) {
    this.context = context;
    this.pods = context.informer(resources.pods);
    indexPodsByNode(this.pods);
    this.nodes = context.informer(resources.nodes);
    this.door = context.client.resource(resources.pods);
    this.nodeQueue = context.queue('orphaned_pods_nodes');
    this.pods.addHandler({ onAdd: (pod) => this.note(pod), onUpdate: (_old, pod) => this.note(pod), onDelete: (pod) => this.forget(pod) });
    context.every(PERIOD_US, () => this.collect());
  }

  private note(pod: PodObject): void {
    const uid = pod.metadata.uid!;
    const old = this.seen.get(uid);
    this.seen.set(uid, pod);
    if (old?.spec?.nodeName !== pod.spec?.nodeName) {
      this.count(old?.spec?.nodeName, -1);
      this.count(pod.spec?.nodeName, 1);
    }
    if (isPodTerminating(pod)) this.terminating.set(uid, pod);
    if (isPodFinished(pod)) this.finished.set(uid, pod);
  }

  private forget(pod: PodObject): void {
    const uid = pod.metadata.uid!;
    const old = this.seen.get(uid);
    if (!old) return;
    this.seen.delete(uid);
    this.count(old.spec?.nodeName, -1);
    this.terminating.delete(uid);
    this.finished.delete(uid);
  }

  private count(node: string | undefined, change: 1 | -1): void {
    if (!node) return;
    const count = (this.podsPerNode.get(node) ?? 0) + change;
    if (count > 0) this.podsPerNode.set(node, count);
    else this.podsPerNode.delete(node);
  }

  private *collect(): Process<void> {
    if (this.context.config.terminatedPodThreshold > 0) yield* this.collectFinished();
    yield* this.collectOutOfService();
    yield* this.collectOrphaned();
    yield* this.collectUnscheduled();
  }

  /** Source: gcTerminated: the oldest go first; those that were evicted even before. */
  private *collectFinished(): Process<void> {
    const surplus = this.finished.size - this.context.config.terminatedPodThreshold;
    if (surplus <= 0) return;
    const pods = [...this.finished.values()].filter((pod) => !isPodTerminating(pod));
    pods.sort((a, b) => evictedFirst(a) - evictedFirst(b) || created(a) - created(b) || (a.metadata.name! < b.metadata.name! ? -1 : 1));
    for (const pod of pods.slice(0, surplus)) yield* this.delete(pod, {}, 'terminated');
  }

  /** Source: gcTerminating. */
  private *collectOutOfService(): Process<void> {
    for (const pod of [...this.terminating.values()]) {
      const node = this.nodes.get('', pod.spec?.nodeName ?? '');
      if (node && !isNodeReady(node) && OUT_OF_SERVICE_EFFECTS.some((effect) => hasTaint(node, OUT_OF_SERVICE_TAINT, effect)))
        yield* this.delete(pod, { phase: 'Failed' }, 'out-of-service');
    }
  }

  /** A node that is missing is asked for after 40 s; only then are its pods given up. Source: gcOrphaned. */
  private *collectOrphaned(): Process<void> {
    for (const name of this.podsPerNode.keys()) if (!this.nodes.get('', name)) this.quarantine(name);
    const gone: string[] = [];
    while (this.nodeQueue.length > 0) {
      const name = yield* this.nodeQueue.get();
      if (!this.nodes.get('', name)) {
        const live = yield* this.context.client.resource(resources.nodes).get('', name);
        if (isFailure(live) && isNotFound(live)) gone.push(name);
      }
      this.nodeQueue.done(name);
    }
    const message = 'PodGC: node no longer exists';
    for (const name of gone)
      for (const pod of [...podsOnNode(this.pods, name).values()]) yield* this.delete(pod, { phase: 'Failed', reason: 'DeletionByPodGC', message }, 'orphaned');
  }

  private quarantine(name: string): void {
    if (this.nodeQueue.delayed.has(name)) return;
    this.nodeQueue.addAfter(name, QUARANTINE_US);
    this.context.why('podgc.quarantine', `nodes/${name}`, { node: name, seconds: QUARANTINE_US / 1_000_000 });
  }

  /** Source: gcUnscheduledTerminating. */
  private *collectUnscheduled(): Process<void> {
    for (const pod of [...this.terminating.values()]) if (!pod.spec?.nodeName) yield* this.delete(pod, { phase: 'Failed' }, 'unscheduled');
  }

  /** Source: markFailedAndDeletePodWithCondition. */
  private *delete(pod: PodObject, disruption: Disruption, reason: string): Process<void> {
    const key = objectKey(pod);
    const failed = isPodFinished(pod) ? undefined : yield* markDisrupted(this.door, pod, disruption);
    const reply = failed && !isNotFound(failed) ? failed : yield* this.door.delete(pod.metadata.namespace!, pod.metadata.name!, { query: { gracePeriodSeconds: 0 } });
    const error = isFailure(reply) && !isNotFound(reply) ? textOf(reply) : undefined;
    if (error === undefined) this.context.why('podgc.deleted', `pods/${key}`, { pod: pod.metadata.name!, node: pod.spec?.nodeName ?? '', reason });
    this.context.log.record(key, this.context.nowUs, error ?? reason, error !== undefined);
  }
}

const OUT_OF_SERVICE_EFFECTS = ['NoExecute', 'NoSchedule'];
const created = (pod: PodObject): number => timeToUs(pod.metadata.creationTimestamp) ?? 0;
const evictedFirst = (pod: PodObject): number => (pod.status?.phase === 'Failed' && pod.status.reason === 'Evicted' ? 0 : 1);
