import type { Node } from 'kubernetes-types/core/v1.d.ts';
import { milliValue, value } from '../../apimachinery/quantity.ts';
import { matchesNodeAffinity } from '../../kinds/core/node/affinity.ts';
import { findUntoleratedTaint } from '../../kinds/core/node/taints.ts';
import { podRequests } from '../../kinds/core/pod/requests.ts';
import type { PodObject } from './context.ts';
import type { NodeCapacity } from './options.ts';

/** Why a node does not take a pod that was bound to it. */
export interface Rejection {
  readonly reason: string;
  readonly message: string;
}

interface Used {
  milliCpu: number;
  memoryBytes: number;
  pods: number;
}

/** The node's own look at a pod: what the scheduler may have missed. Source: kubernetes v1.32 pkg/kubelet/lifecycle/predicate.go, Admit. */
export class Admission {
  private readonly admitted = new Map<string, PodObject>();
  private readonly used: Used = { milliCpu: 0, memoryBytes: 0, pods: 0 };
  private readonly capacity: { readonly milliCpu: number; readonly memoryBytes: number; readonly pods: number };

  constructor(capacity: NodeCapacity) {
    this.capacity = { milliCpu: milliValue(capacity.cpu), memoryBytes: value(capacity.memory), pods: capacity.pods };
  }

  /** Admits the pod and books what it asks for, or says why not. */
  admit(pod: PodObject, node: Node | undefined): Rejection | undefined {
    const rejection = this.resources(pod) ?? (node ? this.places(pod, node) : undefined);
    if (rejection) return rejection;
    this.book(pod, 1);
    this.admitted.set(pod.metadata.uid!, pod);
    return undefined;
  }

  /** Gives back what an ended pod had. */
  release(uid: string): void {
    const pod = this.admitted.get(uid);
    if (!pod) return;
    this.admitted.delete(uid);
    this.book(pod, -1);
  }

  private book(pod: PodObject, sign: number): void {
    const { milliCpu, memoryBytes } = podRequests(pod.spec!);
    this.used.milliCpu += sign * milliCpu;
    this.used.memoryBytes += sign * memoryBytes;
    this.used.pods += sign;
  }

  private resources(pod: PodObject): Rejection | undefined {
    const { used, capacity } = this;
    const { milliCpu, memoryBytes } = podRequests(pod.spec!);
    if (used.pods + 1 > capacity.pods) return outOf('pods', 1, used.pods, capacity.pods);
    if (milliCpu > 0 && used.milliCpu + milliCpu > capacity.milliCpu) return outOf('cpu', milliCpu, used.milliCpu, capacity.milliCpu);
    if (memoryBytes > 0 && used.memoryBytes + memoryBytes > capacity.memoryBytes) return outOf('memory', memoryBytes, used.memoryBytes, capacity.memoryBytes);
    return undefined;
  }

  private places(pod: PodObject, node: Node): Rejection | undefined {
    if (!matchesNodeAffinity(pod.spec!, node)) return { reason: 'NodeAffinity', message: 'Predicate NodeAffinity failed: node(s) didn\'t match Pod\'s node affinity/selector' };
    const taint = findUntoleratedTaint(node.spec?.taints ?? [], pod.spec!.tolerations, (candidate) => candidate.effect === 'NoExecute');
    if (taint) return { reason: 'TaintToleration', message: `Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate` };
    return undefined;
  }
}

function outOf(resource: string, requested: number, used: number, capacity: number): Rejection {
  return { reason: `OutOf${resource}`, message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}` };
}
