import { expect } from 'vitest';
import { underGlass } from '../harness/glass.ts';
import { RECOVERY_US, Storm } from './chaos.ts';
import { Checkers, unfinished } from './checkers.ts';

const STEP_US = 5_000_000;

/** One seed: a storm, then quiet; fails with everything that is needed to see it again. */
export function weather(seed: string): void {
  underGlass(() => {
    const storm = new Storm(seed);
    const { cluster } = storm;
    const checkers = new Checkers(cluster);
    cluster.runUntil(1_000_000);
    checkers.attach();
    storm.run(() => {});
    const endUs = cluster.nowUs + RECOVERY_US;
    let left = unfinished(cluster, storm.replicas);
    while (left.length > 0 && cluster.nowUs < endUs) {
      cluster.runUntil(cluster.nowUs + STEP_US);
      left = unfinished(cluster, storm.replicas);
    }
    checkers.checkInformer();
    expect({ seed, complaints: checkers.complaints, left, done: left.length > 0 ? storm.done : [] }).toEqual({ seed, complaints: [], left: [], done: [] });
    expect(checkers.informerEvents).toBeGreaterThan(20);
  });
}
