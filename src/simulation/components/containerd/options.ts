import type { RunProgram } from '../../contracts/programs.ts';
import type { Actor } from '../../engine/index.ts';

export interface ContainerdOptions {
  readonly registry: () => Actor;
  readonly cni: () => Actor;
  readonly nodeName: string;
  /** What a pull gets of the node's line. Default 10 MB/s. */
  readonly bandwidthBytesPerSecond?: number;
  /** A hollow runtime as kubemark's: images are there at once, containers start in milliseconds and stop at once. */
  readonly instant?: boolean;
  /** Finds what a container does. Without it containers only run until they are stopped. */
  readonly programs?: RunProgram;
  /** Range of the pods' addresses until the kubelet tells another. */
  readonly podCidr?: string;
}

/** How long the runtime's own work takes, in µs: least and greatest. */
export interface Durations {
  readonly runSandbox: readonly [number, number];
  readonly stopSandbox: readonly [number, number];
  readonly create: readonly [number, number];
  readonly start: readonly [number, number];
  readonly remove: readonly [number, number];
}

export const realDurations: Durations = {
  runSandbox: [90_000, 220_000],
  stopSandbox: [15_000, 60_000],
  create: [15_000, 45_000],
  start: [35_000, 110_000],
  remove: [4_000, 12_000],
};

export const instantDurations: Durations = {
  runSandbox: [800, 2_500],
  stopSandbox: [200, 800],
  create: [400, 1_200],
  start: [500, 1_800],
  remove: [100, 400],
};

export const DEFAULT_BANDWIDTH = 10_000_000;
/** How fast layers are unpacked. */
export const UNPACK_BYTES_PER_SECOND = 150_000_000;
/** What every image has in size on a hollow node. */
export const HOLLOW_IMAGE_BYTES = 50_000_000;
