import { expect, test } from 'vitest';
import type { Anything } from '../fake-apiserver.test.ts';
import { logarithmicAge, podsToDelete } from './deletion-rank.ts';

const NOW_US = 3_600_000_000;

function pod(name: string, more: Anything = {}): Anything {
  const { node = 'n', phase = 'Running', ready = true, since = '2025-01-01T00:00:00Z', cost, restarts = 0, created = '2025-01-01T00:00:00Z' } = more;
  const annotations = cost === undefined ? {} : { 'controller.kubernetes.io/pod-deletion-cost': cost };
  return {
    metadata: { name, uid: name, creationTimestamp: created, annotations }, spec: { nodeName: node },
    status: { phase, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: since }], containerStatuses: [{ restartCount: restarts }] },
  };
}

test.each([
  ['without a node before with one', { node: '' }, {}, 'unassigned'],
  ['pending before running', { phase: 'Pending' }, {}, 'pending'],
  ['not ready before ready', { ready: false }, {}, 'not-ready'],
  ['lower deletion cost first', { cost: '-1' }, { cost: '5' }, 'deletion-cost'],
  ['ready for a shorter time first', { since: '2025-01-01T00:58:00Z' }, {}, 'ready-shorter'],
  ['more restarts first', { restarts: 3 }, { restarts: 1 }, 'restarts'],
  ['younger first', { created: '2025-01-01T00:58:00Z' }, {}, 'younger'],
])('%s', (_name, first, second, reason) => {
  // The names are against the expected order, so that it is not them who decide.
  const pods = [pod('a', second), pod('b', first)];
  const [chosen] = podsToDelete(pods, pods, 1, NOW_US);
  expect([chosen.pod.metadata.name, chosen.reason]).toEqual(['b', reason]);
});

test('of pods that are doubled up on a node one goes before those that stand alone', () => {
  const pods = [pod('a', { node: 'one' }), pod('b', { node: 'two' }), pod('c', { node: 'two' })];
  expect(podsToDelete(pods, pods, 1, NOW_US)).toMatchObject([{ pod: { metadata: { name: 'b' } }, reason: 'doubled-up' }]);
});

test('ages of the same magnitude are equal; uids then decide', () => {
  expect(logarithmicAge(1)).toBe(9);
  expect(logarithmicAge(60_000_000)).toBe(logarithmicAge(65_000_000));
  expect(logarithmicAge(0)).toBe(-1);
  const pods = [pod('b', { since: '2025-01-01T00:58:58Z' }), pod('a', { since: '2025-01-01T00:59:00Z' })];
  expect(podsToDelete(pods, pods, 1, NOW_US)[0].pod.metadata.name).toBe('a');
});
