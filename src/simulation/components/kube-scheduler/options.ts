import type { Actor } from '../../engine/index.ts';

/** One line of a profile's plugin list, as KubeSchedulerConfiguration has it. */
export interface PluginSetEntry {
  readonly name: string;
  readonly weight?: number;
}

export interface PluginSet {
  readonly enabled?: readonly PluginSetEntry[];
  readonly disabled?: readonly PluginSetEntry[];
}

export interface SchedulerProfile {
  readonly schedulerName?: string;
  readonly percentageOfNodesToScore?: number;
  /** `multiPoint` and `score` are heeded: disabling a plugin there removes it (or its score), a weight replaces the default one. */
  readonly plugins?: Readonly<Record<string, PluginSet>>;
  readonly pluginConfig?: readonly { readonly name: string; readonly args?: unknown }[];
}

/** The part of kubescheduler.config.k8s.io/v1 KubeSchedulerConfiguration that is heeded. */
export interface KubeSchedulerConfiguration {
  readonly percentageOfNodesToScore?: number;
  readonly podInitialBackoffSeconds?: number;
  readonly podMaxBackoffSeconds?: number;
  readonly profiles?: readonly SchedulerProfile[];
  readonly leaderElection?: { readonly leaderElect?: boolean };
  readonly clientConnection?: { readonly qps?: number; readonly burst?: number };
}

export interface KubeSchedulerOptions {
  readonly server: () => Actor;
  /** Default: as the configuration says, else true. */
  readonly leaderElect?: boolean;
  readonly config?: KubeSchedulerConfiguration;
  /** What a scheduling cycle costs in virtual time, drawn evenly. Default 500 to 2,000 µs. */
  readonly cycleUs?: { readonly min: number; readonly max: number };
  /** How the process ends when the lease is lost. Default: it crashes. */
  readonly exit?: (self: Actor) => void;
}

export const DEFAULT_SCHEDULER_NAME = 'default-scheduler';
