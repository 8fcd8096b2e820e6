import { expect, test } from 'vitest';
import { type Anything, Bench, running } from '../fake-apiserver.test.ts';

const pod = (name: string, nodeName?: string, status: Anything = running('10.0.0.1', '2025-01-01T00:00:00Z')): Anything => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec: { nodeName }, status });

test('pods of a node that is gone: found within 20 s, asked for after 40 s, deleted in the pass after that', () => {
  const bench = new Bench(['podgc']);
  bench.addNode('node-0');
  bench.api.put('pods', pod('web', 'node-0'));
  bench.run(2);
  bench.api.remove('nodes', 'node-0');
  const sinceUs = bench.engine.nowUs;
  let last: Anything;
  for (; bench.api.get('pods', 'default/web'); bench.run(0.001)) last = bench.api.get('pods', 'default/web');
  const seconds = (bench.engine.nowUs - sinceUs) / 1e6;
  expect(seconds).toBeGreaterThan(40);
  expect(seconds).toBeLessThan(80.1);
  expect(last.metadata.name).toBe('web');
  expect(bench.api.requests.filter((request) => request.resource === 'pods' && request.verb === 'patch')).toMatchObject([
    { subresource: 'status', body: { status: { phase: 'Failed', conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists' }] } } },
  ]);
});

test('a node that comes back in its quarantine keeps its pods', () => {
  const bench = new Bench(['podgc']);
  bench.api.put('pods', pod('web', 'node-0'));
  bench.run(30);
  bench.addNode('node-0');
  bench.run(120);
  expect(bench.api.get('pods', 'default/web').status.phase).toBe('Running');
});

test('finished pods beyond the threshold go, oldest first', () => {
  const bench = new Bench(['podgc'], { terminatedPodThreshold: 2 });
  bench.addNode('node-0');
  for (let index = 0; index < 5; index++) {
    bench.api.put('pods', pod(`job-${index}`, 'node-0', { phase: 'Succeeded' }));
    bench.run(1);
  }
  bench.run(30);
  expect(bench.api.all('pods').map((one) => one.metadata.name)).toEqual(['job-3', 'job-4']);
});

test('out of service: terminating pods are given up at the next pass', () => {
  const bench = new Bench(['podgc']);
  bench.addNode('node-0');
  bench.api.put('pods', pod('db', 'node-0'));
  bench.api.remove('pods', 'default/db', 30);
  bench.run(60);
  expect(bench.api.all('pods')).toHaveLength(1);
  bench.api.change('nodes', 'node-0', (node) => ({ ...node, spec: { taints: [{ key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: 'NoExecute' }] }, status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }));
  bench.run(21);
  expect(bench.api.all('pods')).toEqual([]);
});
