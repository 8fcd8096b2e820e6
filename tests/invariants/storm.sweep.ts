import { describe, it } from 'vitest';
import { weather } from './weather.ts';

describe('invariants under random faults, 240 seeds', () => {
  for (let seed = 1; seed <= 240; seed++) it(`hold and heal, seed ${seed}`, () => weather(`sweep-${seed}`), 300_000);
});
