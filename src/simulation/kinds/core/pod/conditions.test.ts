import type { Pod } from 'kubernetes-types/core/v1.d.ts';
import { expect, test } from 'vitest';
import { formatTime } from '../../../apimachinery/time.ts';
import { isPodAvailable, isPodReady } from './conditions.ts';
import { isPodActive, isTerminal } from './phase.ts';

const second = 1_000_000;
const readySince = (us: number): Pod => ({ status: { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: formatTime(us) }] } });

test('a pod is available when it has been ready long enough', () => {
  expect(isPodAvailable(readySince(10 * second), 5, 14 * second)).toBe(false);
  expect(isPodAvailable(readySince(10 * second), 5, 15 * second)).toBe(true);
  expect(isPodAvailable(readySince(10 * second), 0, 0)).toBe(true);
  expect(isPodAvailable({}, 0, 0)).toBe(false);
  expect(isPodReady({ status: { conditions: [{ type: 'Ready', status: 'False' }] } })).toBe(false);
});

test('a pod that has ended or is going counts no more', () => {
  expect(isTerminal({ status: { phase: 'Failed' } })).toBe(true);
  expect(isPodActive({ status: { phase: 'Running' } })).toBe(true);
  expect(isPodActive({ status: { phase: 'Succeeded' } })).toBe(false);
  expect(isPodActive({ metadata: { deletionTimestamp: formatTime(0) }, status: { phase: 'Running' } })).toBe(false);
});
