import type { MachineRecord, ObjectRecord } from '../../protocol/index.ts';
import { quantityOf } from '../store/index.ts';
import type { Tone } from '../ui/index.ts';

/** What a node's card says about it, as the API has it. */
export interface NodeView {
  readonly status: 'Ready' | 'NotReady' | 'Unknown' | 'joining';
  readonly tone: Tone;
  readonly cordoned: boolean;
  /** Taints worth a chip, each key once with its effects. */
  readonly taints: readonly { readonly key: string; readonly effects: string }[];
  /** Conditions that are not as they should be, such as MemoryPressure. */
  readonly pressures: readonly string[];
  readonly cpu: number;
  readonly memory: number;
}

interface Condition {
  readonly type: string;
  readonly status: string;
}

const joining: NodeView = { status: 'joining', tone: 'wait', cordoned: false, taints: [], pressures: [], cpu: 0, memory: 0 };
const known = new WeakMap<ObjectRecord, NodeView>();

/** The view of a node record; made once per record. Undefined: the kubelet has not registered yet. */
export function nodeView(record: ObjectRecord | undefined): NodeView {
  if (!record) return joining;
  let view = known.get(record);
  if (!view) known.set(record, (view = makeView(record)));
  return view;
}

function makeView({ object }: ObjectRecord): NodeView {
  const conditions: readonly Condition[] = object['status']?.conditions ?? [];
  const ready = conditions.find(({ type }) => type === 'Ready')?.status;
  const status = ready === 'True' ? 'Ready' : ready === 'Unknown' ? 'Unknown' : 'NotReady';
  const allocatable = object['status']?.allocatable ?? {};
  return {
    status,
    tone: status === 'Ready' ? 'ok' : status === 'Unknown' ? 'lost' : 'bad',
    cordoned: object['spec']?.unschedulable === true,
    taints: taintsByKey(object['spec']?.taints ?? []),
    pressures: conditions.filter(({ type, status: state }) => type !== 'Ready' && state === 'True').map(({ type }) => type),
    cpu: quantityOf(allocatable.cpu),
    memory: quantityOf(allocatable.memory),
  };
}

function taintsByKey(taints: readonly { readonly key: string; readonly effect: string }[]): NodeView['taints'] {
  const effects = new Map<string, string[]>();
  for (const { key, effect } of taints) {
    // Being cordoned is said in words already.
    if (key !== 'node.kubernetes.io/unschedulable') effects.set(key, [...(effects.get(key) ?? []), effect]);
  }
  return [...effects].map(([key, list]) => ({ key, effects: list.join('+') }));
}

/** Whether a machine is off, or nobody has heard of its node for so long that what it holds is lost to the cluster. */
export const isLost = (machine: MachineRecord | undefined, view: NodeView): boolean => machine?.powered === false || view.status === 'Unknown';
