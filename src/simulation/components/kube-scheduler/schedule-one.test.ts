import type { Node, Pod } from 'kubernetes-types/core/v1.d.ts';
import { describe, expect, test } from 'vitest';
import type { Typed } from '../../apimachinery/meta.ts';
import { RandomSource } from '../../engine/index.ts';
import { Cache } from './cache/cache.ts';
import { DecisionLog } from './decision-log.ts';
import type { Lister, Listers } from './framework/listers.ts';
import { PodInfo } from './framework/pod-info.ts';
import { Framework } from './framework/runtime.ts';
import { defaultProfile } from './plugins/registry.ts';
import { NominatedPods } from './queue/nominated-pods.ts';
import { Algorithm, numFeasibleNodesToFind } from './schedule-one.ts';

const none: Lister<never> = { get: () => undefined, inNamespace: () => [], all: () => [], size: 0 };
const listers: Listers = {
  namespaces: none, services: none, replicationControllers: none, replicaSets: none, statefulSets: none, persistentVolumes: none,
  persistentVolumeClaims: none, storageClasses: none, csiNodes: none, podDisruptionBudgets: none,
};

function setUp(nodes: number, zones = 1) {
  const cache = new Cache();
  for (let i = 0; i < nodes; i++) {
    const name = `node-${i}`;
    const labels = { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': `zone-${Math.floor((i * zones) / nodes)}` };
    cache.setNode({ apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec: {}, status: { allocatable: { cpu: '4', memory: '8Gi', pods: '110' } } } as Typed<Node>);
  }
  const random = new RandomSource('test');
  const nominated = new NominatedPods();
  const framework = new Framework({ profile: defaultProfile, snapshot: cache, listers, nominator: nominated, random: (purpose) => random.stream(purpose), nowUs: () => 0 });
  const log = new DecisionLog(() => 0);
  const algorithm = new Algorithm(cache, random.stream('tie-break'), log);
  return { cache, log, nominated, schedule: (pod: Typed<Pod>) => algorithm.schedule(framework, new PodInfo(pod)) };
}

const pod = (name: string, cpu = '100m'): Typed<Pod> =>
  ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', uid: name }, spec: { containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu } } }] } });

describe('numFeasibleNodesToFind', () => {
  test.each([
    [0, 0], [50, 50], [99, 99], [100, 100], [200, 100], [250, 120], [1_000, 420], [5_000, 500], [6_000, 300], [15_000, 750],
  ])('of %i nodes %i are enough', (nodes, enough) => {
    expect(numFeasibleNodesToFind(0, nodes)).toBe(enough);
  });

  test('a given percentage is taken as it is, but never fewer than a hundred nodes', () => {
    expect(numFeasibleNodesToFind(70, 1_000)).toBe(700);
    expect(numFeasibleNodesToFind(1, 1_000)).toBe(100);
  });
});

describe('schedule', () => {
  test('looks at a part of many nodes and goes on from there with the next pod', () => {
    const { schedule, log } = setUp(400);
    const first = schedule(pod('a'));
    expect(first).toMatchObject({ evaluated: 188, feasible: 188 });
    schedule(pod('b'));
    const [second, before] = log.latest(2);
    expect(before!.nodes).toHaveLength(100);
    expect(before!.nodes).toContain(first.node!.name);
    expect(before!.nodes[0]).toBe('node-0');
    expect(second!.nodes[0]).toBe('node-188');
  });

  test('zones take turns', () => {
    const { cache } = setUp(6, 3);
    expect(cache.nodes.map(({ name }) => name)).toEqual(['node-0', 'node-2', 'node-4', 'node-1', 'node-3', 'node-5']);
  });

  test('with one fitting node nothing is scored', () => {
    const { schedule, log } = setUp(1);
    expect(schedule(pod('a'))).toMatchObject({ feasible: 1, tied: 0 });
    expect(log.of('default/a')!.scores).toEqual([]);
  });

  test('equal nodes are chosen among at random, all of them sooner or later', () => {
    const { schedule } = setUp(3);
    const chosen = new Set(Array.from({ length: 40 }, (_, i) => schedule(pod(`p${i}`)).node!.name));
    expect(chosen.size).toBe(3);
  });

  test('no nodes at all', () => {
    expect(setUp(0).schedule(pod('a')).error?.message).toBe('no nodes available to schedule pods');
  });

  test('counts reasons and sorts them as texts', () => {
    const { schedule, cache } = setUp(12);
    const cordoned = cache.get('node-3')!.node;
    cache.setNode({ ...cordoned, spec: { unschedulable: true } });
    expect(schedule(pod('a', '5')).diagnosis!.message()).toBe('0/12 nodes are available: 1 node(s) were unschedulable, 11 Insufficient cpu.');
  });

  test('room that was promised to a more important pod is not for others, but for yet more important ones', () => {
    const { schedule, nominated } = setUp(1);
    const withPriority = (name: string, priority: number): Typed<Pod> => ({ ...pod(name, '3'), spec: { ...pod(name, '3').spec!, priority } });
    nominated.add(new PodInfo(withPriority('promised', 10)), 'node-0');
    expect(schedule(withPriority('lesser', 9)).diagnosis!.message()).toBe('0/1 nodes are available: 1 Insufficient cpu.');
    expect(schedule(withPriority('greater', 11)).node!.name).toBe('node-0');
    expect(schedule(withPriority('promised', 10)).node!.name).toBe('node-0');
    nominated.delete('promised');
    expect(schedule(withPriority('lesser', 9)).node!.name).toBe('node-0');
  });
});
