import type { Node, Pod } from 'kubernetes-types/core/v1.d.ts';
import type { KubeObject, Typed } from '../../../src/simulation/apimachinery/meta.ts';

export interface Refusal {
  readonly plugin: string;
  readonly code: string;
  readonly reasons: readonly string[] | null;
}

type ByNode = Readonly<Record<string, number>>;

/** What the real scheduler decided; absent fields did not apply. */
export interface Recorded {
  readonly scheduled: boolean;
  readonly winners?: readonly string[];
  readonly feasible?: readonly string[];
  readonly rejected?: Readonly<Record<string, Refusal>>;
  readonly scores?: Readonly<Record<string, ByNode>>;
  readonly raw?: Readonly<Record<string, ByNode>>;
  readonly total?: ByNode;
  readonly message?: string;
  readonly reason?: string;
  readonly preFilterMsg?: string;
  readonly nominatedNode?: string;
  readonly preempted?: readonly string[];
  readonly preemptionCandidates?: Readonly<Record<string, { readonly victims: readonly string[]; readonly numPDBViolations: number }>>;
  readonly nominatedAny?: readonly string[];
}

/** One recorded decision: see README.md beside the cases. */
export interface SchedulerCase {
  readonly name: string;
  readonly category: string;
  readonly nodes: readonly Typed<Node>[];
  readonly existing: readonly Typed<Pod>[] | null;
  readonly objects: readonly KubeObject[] | null;
  readonly pod: Typed<Pod>;
  readonly result: Recorded;
}
