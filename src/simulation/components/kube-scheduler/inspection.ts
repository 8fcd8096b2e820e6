import type { Decision } from './decision.ts';

/** A pod in the queue, as the inside view shows it. */
export interface QueuedPodInspection {
  readonly pod: string;
  readonly priority: number;
  readonly attempts: number;
  readonly queuedUs: number;
  /** When its back-off ends; 0 outside the back-off queue. */
  readonly backoffEndsUs: number;
  readonly unschedulablePlugins: readonly string[];
  readonly gatedBy: string;
}

/** What `inspect` of kube-scheduler answers: cheap, for the card. */
export interface KubeSchedulerInspection {
  readonly identity: string;
  readonly leader: boolean;
  readonly active: number;
  readonly backoff: number;
  readonly unschedulable: number;
  /** Pods whose binding the API server has not confirmed yet. */
  readonly assumed: number;
  /** The pod in hand, or empty. */
  readonly current: string;
  readonly attempts: number;
  readonly scheduled: number;
  readonly failed: number;
  readonly nodes: number;
}

/** What `schedulerDetails` answers: the queues and the latest decisions, for the inside view. Bounded, made when asked for. */
export interface KubeSchedulerDetails {
  readonly profiles: readonly ProfileInspection[];
  readonly active: readonly QueuedPodInspection[];
  readonly backoff: readonly QueuedPodInspection[];
  readonly unschedulable: readonly QueuedPodInspection[];
  /** Newest first, at most 20. */
  readonly decisions: readonly Decision[];
}

/** The plugins of a profile by extension point, in the order in which they run. */
export interface ProfileInspection {
  readonly schedulerName: string;
  readonly filters: readonly string[];
  readonly scores: readonly { readonly plugin: string; readonly weight: number }[];
}
