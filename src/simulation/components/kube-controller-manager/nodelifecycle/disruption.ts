import type { ResourceClient } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import type { ControllerContext } from '../context.ts';
import { hasTaint, type NodeObject, nodeCondition, NOT_READY_TAINT, UNREACHABLE_TAINT } from '../node-conditions.ts';
import { noExecuteChange, swapTaints } from './taints.ts';
import { ratePer1000s, weighDisruption, type ZoneCount, type ZoneState, zoneStateOf } from './zone-state.ts';
import { ZoneQueue } from './zone-queue.ts';

const TAINTING_PERIOD_US = 100_000;
const EXCLUDED = 'node.kubernetes.io/exclude-disruption';

interface Seen {
  readonly node: NodeObject;
  readonly zone: string;
  readonly ready: boolean;
}

/**
 * NoExecute taints, zone by zone, at a rate that depends on how the zone fares.
 * Source: kubernetes v1.32 pkg/controller/nodelifecycle/node_lifecycle_controller.go, doNoExecuteTaintingPass and handleDisruption.
 */
export class Disruption {
  private readonly queues = new Map<string, ZoneQueue>();
  private readonly states = new Map<string, ZoneState>();
  private readonly context: ControllerContext;
  private readonly nodes: ResourceClient<NodeObject>;
  private cached: (name: string) => NodeObject | undefined = () => undefined;
  private tainting = false;

  constructor(context: ControllerContext, nodes: ResourceClient<NodeObject>) {
    this.context = context;
    this.nodes = nodes;
    const { queues } = this;
    // Nodes that wait for their NoExecute taint are work that waits, too.
    context.log.queues.push({
      get length(): number {
        let waiting = 0;
        for (const queue of queues.values()) waiting += queue.waiting.length;
        return waiting;
      },
      delayed: new Map(),
      active: new Set(),
    });
  }

  start(cached: (name: string) => NodeObject | undefined): void {
    this.cached = cached;
  }

  addZone(zone: string): void {
    if (!this.queues.has(zone)) this.queues.set(zone, new ZoneQueue(this.context.self.engine, this.context.config.evictionRatePer1000s));
  }

  /** True when a ready node still has a NoExecute taint of ours or waits for one. */
  concerns(node: NodeObject, zone: string): boolean {
    if (node.spec?.taints?.some((taint) => taint.effect === 'NoExecute')) return true;
    return this.queues.get(zone)?.waiting.includes(node.metadata.name!) ?? false;
  }

  forget(node: NodeObject, zone: string): void {
    this.queues.get(zone)?.remove(node.metadata.name!);
  }

  /** Source: processTaintBaseEviction. */
  *taint(node: NodeObject, zone: string, observed: string): Process<void> {
    if (observed === 'True') return yield* this.markReachable(node, zone);
    // From not ready to unreachable or back: the pods' time runs already, so there is nothing to ration.
    const opposite = observed === 'False' ? UNREACHABLE_TAINT : NOT_READY_TAINT;
    const change = noExecuteChange(node);
    if (hasTaint(node, opposite, 'NoExecute') && change) yield* swapTaints(this.nodes, node.metadata.name!, change);
    else if (this.queues.get(zone)!.add(node.metadata.name!)) this.beginTainting();
  }

  private *markReachable(node: NodeObject, zone: string): Process<void> {
    const name = node.metadata.name!;
    const present = [NOT_READY_TAINT, UNREACHABLE_TAINT].filter((key) => hasTaint(node, key, 'NoExecute'));
    if (present.length > 0) {
      yield* swapTaints(this.nodes, name, { add: [], remove: present.map((key) => ({ key, effect: 'NoExecute' })) });
      for (const taint of present) this.context.why('nodelifecycle.untainted', `nodes/${name}`, { node: name, taint, effect: 'NoExecute' });
    }
    this.queues.get(zone)?.remove(name);
  }

  /** The real controller looks every 100 ms for ever; this one only while nodes wait. */
  private beginTainting(): void {
    if (this.tainting) return;
    this.tainting = true;
    this.context.self.spawn(this.taintWaiting());
  }

  private *taintWaiting(): Process<void> {
    // Passes lie on a grid, wherever the first node came between them.
    yield TAINTING_PERIOD_US - (this.context.nowUs % TAINTING_PERIOD_US);
    while ([...this.queues.values()].some((queue) => queue.waiting.length > 0)) {
      for (const queue of this.queues.values()) yield* this.taintSome(queue);
      yield TAINTING_PERIOD_US;
    }
    this.tainting = false;
  }

  private *taintSome(queue: ZoneQueue): Process<void> {
    for (let name = queue.next(); name !== undefined; name = queue.next()) {
      const node = this.cached(name);
      if (!node || nodeCondition(node, 'Ready')?.status === 'True') {
        queue.shift(name);
        continue;
      }
      const change = noExecuteChange(node);
      if (!change || !(yield* swapTaints(this.nodes, name, change))) return;
      queue.shift(name);
      for (const { key, effect } of change.add) this.context.why('nodelifecycle.tainted', `nodes/${name}`, { node: name, taint: key, effect });
      this.context.log.record(name, this.context.nowUs, `${change.add[0].key}:NoExecute`, false);
    }
  }

  /** Weighs the zones after a pass. Source: handleDisruption. */
  *handle(passes: readonly Seen[], probeNow: (name: string) => void): Process<void> {
    const counts = this.count(passes);
    const now = new Map([...counts].map(([zone, count]) => [zone, zoneStateOf(count, this.context.config.unhealthyZonePercent)]));
    for (const zone of now.keys()) if (!this.states.has(zone)) this.states.set(zone, 'Initial');
    for (const zone of [...this.states.keys()]) if (!now.has(zone)) this.states.delete(zone);
    const verdict = weighDisruption(this.states, now);
    if (verdict.kind === 'stop-all') return yield* this.stopAll(passes);
    if (verdict.kind === 'resume-all') for (const { node } of passes) probeNow(node.metadata.name!);
    const changed = verdict.kind === 'resume-all' ? [...now.keys()] : verdict.kind === 'per-zone' ? verdict.changed : [];
    for (const zone of changed) this.enter(zone, now.get(zone)!, counts.get(zone)!);
  }

  private count(passes: readonly Seen[]): Map<string, ZoneCount> {
    const counts = new Map<string, ZoneCount>();
    for (const { node, zone, ready } of passes) {
      if (node.metadata.labels?.[EXCLUDED] !== undefined) continue;
      let count = counts.get(zone);
      if (!count) counts.set(zone, (count = { ready: 0, notReady: 0 }));
      if (ready) count.ready++;
      else count.notReady++;
    }
    return counts;
  }

  private enter(zone: string, state: ZoneState, count: ZoneCount): void {
    const before = this.states.get(zone);
    const nodes = count.ready + count.notReady;
    const rate = ratePer1000s(state, nodes, this.context.config);
    this.queues.get(zone)!.swapRate(rate);
    this.states.set(zone, state);
    if (before === 'Initial' && state === 'Normal') return;
    this.context.why('nodelifecycle.zone-state', 'nodes/', { zone: zoneName(zone), state, ready: count.ready, notReady: count.notReady, ratePer1000s: rate });
  }

  /** Every zone is down: no evictions, and the taints that were given are taken back. */
  private *stopAll(passes: readonly Seen[]): Process<void> {
    for (const { node, zone } of passes) yield* this.markReachable(node, zone);
    for (const zone of this.states.keys()) {
      this.queues.get(zone)!.swapRate(0);
      this.states.set(zone, 'FullDisruption');
    }
    this.context.why('nodelifecycle.all-zones-down', 'nodes/', { nodes: passes.length });
  }
}

const zoneName = (key: string): string => key.slice(key.lastIndexOf(':') + 1);
