import type { Taint } from 'kubernetes-types/core/v1.d.ts';
import { isNotFound } from '../../../apimachinery/status.ts';
import { formatTime } from '../../../apimachinery/time.ts';
import { isFailure, type ResourceClient } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import { type NodeObject, nodeCondition, NOT_READY_TAINT, UNREACHABLE_TAINT } from '../node-conditions.ts';

const UNSCHEDULABLE_TAINT = 'node.kubernetes.io/unschedulable';

/** NoSchedule taint by condition type and status. Source: kubernetes v1.32 pkg/controller/nodelifecycle, nodeConditionToTaintKeyStatusMap. */
const taintOfCondition = new Map([
  ['Ready/False', NOT_READY_TAINT],
  ['Ready/Unknown', UNREACHABLE_TAINT],
  ['MemoryPressure/True', 'node.kubernetes.io/memory-pressure'],
  ['DiskPressure/True', 'node.kubernetes.io/disk-pressure'],
  ['NetworkUnavailable/True', 'node.kubernetes.io/network-unavailable'],
  ['PIDPressure/True', 'node.kubernetes.io/pid-pressure'],
]);
const ownKeys = new Set([...taintOfCondition.values(), UNSCHEDULABLE_TAINT]);

export interface TaintChange {
  readonly add: readonly Taint[];
  readonly remove: readonly Taint[];
}

/** The NoSchedule taints that a node's conditions ask for against those it has. Source: doNoScheduleTaintingPass. */
export function noScheduleChange(node: NodeObject): TaintChange | undefined {
  const wanted: string[] = [];
  for (const { type, status } of node.status?.conditions ?? []) {
    const key = taintOfCondition.get(`${type}/${status}`);
    if (key !== undefined) wanted.push(key);
  }
  if (node.spec?.unschedulable) wanted.push(UNSCHEDULABLE_TAINT);
  const present = (node.spec?.taints ?? []).filter((taint) => taint.effect === 'NoSchedule' && ownKeys.has(taint.key));
  const add = wanted.filter((key) => !present.some((taint) => taint.key === key)).map((key) => ({ key, effect: 'NoSchedule' }));
  const remove = present.filter((taint) => !wanted.includes(taint.key));
  return add.length + remove.length > 0 ? { add, remove } : undefined;
}

/** The NoExecute taint of a condition's status and the one it replaces; undefined for a node that is ready. */
export function noExecuteChange(node: NodeObject): TaintChange | undefined {
  const status = nodeCondition(node, 'Ready')?.status;
  const notReady = { key: NOT_READY_TAINT, effect: 'NoExecute' };
  const unreachable = { key: UNREACHABLE_TAINT, effect: 'NoExecute' };
  if (status === 'False') return { add: [notReady], remove: [unreachable] };
  if (status === 'Unknown') return { add: [unreachable], remove: [notReady] };
  return undefined;
}

const same = (a: Taint, b: Taint): boolean => a.key === b.key && a.effect === b.effect;

/** The taints after a change, or undefined when nothing changes. */
export function changedTaints(taints: readonly Taint[], change: TaintChange): Taint[] | undefined {
  const add = change.add.filter((taint) => !taints.some((one) => same(one, taint)));
  const kept = taints.filter((taint) => !change.remove.some((one) => same(one, taint)));
  return add.length === 0 && kept.length === taints.length ? undefined : [...kept, ...add];
}

/**
 * Reads the node and patches its taints; a conflict reads again. False when it could not.
 * Source: kubernetes v1.32 pkg/controller/util/node, SwapNodeControllerTaint. Differs: one patch for both adding and removing.
 */
export function* swapTaints(nodes: ResourceClient<NodeObject>, name: string, change: TaintChange): Process<boolean> {
  const { engine } = nodes.client.actor;
  for (let tries = 0; tries < 5; tries++) {
    const node = yield* nodes.get('', name, { query: { resourceVersion: '0' } });
    if (isFailure(node)) return isNotFound(node);
    const timed = { ...change, add: change.add.map((taint) => ({ ...taint, timeAdded: formatTime(engine.nowUs) })) };
    const taints = changedTaints(node.spec?.taints ?? [], timed);
    if (!taints) return true;
    const patch = { metadata: { resourceVersion: node.metadata.resourceVersion }, spec: { taints: taints.length > 0 ? taints : null } };
    const reply = yield* nodes.patch('', name, 'application/strategic-merge-patch+json', patch);
    if (!isFailure(reply)) return true;
    yield 100_000;
  }
  return false;
}
