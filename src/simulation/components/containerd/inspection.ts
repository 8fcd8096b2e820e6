import type { ContainerState } from '../../contracts/cri.ts';

export interface PullInspection {
  readonly image: string;
  readonly bytes: number;
  readonly totalBytes: number;
  readonly startedAtUs: number;
}

export interface ContainerInspection {
  readonly id: string;
  readonly name: string;
  readonly pod: string;
  readonly image: string;
  readonly state: ContainerState;
  readonly attempt: number;
}

/** What containerd shows of its inside. Lists hold at most 128 entries, the newest. */
export interface ContainerdInspection {
  readonly sandboxes: number;
  readonly running: number;
  readonly exited: number;
  readonly images: readonly { readonly name: string; readonly sizeBytes: number }[];
  readonly pulls: readonly PullInspection[];
  readonly containers: readonly ContainerInspection[];
  readonly podCidr: string;
}
