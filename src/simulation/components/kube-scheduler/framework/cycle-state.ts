/** Names a place in CycleState. Made once per plugin by `stateKey` of the framework that runs it. */
export interface StateKey<T> {
  readonly name: string;
  readonly index: number;
  /** Type only; never set. */
  readonly valueType?: T;
}

/** State that is changed by AddPod and RemovePod and hence copied before a dry run. */
export interface Clonable {
  clone(): unknown;
}

/**
 * What plugins remember between the extension points of one scheduling cycle, by place instead of by name: it is read per node and plugin.
 * Source: kubernetes v1.32 pkg/scheduler/framework/cycle_state.go.
 */
export class CycleState {
  private readonly values: unknown[];
  /** Plugins whose PreFilter said Skip, as bits by their index in the profile. */
  skippedFilters = 0;
  skippedScores = 0;

  constructor(values: unknown[] = []) {
    this.values = values;
  }

  read<T>(key: StateKey<T>): T | undefined {
    return this.values[key.index] as T | undefined;
  }

  write<T>(key: StateKey<T>, value: T): void {
    this.values[key.index] = value;
  }

  /** A copy for a dry run: what can be cloned is cloned, the rest is shared. */
  clone(): CycleState {
    const copy = new CycleState(this.values.map((value) => (isClonable(value) ? value.clone() : value)));
    copy.skippedFilters = this.skippedFilters;
    copy.skippedScores = this.skippedScores;
    return copy;
  }
}

const isClonable = (value: unknown): value is Clonable => typeof (value as Clonable | undefined)?.clone === 'function';
