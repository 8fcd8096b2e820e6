import { compareStrings } from '../../../apimachinery/equality.ts';
import type { Snapshot } from '../cache/snapshot.ts';
import type { NodeStatuses } from './interface.ts';
import type { NodeInfo } from './node-info.ts';
import { Status } from './status.ts';

/**
 * Why a pod fits nowhere: a status per node, by the node's place in the snapshot, and one for the nodes that have none.
 * Source: kubernetes v1.32 pkg/scheduler/framework/types.go, Diagnosis, NodeToStatus and FitError.
 */
export class Diagnosis implements NodeStatuses {
  readonly statuses: (Status | undefined)[];
  absent: Status = NO_STATUS;
  preFilterMessage = '';
  postFilterMessage = '';
  /** The plugins that rejected the pod somewhere: their events bring it back. */
  readonly unschedulablePlugins = new Set<string>();
  private readonly refused: NodeInfo[] = [];
  private readonly snapshot: Snapshot;

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
    this.statuses = new Array<Status | undefined>(snapshot.nodes.length).fill(undefined);
  }

  set(node: NodeInfo, status: Status): void {
    this.statuses[node.index] = status;
    if (this.refused.length < MOST_REFUSED) this.refused.push(node);
    if (status.plugin !== '') this.unschedulablePlugins.add(status.plugin);
  }

  /** The first hundred nodes that were refused one by one, then those that no plugin looked at, less the ones that fit. */
  refusedNodes(fitting: readonly NodeInfo[]): readonly NodeInfo[] {
    if (this.absent === NO_STATUS) return this.refused;
    const others = this.snapshot.nodes.filter((node) => this.statuses[node.index] === undefined && !fitting.includes(node));
    return [...this.refused, ...others].slice(0, MOST_REFUSED);
  }

  /** Why a node of `refusedNodes` was refused. */
  statusOf(node: NodeInfo): Status {
    return this.statuses[node.index] ?? this.absent;
  }

  get(name: string): Status | undefined {
    const node = this.snapshot.get(name);
    return node === undefined ? this.absent : (this.statuses[node.index] ?? this.absent);
  }

  preemptable(): NodeInfo[] {
    const absentHelps = this.absent.code === 'Unschedulable';
    return this.snapshot.nodes.filter((node) => {
      const status = this.statuses[node.index];
      return status === undefined ? absentHelps : status.code === 'Unschedulable';
    });
  }

  /** The words of the PodScheduled condition and of the FailedScheduling event. */
  message(): string {
    let text = `0/${this.statuses.length} nodes are available:`;
    if (this.preFilterMessage !== '') text += ` ${this.preFilterMessage}.`;
    else text += histogram(this.statuses, this.absent);
    return this.postFilterMessage === '' ? text : `${text} ${this.postFilterMessage}`;
  }
}

const MOST_REFUSED = 100;
const NO_STATUS = new Status('UnschedulableAndUnresolvable', []);

/** ' 1 Insufficient memory, 7 Insufficient cpu.': sorted as texts, so that 10 stands before 7. */
function histogram(statuses: readonly (Status | undefined)[], absent: Status): string {
  const counts = new Map<string, number>();
  for (const status of statuses) for (const reason of (status ?? absent).reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  if (counts.size === 0) return '';
  const lines = [...counts].map(([reason, count]) => `${count} ${reason}`).sort(compareStrings);
  return ` ${lines.join(', ')}.`;
}
