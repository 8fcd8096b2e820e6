import { expect, test } from 'vitest';
import { type Anything, Bench } from '../fake-apiserver.test.ts';

function demo(): Bench {
  const bench = new Bench(['namespace']);
  bench.api.put('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'demo' }, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } });
  bench.api.put('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'demo' } });
  bench.api.put('pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'demo' }, spec: { nodeName: 'node-0', terminationGracePeriodSeconds: 30 }, status: { phase: 'Running' } });
  bench.run(1);
  return bench;
}

const deleting = (bench: Bench): void =>
  void bench.api.change('namespaces', 'demo', (old) => ({ ...old, metadata: { ...old.metadata, deletionTimestamp: '2025-01-01T00:00:02Z', deletionGracePeriodSeconds: 1 }, status: { phase: 'Terminating' } }));
const conditions = (bench: Bench): string[] => bench.api.get('namespaces', 'demo').status.conditions.map((one: Anything) => `${one.type}=${one.status} ${one.reason}: ${one.message}`);

test('content goes after 5 s; the namespace waits for its pods, then goes', () => {
  const bench = demo();
  deleting(bench);
  bench.run(4.9);
  expect(bench.api.all('configmaps')).toHaveLength(1);
  bench.run(1);
  expect(bench.api.all('configmaps')).toEqual([]);
  expect(conditions(bench)).toEqual([
    'NamespaceDeletionDiscoveryFailure=False ResourcesDiscovered: All resources successfully discovered',
    'NamespaceDeletionGroupVersionParsingFailure=False ParsedGroupVersions: All legacy kube types successfully parsed',
    'NamespaceDeletionContentFailure=False ContentDeleted: All content successfully deleted, may be waiting on finalization',
    'NamespaceContentRemaining=True SomeResourcesRemain: Some resources are remaining: pods. has 1 resource instances',
    'NamespaceFinalizersRemaining=False ContentHasNoFinalizers: All content-preserving finalizers finished',
  ]);
  bench.killPods();
  bench.run(17);
  expect(bench.api.all('namespaces')).toEqual([]);
});

test('an object with a finalizer holds the namespace and is named', () => {
  const bench = demo();
  bench.api.put('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'held', namespace: 'demo', finalizers: ['example.com/hold'] } });
  deleting(bench);
  bench.run(6);
  expect(conditions(bench)[4]).toBe('NamespaceFinalizersRemaining=True SomeFinalizersRemain: Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances');
});
