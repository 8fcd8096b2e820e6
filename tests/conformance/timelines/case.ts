import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../../../src/simulation/apimachinery/meta.ts';

export type EventKind =
  | 'Step' | 'Kubectl' | 'Lease' | 'Node' | 'Pod' | 'EndpointSlice' | 'ReplicaSet' | 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'PodDisruptionBudget' | 'Event';

/** One line of a timeline. `tMs` counts from the first Step. */
export interface TimelineEvent {
  readonly tMs: number;
  readonly kind: EventKind;
  readonly name: string;
  readonly what: string;
}

/** A run of a real control plane: what stood before, what was done, what was seen. */
export interface TimelineCase {
  readonly name: string;
  readonly setup: {
    readonly nodes: readonly { readonly name: string; readonly zone: string; readonly ready: string }[];
    readonly pods: readonly { readonly name: string; readonly node: string | null; readonly ready: boolean }[];
    readonly objects: readonly KubeObject[];
  };
  readonly trigger: string;
  readonly durationMs: number;
  readonly events: readonly TimelineEvent[];
}

/** The cases of a folder, by name. */
export function loadCases(folder: string): TimelineCase[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json')).sort((a, b) => (a < b ? -1 : 1));
  return files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as TimelineCase).filter((one) => Array.isArray(one.events) && one.setup !== undefined);
}
