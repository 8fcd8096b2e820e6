import type { Node, NodeCondition, NodeStatus } from 'kubernetes-types/core/v1.d.ts';
import { deepEqual } from '../../../apimachinery/equality.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { isAlreadyExists } from '../../../apimachinery/status.ts';
import { formatTime } from '../../../apimachinery/time.ts';
import { isFailure, type ResourceClient, resources, type SharedInformer } from '../../../client-go/index.ts';
import { Future, type Process } from '../../../engine/index.ts';
import type { KubeletContext } from '../context.ts';
import { conditionDrafts, conditionsWithTimes, machineStatus, newNode, nodeLabels, transitionEvent } from './node-object.ts';
import type { RuntimeWatch } from './runtime-state.ts';

const NODE_STATUS_RETRIES = 5;
const REGISTER_BACKOFF_US = 100_000;
const REGISTER_BACKOFF_MAX_US = 7_000_000;
const HEARTBEAT = { kind: 'heartbeat' } as const;

/**
 * Registers the node and keeps its status. Computed every 10 s, sent when it changed or every 5 min.
 * Source: kubernetes v1.32 pkg/kubelet/kubelet_node_status.go.
 */
export class NodeStatusUpdater {
  readonly registered = new Future<true>();
  nodeUid: string | undefined;
  /** Whether the node is short of memory. */
  pressure: () => boolean = () => false;
  private lastReportUs = -1;
  private unschedulable = false;
  private announcedBoot = '';
  private compared: Typed<Node> | undefined;
  private comparedProblem: string | undefined;
  private syncing = false;
  private wanted = false;
  private latest: Typed<Node> | undefined;
  private known: { version: string; status: NodeStatus } | undefined;
  private readonly context: KubeletContext;
  private readonly client: ResourceClient<Typed<Node>>;
  private readonly nodes: SharedInformer<Typed<Node>>;
  private readonly runtime: RuntimeWatch;

  constructor(context: KubeletContext, nodes: SharedInformer<Typed<Node>>, runtime: RuntimeWatch) {
    this.context = context;
    this.nodes = nodes;
    this.runtime = runtime;
    this.client = context.heartbeatClient.resource(resources.nodes);
  }

  *run(): Process<void> {
    yield* this.register();
    this.context.self.spawn(this.followRuntime(), 0);
    const { nodeStatusUpdateFrequencyUs } = this.context.config;
    for (;;) {
      if (!this.nothingNew()) yield* this.sync();
      yield this.context.jitter(nodeStatusUpdateFrequencyUs, 4);
    }
  }

  /** A change of the runtime's state is told at once. */
  private *followRuntime(): Process<void> {
    for (;;) {
      yield this.runtime.changed;
      yield* this.sync();
    }
  }

  private *register(): Process<void> {
    const { options, self } = this.context;
    const status = this.compute(undefined);
    for (let sleepUs = REGISTER_BACKOFF_US; ; sleepUs = sleepUs * 2 > REGISTER_BACKOFF_MAX_US ? REGISTER_BACKOFF_MAX_US : sleepUs * 2) {
      const created = yield* this.client.create(newNode(this.context, status));
      const node = isAlreadyExists(created) ? yield* this.client.get('', options.nodeName) : created;
      if (!isFailure(node)) {
        const adopted = isAlreadyExists(created) ? yield* this.reconcileLabels(node) : node;
        this.accept(adopted);
        self.why('kubelet.node-registered', `nodes/${options.nodeName}`);
        return this.registered.resolve(true);
      }
      yield sleepUs;
    }
  }

  /** A node that exists already gets back the labels that the kubelet decides. Source: updateDefaultLabels. */
  private *reconcileLabels(node: Typed<Node>): Process<Typed<Node>> {
    const wanted = nodeLabels(this.context);
    const labels = node.metadata.labels ?? {};
    if (Object.keys(wanted).every((key) => labels[key] === wanted[key])) return node;
    const reply = yield* this.client.patch('', node.metadata.name!, 'application/strategic-merge-patch+json', { metadata: { labels: wanted } });
    return isFailure(reply) ? node : reply;
  }

  /** One at a time; a request during a sync is another sync afterwards. */
  private *sync(): Process<void> {
    this.wanted = true;
    if (this.syncing) return;
    this.syncing = true;
    while (this.wanted) {
      this.wanted = false;
      yield* this.tryAll();
    }
    this.syncing = false;
  }

  private *tryAll(): Process<void> {
    for (let tries = 0; tries < NODE_STATUS_RETRIES; tries++) {
      const node = tries === 0 ? this.current() : yield* this.client.get('', this.context.options.nodeName, HEARTBEAT);
      if (!node || isFailure(node)) continue;
      if (yield* this.send(node)) return;
    }
  }

  private current(): Typed<Node> | undefined {
    const seen = this.nodes.get('', this.context.options.nodeName);
    if (!seen) return this.latest;
    if (this.latest === seen) return seen;
    return this.latest && Number(this.latest.metadata.resourceVersion) > Number(seen.metadata.resourceVersion) ? this.latest : seen;
  }

  /** Of a thousand nodes nearly all look and find nothing to say, every ten seconds. */
  private nothingNew(): boolean {
    const isDue = this.context.nowUs - this.lastReportUs >= this.context.config.nodeStatusReportFrequencyUs;
    return !isDue && this.compared !== undefined && this.compared === this.current() && this.comparedProblem === this.problem();
  }

  private problem(): string {
    return `${this.runtime.problem() ?? ''}/${this.pressure()}`;
  }

  private *send(node: Typed<Node>): Process<boolean> {
    const { nowUs, config } = this.context;
    this.announceSchedulable(node);
    const problem = this.problem();
    const isDue = nowUs - this.lastReportUs >= config.nodeStatusReportFrequencyUs;
    // Nothing that goes into the status has changed since the last look.
    if (!isDue && node === this.compared && problem === this.comparedProblem) return true;
    this.compared = node;
    this.comparedProblem = problem;
    const status = this.compute(node.status);
    const changed = !sameButForTimes(node.status ?? {}, status);
    if (!changed && !isDue) return true;
    const reply = yield* this.client.patch('', node.metadata.name!, 'application/strategic-merge-patch+json', { status: changedFields(node.status ?? {}, status) }, 'status', HEARTBEAT);
    if (isFailure(reply)) return false;
    this.accept(reply);
    return true;
  }

  private accept(node: Typed<Node>): void {
    this.latest = node;
    this.nodeUid = node.metadata.uid;
    this.lastReportUs = this.context.nowUs;
    this.context.self.touch();
  }

  private compute(before: NodeStatus | undefined): NodeStatus {
    const drafts = conditionDrafts({ ready: this.runtime.problem(), memoryPressure: this.pressure(), diskPressure: false });
    const others = (before?.conditions ?? []).filter((condition) => !drafts.some(([type]) => type === condition.type));
    const conditions = conditionsWithTimes(drafts, before?.conditions, formatTime(this.context.nowUs));
    for (const condition of conditions) this.announce(before?.conditions, condition);
    const machine = this.machine();
    this.announceReboot(before, machine);
    return { ...machine, conditions: [...others, ...conditions] };
  }

  /** The machine does not change while the kubelet runs; worked out once per version of the runtime. */
  private machine(): NodeStatus {
    const { runtimeVersion } = this.runtime;
    if (this.known?.version !== runtimeVersion) this.known = { version: runtimeVersion, status: machineStatus(this.context, runtimeVersion) };
    return this.known.status;
  }

  /** Noticed when the status is computed, not when it happens. Source: recordNodeSchedulableEvent. */
  private announceSchedulable({ spec }: Typed<Node>): void {
    const unschedulable = spec?.unschedulable ?? false;
    if (unschedulable === this.unschedulable) return;
    this.unschedulable = unschedulable;
    const { nodeName } = this.context.options;
    const reason = unschedulable ? 'NodeNotSchedulable' : 'NodeSchedulable';
    this.context.recorder.eventAbout({ kind: 'Node', name: nodeName, uid: nodeName }, 'Normal', reason, `Node ${nodeName} status is now: ${reason}`);
  }

  private announceReboot(before: NodeStatus | undefined, { nodeInfo }: NodeStatus): void {
    // A status from before the runtime answered says nothing certain of the machine.
    const bootId = before?.nodeInfo?.containerRuntimeVersion ? before.nodeInfo.bootID : undefined;
    if (!bootId || bootId === nodeInfo!.bootID || this.announcedBoot === nodeInfo!.bootID) return;
    this.announcedBoot = nodeInfo!.bootID;
    const { nodeName } = this.context.options;
    this.context.recorder.eventAbout({ kind: 'Node', name: nodeName, uid: nodeName }, 'Warning', 'Rebooted', `Node ${nodeName} has been rebooted, boot id: ${nodeInfo!.bootID}`);
    this.context.self.why('kubelet.rebooted', `nodes/${nodeName}`);
  }

  /** Emits an event when a condition is new or changed. Readiness that is new and false is nothing to tell. */
  private announce(before: readonly NodeCondition[] | undefined, { type, status }: NodeCondition): void {
    const old = before?.find((condition) => condition.type === type);
    if (old?.status === status || (type === 'Ready' && !old)) return;
    const reason = transitionEvent(type, status);
    if (reason === undefined) return;
    const { nodeName } = this.context.options;
    this.context.recorder.eventAbout({ kind: 'Node', name: nodeName, uid: nodeName }, 'Normal', reason, `Node ${nodeName} status is now: ${reason}`);
    if (type === 'Ready') this.context.self.why(status === 'True' ? 'kubelet.node-ready' : 'kubelet.node-not-ready', `nodes/${nodeName}`);
  }
}

const fields = ['capacity', 'allocatable', 'addresses', 'daemonEndpoints', 'nodeInfo'] as const;

/** Conditions always change, by their heartbeat time; the rest seldom does. */
function changedFields(before: NodeStatus, after: NodeStatus): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const field of fields) if (!deepEqual(before[field], after[field])) patch[field] = after[field];
  if (!deepEqual(before.conditions, after.conditions)) patch.conditions = after.conditions;
  return patch;
}

function sameButForTimes(a: NodeStatus, b: NodeStatus): boolean {
  return fields.every((field) => deepEqual(a[field], b[field])) && sameConditions(a.conditions ?? [], b.conditions ?? []);
}

function sameConditions(a: readonly NodeCondition[], b: readonly NodeCondition[]): boolean {
  return a.length === b.length && a.every((one, i) => one.type === b[i].type && one.status === b[i].status && one.reason === b[i].reason && one.message === b[i].message);
}
