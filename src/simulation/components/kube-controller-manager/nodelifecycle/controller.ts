import type { Lease } from 'kubernetes-types/coordination/v1.d.ts';
import { objectKey, type Typed } from '../../../apimachinery/meta.ts';
import { isNotFound } from '../../../apimachinery/status.ts';
import { formatTime } from '../../../apimachinery/time.ts';
import { type EventRecorder, isFailure, type ResourceClient, resources, type SharedInformer, type Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import { runAll } from '../batch.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import { type NodeObject, nodeCondition } from '../node-conditions.ts';
import { type PodObject, withPodCondition } from '../pod-state.ts';
import { indexPodsByNode, podsOnNode } from '../pods-by-node.ts';
import { Disruption } from './disruption.ts';
import { type NodeHealth, observe, silentConditions, zoneKey } from './health.ts';
import { noScheduleChange, swapTaints } from './taints.ts';

const NODE_WORKERS = 8;
const POD_WORKERS = 4;
const STATUS_RETRIES = 5;
const RETRY_US = 20_000;
/** Nodes whose status could not be written wait for the next pass; at most so many are written at once. */
const UPDATE_WORKERS = 8;

interface Pass {
  readonly node: NodeObject;
  readonly zone: string;
  ready: boolean;
}

/**
 * Watches over nodes: declares silent ones Unknown, taints them, and marks their pods not ready.
 * Source: kubernetes v1.32 pkg/controller/nodelifecycle/node_lifecycle_controller.go.
 */
export class NodeLifecycleController {
  private readonly nodes: SharedInformer<NodeObject>;
  private readonly pods: SharedInformer<PodObject>;
  private readonly leases: SharedInformer<Typed<Lease>>;
  private readonly door: ResourceClient<NodeObject>;
  private readonly podDoor: ResourceClient<PodObject>;
  private readonly recorder: EventRecorder;
  private readonly nodeQueue: Workqueue;
  private readonly podQueue: Workqueue;
  private readonly health = new Map<string, NodeHealth>();
  private readonly known = new Map<string, NodeObject>();
  private readonly podsToRetry = new Set<string>();
  private readonly disruption: Disruption;
  private readonly context: ControllerContext;

  constructor(context: ControllerContext) {
    this.context = context;
    this.nodes = context.informer(resources.nodes);
    this.pods = context.informer(resources.pods);
    indexPodsByNode(this.pods);
    this.leases = context.leases();
    this.door = context.client.resource(resources.nodes);
    this.podDoor = context.client.resource(resources.pods);
    this.recorder = context.recorder('node-controller');
    this.nodeQueue = context.queue('node_lifecycle_controller');
    this.podQueue = context.queue('node_lifecycle_controller_pods');
    this.disruption = new Disruption(context, this.door);
    this.nodes.addHandler({ onAdd: (node) => this.nodeQueue.add(node.metadata.name!), onUpdate: (old, node) => this.nodeUpdated(old, node) });
    this.pods.addHandler({ onAdd: (pod) => this.podAssigned(pod), onUpdate: (old, pod) => old.spec?.nodeName !== pod.spec?.nodeName && this.podAssigned(pod) });
    context.work(this.nodeQueue, NODE_WORKERS, (key) => this.syncNode(key));
    context.work(this.podQueue, POD_WORKERS, (key) => this.syncPod(key));
    context.every(context.config.nodeMonitorPeriodUs, () => this.monitor());
    context.whenSynced(() => this.disruption.start((name) => this.nodes.get('', name)));
  }

  private nodeUpdated(old: NodeObject, node: NodeObject): void {
    // A report that changes nothing but its time asks for no work.
    if (old.spec === node.spec && old.metadata.labels === node.metadata.labels && sameStatuses(old, node)) return;
    this.nodeQueue.add(node.metadata.name!);
  }

  /** Taints by condition, at once, and labels that must agree. Source: doNodeProcessingPassWorker. */
  private *syncNode(name: string): Process<SyncResult> {
    const node = this.nodes.get('', name);
    if (!node) return undefined;
    const change = noScheduleChange(node);
    if (change) {
      if (!(yield* swapTaints(this.door, name, change))) return 'failed to swap taints of node';
      for (const { key, effect } of change.add) this.tellTainted(name, key, effect);
      for (const { key, effect } of change.remove) this.context.why('nodelifecycle.untainted', `nodes/${name}`, { node: name, taint: key, effect: effect });
    }
    return yield* this.reconcileLabels(node);
  }

  private tellTainted(node: string, taint: string, effect: string): void {
    this.context.why('nodelifecycle.tainted', `nodes/${node}`, { node, taint, effect });
    this.context.note(node, `${taint}:${effect}`);
  }

  /** Source: reconcileNodeLabels: the beta labels follow the stable ones. */
  private *reconcileLabels(node: NodeObject): Process<SyncResult> {
    const labels = node.metadata.labels ?? {};
    const patch: Record<string, string> = {};
    for (const key of ['kubernetes.io/os', 'kubernetes.io/arch'])
      if (labels[key] !== undefined && labels[`beta.${key}`] !== labels[key]) patch[`beta.${key}`] = labels[key];
    if (Object.keys(patch).length === 0) return undefined;
    const reply = yield* this.door.patch('', node.metadata.name!, 'application/strategic-merge-patch+json', { metadata: { labels: patch } });
    return isFailure(reply) && !isNotFound(reply) ? reply.message : undefined;
  }

  /** A pod that comes to a node that is known to be unhealthy is not ready from the start. */
  private podAssigned(pod: PodObject): void {
    const name = pod.spec?.nodeName;
    if (!name) return;
    const health = this.health.get(name);
    if (health?.ready && health.ready.status !== 'True') this.podQueue.add(objectKey(pod));
  }

  private *syncPod(key: string): Process<SyncResult> {
    const pod = this.pods.store.get(key);
    const status = pod && this.health.get(pod.spec?.nodeName ?? '')?.ready?.status;
    if (!pod || !status || status === 'True' || !this.nodes.get('', pod.spec!.nodeName!)) return undefined;
    return (yield* this.markPodsNotReady([pod])) ? undefined : 'failed to mark the pod as not ready';
  }

  /** One pass over all nodes. Source: monitorNodeHealth. */
  private *monitor(): Process<void> {
    this.registerNewAndGone();
    const passes: Pass[] = [];
    const slow: Process<void>[] = [];
    for (const node of this.nodes.store.values()) {
      const pass = { node, zone: zoneKey(node), ready: true };
      passes.push(pass);
      this.disruption.addZone(pass.zone);
      if (!this.isFine(pass)) slow.push(this.check(pass));
    }
    for (let at = 0; at < slow.length; at += UPDATE_WORKERS) yield* runAll(this.context.self, slow.slice(at, at + UPDATE_WORKERS));
    yield* this.disruption.handle(passes, (name) => this.probeNow(name));
  }

  /** The way of nearly every node in nearly every pass: alive, ready, no taint to take away. */
  private isFine(pass: Pass): boolean {
    const health = this.observe(pass.node);
    if (!health.ready || health.ready.status !== 'True' || this.isSilent(health)) return false;
    return !this.disruption.concerns(pass.node, pass.zone) && !this.podsToRetry.has(pass.node.metadata.name!);
  }

  private observe(node: NodeObject): NodeHealth {
    const name = node.metadata.name!;
    const health = observe(this.health.get(name), node, this.leases.get('kube-node-lease', name), this.context.nowUs);
    this.health.set(name, health);
    return health;
  }

  /**
   * Whether the node has been silent too long. Kubernetes asks for longer than the grace period; its passes drift by their own length, so that
   * the pass a whole number of periods later always is. Ours take no time, hence "as long as".
   */
  private isSilent(health: NodeHealth): boolean {
    const { nodeMonitorGraceUs, nodeStartupGraceUs } = this.context.config;
    return this.context.nowUs - health.probeUs >= (health.ready ? nodeMonitorGraceUs : nodeStartupGraceUs);
  }

  private probeNow(name: string): void {
    const health = this.health.get(name);
    if (health) health.probeUs = this.context.nowUs;
  }

  private registerNewAndGone(): void {
    for (const node of this.nodes.store.values()) {
      const name = node.metadata.name!;
      if (!this.known.has(name)) this.recordNode(node, 'RegisteredNode', `Registered Node ${name} in Controller`);
      this.known.set(name, node);
    }
    if (this.known.size === this.nodes.store.size) return;
    for (const [name, node] of [...this.known]) {
      if (this.nodes.get('', name)) continue;
      this.recordNode(node, 'RemovingNode', `Removing Node ${name} from Controller`);
      this.known.delete(name);
      this.health.delete(name);
      this.podsToRetry.delete(name);
      this.disruption.forget(node, zoneKey(node));
    }
  }

  private recordNode(node: NodeObject, reason: string, what: string): void {
    const name = node.metadata.name!;
    this.recorder.eventAbout({ kind: 'Node', name, uid: node.metadata.uid }, 'Normal', reason, `Node ${name} event: ${what}`);
  }

  /** Source: monitorNodeHealth's updateNodeFunc. Taints follow what was seen at the start of the pass, so they come one pass later. */
  private *check(pass: Pass): Process<void> {
    const { node } = pass;
    const name = node.metadata.name!;
    const observed = nodeCondition(node, 'Ready')?.status ?? 'Unknown';
    const current = yield* this.updateHealth(node);
    if (current === undefined) return;
    pass.ready = current === 'True';
    yield* this.disruption.taint(node, pass.zone, observed);
    if (current !== 'True' && observed === 'True') {
      this.recorder.eventAbout({ kind: 'Node', name, uid: node.metadata.uid }, 'Normal', 'NodeNotReady', `Node ${name} status is now: NodeNotReady`);
      yield* this.markPodsOf(name);
    } else if (observed !== 'True' && this.podsToRetry.has(name)) yield* this.markPodsOf(name);
    else this.podsToRetry.delete(name);
  }

  /** Answers the Ready status after this pass, or undefined when it could not be written. Source: tryUpdateNodeHealth. */
  private *updateHealth(node: NodeObject): Process<string | undefined> {
    let current: NodeObject = node;
    for (let tries = 0; tries < STATUS_RETRIES; tries++) {
      const health = this.observe(current);
      const conditions = this.isSilent(health) ? silentConditions(current, this.context.nowUs) : undefined;
      if (!conditions) return nodeCondition(current, 'Ready')?.status ?? 'Unknown';
      const reply = yield* this.door.updateStatus({ ...current, status: { ...current.status, conditions } });
      if (!isFailure(reply)) return this.declareUnknown(reply, health);
      yield RETRY_US;
      const fresh = yield* this.door.get('', node.metadata.name!);
      if (isFailure(fresh)) return undefined;
      current = fresh;
    }
    return undefined;
  }

  private declareUnknown(node: NodeObject, health: NodeHealth): string {
    const name = node.metadata.name!;
    health.ready = nodeCondition(node, 'Ready');
    const seconds = Math.floor((this.context.nowUs - health.probeUs) / 1_000_000);
    this.context.why('nodelifecycle.unknown', `nodes/${name}`, { node: name, seconds, graceSeconds: this.context.config.nodeMonitorGraceUs / 1_000_000 });
    this.context.log.record(name, this.context.nowUs, 'NodeStatusUnknown', false);
    this.context.self.touch();
    return health.ready!.status;
  }

  private *markPodsOf(name: string): Process<void> {
    const pods = [...podsOnNode(this.pods, name).values()];
    if (yield* this.markPodsNotReady(pods)) this.podsToRetry.delete(name);
    else this.podsToRetry.add(name);
  }

  /** False when some could not be written. Source: kubernetes v1.32 pkg/controller/util/node, MarkPodsNotReady. */
  private *markPodsNotReady(pods: readonly PodObject[]): Process<boolean> {
    let all = true;
    for (const pod of pods) {
      const ready = pod.status?.conditions?.find((condition) => condition.type === 'Ready');
      const conditions = ready && withPodCondition(pod.status!.conditions!, { ...ready, status: 'False' }, formatTime(this.context.nowUs));
      if (!conditions) continue;
      const reply = yield* this.podDoor.updateStatus({ ...pod, status: { ...pod.status, conditions } });
      if (isFailure(reply)) {
        if (!isNotFound(reply)) all = false;
        continue;
      }
      this.context.why('nodelifecycle.pod-not-ready', `pods/${objectKey(pod)}`, { pod: pod.metadata.name!, node: pod.spec!.nodeName! });
      this.recorder.event(pod, 'Warning', 'NodeNotReady', 'Node is not ready');
    }
    return all;
  }
}

function sameStatuses(old: NodeObject, node: NodeObject): boolean {
  const [before, after] = [old.status?.conditions ?? [], node.status?.conditions ?? []];
  return before.length === after.length && before.every((condition, index) => condition.type === after[index].type && condition.status === after[index].status);
}
