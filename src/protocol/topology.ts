/** A kubelet's machine and what it offers. Quantities as Kubernetes writes them. */
export interface NodeSpec {
  readonly name: string;
  readonly zone: string;
  readonly cpu: string;
  readonly memory: string;
  /** Greatest number of pods, 110 unless said otherwise. */
  readonly pods?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
}

/** Timings that a scenario may change, in milliseconds. Absent: the default of Kubernetes v1.32. */
export interface Timings {
  readonly nodeMonitorGracePeriodMs?: number;
  readonly nodeMonitorPeriodMs?: number;
  readonly podEvictionTolerationSeconds?: number;
}

/** What a cluster is built of. With seed and commands it decides a run completely. */
export interface Topology {
  /** Name of the preset, or what the user called it. */
  readonly name: string;
  readonly region: string;
  /** The machine of the control plane; `node: true` gives it a kubelet and a Node object. */
  readonly controlPlane: { readonly name: string; readonly zone: string; readonly node: boolean };
  readonly nodes: readonly NodeSpec[];
  /** Hollow nodes pull images at once and start containers in milliseconds, as kubemark does. */
  readonly hollow?: boolean;
  readonly timings?: Timings;
}

/** Limits of what the simulation accepts; Kubernetes documents 5,000 nodes. */
export const MAX_NODES = 5_000;

export interface WorkersOptions {
  readonly count: number;
  readonly zones?: readonly string[];
  readonly cpu?: string;
  readonly memory?: string;
  readonly pods?: number;
  /** Number of the first node's name: `node-1` by default. */
  readonly firstIndex?: number;
  readonly hollow?: boolean;
  readonly controlPlaneNode?: boolean;
  readonly name?: string;
}

const DEFAULT_ZONES = ['zone-a', 'zone-b', 'zone-c'] as const;

/** Equal workers, spread over the zones in turn. Throws RangeError for a count outside [1, MAX_NODES]. */
export function workers(options: WorkersOptions): Topology {
  const { count, zones = DEFAULT_ZONES, cpu = '4', memory = '8Gi', pods = 110, firstIndex = 1 } = options;
  if (!Number.isInteger(count) || count < 1 || count > MAX_NODES) throw new RangeError(`nodes: must be between 1 and ${MAX_NODES}`);
  const nodes = Array.from({ length: count }, (_, i) => ({ name: `node-${firstIndex + i}`, zone: zones[i % zones.length], cpu, memory, pods }));
  return {
    name: options.name ?? `${count} workers`,
    region: 'region-1',
    controlPlane: { name: 'control-plane', zone: zones[0], node: options.controlPlaneNode ?? true },
    nodes,
    ...(options.hollow ? { hollow: true } : {}),
  };
}

/** One control-plane node and three workers of 4 cpu and 8Gi in zones a, b and c. */
export const defaultTopology: Topology = workers({ count: 3, name: 'Three workers' });
