import type { NodeInfo } from '../framework/node-info.ts';
import type { PodCounts } from './pod-counts.ts';
import type { TermIndex } from './term-index.ts';

/** What a scheduling cycle sees of the cluster. It stays as it is for the length of a cycle, since a cycle is one instant. */
export interface Snapshot {
  /** In the order in which they are tried; `nodes[i].index === i`. */
  readonly nodes: readonly NodeInfo[];
  readonly counts: PodCounts;
  readonly terms: TermIndex;
  get(name: string): NodeInfo | undefined;
  /** Whether a pod on any node uses the claim `namespace/name`. */
  isClaimUsed(key: string): boolean;
  /** The values of each key over the nodes that have all of the keys, with the number of nodes. */
  domains(keys: readonly string[]): readonly ReadonlyMap<string, number>[];
}
