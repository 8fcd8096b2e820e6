import { expect, test } from 'vitest';
import { type Loose, NodeWorld } from '../../../../tests/harness/node-world.ts';

const stress = (bytes: string, more: object = {}) => ({ restartPolicy: 'Always', containers: [{ name: 'c', image: 'polinux/stress', imagePullPolicy: 'IfNotPresent', command: ['stress'], args: ['--vm', '1', '--vm-bytes', bytes], ...more }] });
const nodeCondition = (world: NodeWorld): Loose => world.api.get<Loose>('nodes', '', 'node-1').status.conditions.find((condition: Loose) => condition.type === 'MemoryPressure');

test('a node that runs out of memory evicts who uses more than he asked for', () => {
  const world = new NodeWorld();
  world.run(3);
  world.pod('modest', stress('3G', { resources: { requests: { memory: '3Gi' } } }));
  world.pod('greedy', stress('5G', { resources: { requests: { memory: '1Gi' } } }));
  world.run(40);
  expect(world.status('modest').phase).toBe('Running');
  expect(world.status('greedy')).toMatchObject({ phase: 'Failed', reason: 'Evicted', message: expect.stringMatching(/^The node was low on resource: memory\. Threshold quantity: 100Mi, available: \d+Ki\. Container c was using 5242880Ki, request is 1Gi, has larger consumption of memory\. $/) });
  expect(world.condition('greedy', 'DisruptionTarget')).toMatchObject({ status: 'True', reason: 'TerminationByKubelet' });
  expect(nodeCondition(world)).toMatchObject({ status: 'True', reason: 'KubeletHasInsufficientMemory' });
  expect(world.api.events()).toContainEqual(expect.stringMatching(/^Warning EvictionThresholdMet: Attempting to reclaim memory/));
  expect(world.inspect('containerd').running).toBe(1);
});

test('while it is short it takes no pod that promises nothing, and after five minutes it does again', () => {
  const world = new NodeWorld();
  world.run(3);
  world.pod('greedy', stress('8G'));
  world.run(40);
  world.pod('late', { containers: [{ name: 'c', image: 'nginx' }] });
  world.run(2);
  expect(world.status('late')).toMatchObject({ phase: 'Failed', reason: 'Evicted', message: 'Pod was rejected: The node had condition: [MemoryPressure]. ' });
  world.run(320);
  expect(nodeCondition(world)).toMatchObject({ status: 'False', reason: 'KubeletHasSufficientMemory' });
});
