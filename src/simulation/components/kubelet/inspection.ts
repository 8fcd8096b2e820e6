import type { PodWorkerState } from './pod-workers.ts';

/** What a kubelet shows of its inside. The list holds at most 128 pods. */
export interface KubeletInspection {
  readonly pods: number;
  readonly workers: Readonly<Record<PodWorkerState, number>>;
  readonly statusQueue: number;
  readonly pulling: number;
  /** Virtual µs of the last renewal of the node's Lease, -1 before the first. */
  readonly lastLeaseUs: number;
  /** Why the node is not ready, or ''. */
  readonly problem: string;
  readonly runtime: string;
  readonly list: readonly { readonly pod: string; readonly state: PodWorkerState; readonly phase: string }[];
}
