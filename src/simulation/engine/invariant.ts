/** Thrown when the simulation reaches a state that its own rules exclude. Never caught below the host. */
export class InvariantViolation extends Error {
  override name = 'InvariantViolation';
}

/** Crashes the run when `condition` is false. The engine adds seed, virtual time and event number. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantViolation(message);
}

/** Where a run stood when it crashed: enough to reach the same point again. */
export interface CrashSite {
  seed: string;
  nowUs: number;
  event: number;
  actor: string | undefined;
}

/** The same error with the story that reproduces it. */
export class SimulationCrash extends Error {
  override name = 'SimulationCrash';
  readonly site: CrashSite;

  constructor(cause: unknown, site: CrashSite) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`${reason} (seed ${site.seed}, virtual time ${site.nowUs} µs, event ${site.event}, actor ${site.actor ?? 'none'})`, { cause });
    this.site = site;
  }
}
