import { expect, test } from 'vitest';
import { controllers } from './controllers.ts';
import { Bench } from './fake-apiserver.test.ts';
import { configOf, isControllerEnabled } from './options.ts';

test.each([
  [['*'], true],
  [['*', '-deployment'], false],
  [['-deployment-controller', '*'], false],
  [['replicaset'], false],
  [['deployment'], true],
])('--controllers=%j', (asked, enabled) => {
  expect(isControllerEnabled(['deployment-controller', 'deployment'], asked)).toBe(enabled);
});

test('names and aliases are unique', () => {
  const names = controllers.flatMap(({ name, aliases }) => [name, ...aliases]);
  expect(new Set(names).size).toBe(names.length);
});

test('a setting that is undefined is not set', () => {
  expect(configOf({ nodeMonitorGraceUs: undefined, clusterCidr: '' })).toMatchObject({ nodeMonitorGraceUs: 50_000_000, clusterCidr: '' });
});

test('the inspection names each controller with its queues and last syncs', () => {
  const bench = new Bench(['nodeipam', 'serviceaccount']);
  bench.addNode('node-0');
  bench.addNode('node-1');
  bench.run(1);
  expect(bench.api.all('nodes').map((node) => node.spec.podCIDR)).toEqual(['10.244.0.0/24', '10.244.1.0/24']);
  const [accounts, ipam] = bench.inspect().controllers;
  expect(accounts).toEqual({ name: 'serviceaccount-controller', queued: 0, delayed: 0, active: [], syncs: 0, last: [] });
  expect(ipam).toMatchObject({ name: 'node-ipam-controller', queued: 0, active: [] });
  expect(ipam.last.slice(0, 2).map(({ key, what }) => [key, what])).toEqual([['node-0', '10.244.0.0/24'], ['node-1', '10.244.1.0/24']]);
});
