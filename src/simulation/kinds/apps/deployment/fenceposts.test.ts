import { expect, test } from 'vitest';
import { fencepostsOf, resolveFenceposts } from './fenceposts.ts';

test.each([
  ['25%', '25%', 3, 1, 0], ['25%', '25%', 10, 3, 2], ['25%', '25%', 1, 1, 0], [0, 0, 5, 0, 1], ['0%', '10%', 5, 0, 1], [2, 1, 5, 2, 1],
])('a surge of %s and %s unavailable of %i are %i and %i', (surge, unavailable, desired, maxSurge, maxUnavailable) => {
  expect(resolveFenceposts(surge, unavailable, desired)).toEqual({ maxSurge, maxUnavailable });
});

test('only a rolling update has room', () => {
  const selector = {};
  const template = {};
  expect(fencepostsOf({ spec: { replicas: 4, selector, template, strategy: { type: 'Recreate' } } })).toEqual({ maxSurge: 0, maxUnavailable: 0 });
  expect(fencepostsOf({ spec: { replicas: 2, selector, template, strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 5, maxSurge: 0 } } } }))
    .toEqual({ maxSurge: 0, maxUnavailable: 2 });
});
