/** One rule of a chain, as `iptables-save` prints it without `-A <chain>`. */
export interface Rule {
  readonly match: string;
  readonly target: string;
}

export interface Chain {
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** Writes the chains of one owner when somebody looks at them or a packet needs them. */
export type RuleSource = () => readonly Chain[];

/**
 * The packet filter's tables of a machine. A rule set outlives the process that wrote it and dies with the power.
 * Differs from the real one: a writer leaves a source of rules that is read when needed, instead of every rule at every change.
 */
export class Netfilter {
  private readonly sources = new Map<string, RuleSource>();
  private readonly states = new Map<string, unknown>();

  /** Replaces what `owner` had in the tables. `state` is kept beside it for whoever routes packets. */
  restore(owner: string, source: RuleSource, state: unknown): void {
    this.sources.set(owner, source);
    this.states.set(owner, state);
  }

  /** What `owner` left at its last restore. */
  state(owner: string): unknown {
    return this.states.get(owner);
  }

  flush(owner: string): void {
    this.sources.delete(owner);
    this.states.delete(owner);
  }

  /** All chains in the tables now, by owner in order of their first write. */
  chains(): readonly Chain[] {
    return [...this.sources.values()].flatMap((source) => source());
  }
}
