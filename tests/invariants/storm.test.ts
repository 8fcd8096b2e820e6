import { describe, it } from 'vitest';
import { weather } from './weather.ts';

// The short sibling of storm.sweep.ts: a few seeds in every `npm test`.
describe('invariants under random faults', () => {
  for (let seed = 1; seed <= 12; seed++) it(`hold and heal, seed ${seed}`, () => weather(`storm-${seed}`), 300_000);
});
