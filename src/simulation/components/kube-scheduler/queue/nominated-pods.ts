import type { Nominator } from '../framework/interface.ts';
import type { PodInfo } from '../framework/pod-info.ts';

const NOBODY: readonly PodInfo[] = [];

/** Which pods wait for a place that preemption makes for them. Source: kubernetes v1.32 pkg/scheduler/backend/queue/nominator.go. */
export class NominatedPods implements Nominator {
  private readonly byNode = new Map<string, PodInfo[]>();
  private readonly nodes = new Map<string, string>();

  get empty(): boolean {
    return this.nodes.size === 0;
  }

  nominatedTo(node: string): readonly PodInfo[] {
    return this.byNode.get(node) ?? NOBODY;
  }

  nodeOf(uid: string): string | undefined {
    return this.nodes.get(uid);
  }

  add(pod: PodInfo, node: string): void {
    this.delete(pod.uid);
    this.nodes.set(pod.uid, node);
    const there = this.byNode.get(node);
    if (there === undefined) this.byNode.set(node, [pod]);
    else there.push(pod);
  }

  delete(uid: string): void {
    const node = this.nodes.get(uid);
    if (node === undefined) return;
    this.nodes.delete(uid);
    const left = this.byNode.get(node)!.filter((pod) => pod.uid !== uid);
    if (left.length === 0) this.byNode.delete(node);
    else this.byNode.set(node, left);
  }
}
