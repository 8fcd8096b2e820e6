import { expect, test } from 'vitest';
import type { Anything } from '../fake-apiserver.test.ts';
import { newSetSize, scaleSets, shrinkOldSets } from './arithmetic.ts';
import { newSetAnnotations, REVISION, REVISION_HISTORY } from './annotations.ts';

const deployment = (replicas: number, maxSurge: number | string = '25%', maxUnavailable: number | string = '25%'): Anything => ({ metadata: { name: 'web' }, spec: { replicas, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } } } });
const set = (name: string, replicas: number, available = replicas, age = 0, max?: number): Anything => ({
  metadata: { name, uid: name, creationTimestamp: `2025-01-01T00:00:0${age}Z`, annotations: max === undefined ? {} : { 'deployment.kubernetes.io/max-replicas': String(max), 'deployment.kubernetes.io/desired-replicas': '10' } },
  spec: { replicas }, status: { availableReplicas: available, replicas },
});

test.each([
  [6, '25%', '25%', [6], 0, 2],
  [6, '25%', '25%', [5], 2, 3],
  [10, 1, 0, [10], 0, 1],
  [10, 0, 1, [10], 0, 0],
  [10, '100%', 0, [10], 0, 10],
  [3, '25%', '25%', [1], 3, 3],
])('%i wanted, surge %s: old %j and new %i → new %i', (replicas, surge, unavailable, old, now, to) => {
  const newest = set('new', now);
  expect(newSetSize(deployment(replicas, surge, unavailable), [...old.map((size, index) => set(`old${index}`, size)), newest], now)).toBe(to);
});

const shrinks = (deployed: Anything, old: Anything[], newest: Anything): string[] => shrinkOldSets(deployed, old, newest).map(({ set: one, to, reason }) => `${one.metadata.name}→${to} ${reason}`);

test.each([
  ['what may be missed goes', deployment(6), [set('old', 6)], set('new', 2, 0), ['old→5 available']],
  ['nothing goes while the new ones are not available', deployment(6), [set('old', 5)], set('new', 3, 0), []],
  ['pods that are not available anyway go first', deployment(10), [set('old', 8, 3)], set('new', 5, 5), ['old→3 unhealthy']],
  ['oldest sets first', deployment(4, 0, 2), [set('b', 2, 2, 2), set('a', 2, 2, 1)], set('new', 0), ['a→0 available']],
])('%s', (_name, deployed, old, newest, expected) => {
  expect(shrinks(deployed, old, newest)).toEqual(expected);
});

test('in the middle of a rollout each set gets its share, the largest what is left over', () => {
  const sizes = scaleSets(deployment(15, 3, 2), set('new', 5, 5, 2, 13), [set('old', 8, 8, 1, 13)]);
  expect(sizes.map(({ set: one, to }) => [one.metadata.name, to])).toEqual([['old', 11], ['new', 7]]);
});

test('the only active set follows; a saturated one empties the others', () => {
  expect(scaleSets(deployment(9), set('new', 5), [set('old', 0)])).toMatchObject([{ to: 9, reason: 'scale' }]);
  const full = { ...set('new', 10), metadata: { ...set('new', 10, 10, 0, 13).metadata } };
  expect(scaleSets(deployment(10), full, [set('old', 2)])).toMatchObject([{ to: 0, reason: 'saturated' }]);
});

test('a set that becomes the newest again keeps its history', () => {
  const first = newSetAnnotations({ metadata: { annotations: { team: 'a', 'kubectl.kubernetes.io/last-applied-configuration': '{}' } } } as Anything, undefined, 1);
  expect(first).toEqual({ team: 'a', [REVISION]: '1' });
  const again = newSetAnnotations({ metadata: {} } as Anything, first, 3);
  expect(again).toMatchObject({ [REVISION]: '3', [REVISION_HISTORY]: '1' });
  expect(newSetAnnotations({ metadata: {} } as Anything, again, 5)).toMatchObject({ [REVISION]: '5', [REVISION_HISTORY]: '1,3' });
  expect(newSetAnnotations({ metadata: {} } as Anything, again, 2)).toBe(again);
});
