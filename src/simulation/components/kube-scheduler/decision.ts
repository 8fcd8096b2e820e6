export type DecisionOutcome = 'assumed' | 'bound' | 'unschedulable' | 'error';

/** A refusal of one node. */
export interface Verdict {
  readonly plugin: string;
  readonly code: string;
  readonly reasons: readonly string[];
}

/** One plugin's scores, aligned with the decision's `nodes`; null where the node was not scored. */
export interface PluginScores {
  readonly plugin: string;
  readonly weight: number;
  /** What the plugin gave, what became of it in [0, 100], and that times the weight. */
  readonly raw: readonly (number | null)[];
  readonly normalized: readonly (number | null)[];
  readonly weighted: readonly (number | null)[];
}

/** One attempt to schedule a pod, as plain data. Of clusters with more than 100 nodes it shows 100. */
export interface Decision {
  readonly id: number;
  readonly pod: string;
  readonly uid: string;
  readonly atUs: number;
  readonly outcome: DecisionOutcome;
  /** Of all nodes: how many were looked at, and how many of these fit. */
  readonly nodeCount: number;
  readonly evaluated: number;
  readonly feasible: number;
  /** Names of the nodes shown, those that fit first, and why each was refused (null: it fits). */
  readonly nodes: readonly string[];
  readonly verdicts: readonly (Verdict | null)[];
  readonly scores: readonly PluginScores[];
  readonly totals: readonly (number | null)[];
  readonly chosen: string;
  /** How many nodes shared the best score. */
  readonly tied: number;
  readonly message: string;
  readonly nominatedNode: string;
  readonly victims: readonly string[];
}
