import { Actor, Engine, Machine } from '../../src/simulation/engine/index.ts';
import { cpuSeconds } from './cpu.ts';
import type { Figure } from './table.ts';

/** Wake-ups of 5,000 periodic processes. */
export function wakeUps(): Figure {
  const engine = new Engine({ seed: 'bench' });
  const actor = new Actor(engine, new Machine('machine', 'zone'), 'actor', function* () {});
  actor.start();
  let count = 0;
  for (let i = 0; i < 5_000; i++) actor.spawn(periodic(900 + (i % 200), () => count++));
  engine.runUntil(100_000);
  count = 0;
  const seconds = cpuSeconds(() => engine.runUntil(1_100_000));
  return { name: 'engine: process wake-ups', value: count / seconds, unit: '/s', target: '≥ 1,000,000 /s' };
}

function* periodic(periodUs: number, tick: () => void): Generator<number, void, unknown> {
  for (;;) {
    yield periodUs;
    tick();
  }
}
