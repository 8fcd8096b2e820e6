import type { Actor } from '../../engine/index.ts';

/** Flags of kube-controller-manager that change what is seen. Source: kubernetes v1.32 cmd/kube-controller-manager/app/options. */
export interface ControllerManagerConfig {
  /** --node-monitor-period. */
  readonly nodeMonitorPeriodUs: number;
  /** --node-monitor-grace-period: how long a node may be silent. */
  readonly nodeMonitorGraceUs: number;
  /** --node-startup-grace-period: the same for a node that never reported. */
  readonly nodeStartupGraceUs: number;
  /** --node-eviction-rate, in nodes per 1000 s and zone. */
  readonly evictionRatePer1000s: number;
  /** --secondary-node-eviction-rate, in nodes per 1000 s, for a large zone that is mostly unhealthy. */
  readonly secondaryEvictionRatePer1000s: number;
  /** --large-cluster-size-threshold, in nodes of a zone. */
  readonly largeClusterThreshold: number;
  /** --unhealthy-zone-threshold, in per cent. */
  readonly unhealthyZonePercent: number;
  /** --terminated-pod-gc-threshold. */
  readonly terminatedPodThreshold: number;
  /** --cluster-cidr; empty: nodes get no pod CIDR. */
  readonly clusterCidr: string;
  /** --node-cidr-mask-size-ipv4. */
  readonly nodeCidrMaskSize: number;
  /** --max-endpoints-per-slice. */
  readonly maxEndpointsPerSlice: number;
  /** --endpointslice-updates-batch-period. */
  readonly endpointSliceBatchUs: number;
  /** What the root-ca-publisher hands out. */
  readonly rootCa: string;
  /** --kube-api-qps and --kube-api-burst of each controller's client. */
  readonly kubeApiQps: number;
  readonly kubeApiBurst: number;
}

export const defaultControllerManagerConfig: ControllerManagerConfig = {
  nodeMonitorPeriodUs: 5_000_000,
  nodeMonitorGraceUs: 50_000_000,
  nodeStartupGraceUs: 60_000_000,
  evictionRatePer1000s: 100,
  secondaryEvictionRatePer1000s: 10,
  largeClusterThreshold: 50,
  unhealthyZonePercent: 55,
  terminatedPodThreshold: 12_500,
  clusterCidr: '10.244.0.0/16',
  nodeCidrMaskSize: 24,
  maxEndpointsPerSlice: 100,
  endpointSliceBatchUs: 0,
  rootCa: '-----BEGIN CERTIFICATE-----\nc2ltdWxhdGVkIGNsdXN0ZXIgY2VydGlmaWNhdGUgYXV0aG9yaXR5\n-----END CERTIFICATE-----\n',
  kubeApiQps: 20,
  kubeApiBurst: 30,
};

/** The defaults with what is set; a setting that is undefined counts as absent. */
export function configOf(settings: Partial<ControllerManagerConfig> = {}): ControllerManagerConfig {
  const set = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return { ...defaultControllerManagerConfig, ...set };
}

export interface ControllerManagerOptions {
  /** The kube-apiserver to talk to, asked for at each request. */
  readonly server: () => Actor;
  /** --leader-elect. Default true. */
  readonly leaderElect?: boolean;
  /** --controllers: `*`, `name`, `-name`; names or aliases. Default `*`. */
  readonly controllers?: readonly string[];
  readonly config?: Partial<ControllerManagerConfig>;
  /** What happens when the lease is lost; default: the actor crashes and somebody else starts it again. */
  readonly exit?: (self: Actor) => void;
}

/** Source: kubernetes v1.32 cmd/controller-manager/app, IsControllerEnabled: the first entry that names it decides. */
export function isControllerEnabled(names: readonly string[], asked: readonly string[], onByDefault = true): boolean {
  let star = false;
  for (const entry of asked) {
    if (names.includes(entry)) return true;
    if (entry.startsWith('-') && names.includes(entry.slice(1))) return false;
    if (entry === '*') star = true;
  }
  return star && onByDefault;
}
