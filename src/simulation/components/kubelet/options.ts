import type { Taint } from 'kubernetes-types/core/v1.d.ts';
import type { Actor } from '../../engine/index.ts';

/** Quantities as Kubernetes writes them. */
export interface NodeCapacity {
  readonly cpu: string;
  readonly memory: string;
  readonly pods: number;
  readonly ephemeralStorage: string;
}

/** The part of KubeletConfiguration that the simulation reads. Defaults: kubernetes v1.32 pkg/kubelet/apis/config/v1beta1/defaults.go. */
export interface KubeletConfig {
  readonly nodeStatusUpdateFrequencyUs: number;
  readonly nodeStatusReportFrequencyUs: number;
  readonly nodeLeaseDurationSeconds: number;
  /** How often the generic PLEG lists the runtime's containers. */
  readonly relistPeriodUs: number;
  readonly maxContainerBackOffUs: number;
  readonly serializeImagePulls: boolean;
  readonly kubeAPIQPS: number;
  readonly kubeAPIBurst: number;
  readonly eventRecordQPS: number;
  readonly eventBurst: number;
}

export const defaultConfig: KubeletConfig = {
  nodeStatusUpdateFrequencyUs: 10_000_000,
  nodeStatusReportFrequencyUs: 300_000_000,
  nodeLeaseDurationSeconds: 40,
  relistPeriodUs: 1_000_000,
  maxContainerBackOffUs: 300_000_000,
  serializeImagePulls: true,
  kubeAPIQPS: 50,
  kubeAPIBurst: 100,
  eventRecordQPS: 50,
  eventBurst: 100,
};

export interface KubeletOptions {
  readonly server: () => Actor;
  readonly runtime: () => Actor;
  readonly nodeName: string;
  readonly capacity: NodeCapacity;
  readonly zone: string;
  readonly region: string;
  /** `--node-labels`. */
  readonly labels?: Readonly<Record<string, string>>;
  /** `--register-with-taints`. */
  readonly taints?: readonly Taint[] | readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  readonly config?: Partial<KubeletConfig>;
}

export const KUBELET_VERSION = 'v1.32.13';
