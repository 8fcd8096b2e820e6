import type { TimelineCase } from './case.ts';
import { differences } from './compare.ts';
import { runInPhase } from './phases.ts';

/** Runs a case and answers what is wrong with our run, a line each. What throws is a difference too. */
export function check(one: TimelineCase, seed = 'timelines'): string[] {
  try {
    const { events, leases } = runInPhase(one, seed);
    return differences(one, events, leases);
  } catch (error) {
    return [`threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}
