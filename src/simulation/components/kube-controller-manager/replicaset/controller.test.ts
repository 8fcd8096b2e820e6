import { expect, test } from 'vitest';
import { forbidden } from '../../../apimachinery/status.ts';
import { type Anything, Bench, deployment, keyOf } from '../fake-apiserver.test.ts';

test('a deployment becomes a replica set becomes pods, and status follows', () => {
  const bench = new Bench(['deployment', 'replicaset']);
  bench.api.put('deployments', deployment('web', 3));
  bench.run(2);
  expect(bench.api.all('replicasets')).toHaveLength(1);
  expect(bench.api.all('pods')).toHaveLength(3);
  bench.runPods();
  bench.run(2);
  const web = bench.api.get('deployments', 'default/web');
  expect(web.status).toMatchObject({ replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3, observedGeneration: 1 });
  expect(web.status.conditions.map((one: Anything) => `${one.type}=${one.status} ${one.reason}`)).toEqual(['Available=True MinimumReplicasAvailable', 'Progressing=True NewReplicaSetAvailable']);
  const [set] = bench.api.all('replicasets');
  expect(bench.events()[0]).toBe(`Normal ScalingReplicaSet: Scaled up replica set ${set.metadata.name} from 0 to 3`);
  expect(bench.events().filter((line) => line.startsWith('Normal SuccessfulCreate: Created pod:'))).toHaveLength(3);
  expect(set.metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '1', 'deployment.kubernetes.io/desired-replicas': '3', 'deployment.kubernetes.io/max-replicas': '4' });
});

test('creates go 1, 2, 4 … and stop at the first failure', () => {
  const bench = new Bench(['replicaset']);
  let refused = 0;
  bench.api.refuse = (request) => (request.verb === 'create' && request.resource === 'pods' ? (refused++, forbidden('', 'pods', '', 'exceeded quota')) : undefined);
  const { spec } = deployment('web', 10) as Anything;
  bench.api.put('replicasets', { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'web', namespace: 'default' }, spec: { replicas: 10, selector: spec.selector, template: spec.template } });
  bench.run(0.004);
  expect(refused).toBeLessThan(4);
  bench.run(1);
  const [set] = bench.api.all('replicasets');
  expect(set.status.conditions).toMatchObject([{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'pods is forbidden: exceeded quota' }]);
  expect(bench.events()[0]).toBe('Warning FailedCreate: Error creating: pods is forbidden: exceeded quota');
  bench.api.refuse = () => undefined;
  bench.run(30);
  expect(bench.api.all('pods')).toHaveLength(10);
  expect(bench.api.all('replicasets')[0].status.conditions ?? []).toEqual([]);
});

test('scaling down deletes the pods that are worth least', () => {
  const bench = new Bench(['replicaset']);
  const { spec } = deployment('web', 4) as Anything;
  bench.api.put('replicasets', { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'web', namespace: 'default' }, spec: { replicas: 4, selector: spec.selector, template: spec.template } });
  bench.run(1);
  const [first, second, third] = bench.api.all('pods').map(keyOf);
  bench.runPods(['node-0', 'node-0', 'node-1', 'node-2']);
  bench.api.change('pods', third, (pod) => ({ ...pod, metadata: { ...pod.metadata, annotations: { 'controller.kubernetes.io/pod-deletion-cost': '-5' } } }));
  bench.run(1);
  bench.api.change('replicasets', 'default/web', (set) => ({ ...set, spec: { ...set.spec, replicas: 2 } }));
  bench.run(1);
  const terminating = bench.api.all('pods').filter((pod) => pod.metadata.deletionTimestamp).map(keyOf);
  expect(terminating).toContain(third);
  expect(terminating.filter((key) => key === first || key === second)).toHaveLength(1);
  expect(bench.whys('replicaset.deleted-pod')).toHaveLength(2);
});

test('orphans that match are adopted, owned pods that do not are let go', () => {
  const bench = new Bench(['replicaset']);
  const { spec } = deployment('web', 2) as Anything;
  bench.api.put('pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'stray', namespace: 'default', labels: { app: 'web' } }, spec: {} });
  bench.api.put('replicasets', { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'web', namespace: 'default' }, spec: { replicas: 2, selector: spec.selector, template: spec.template } });
  bench.run(1);
  expect(bench.api.all('pods')).toHaveLength(2);
  expect(bench.api.get('pods', 'default/stray').metadata.ownerReferences).toMatchObject([{ kind: 'ReplicaSet', name: 'web', controller: true }]);
  bench.api.change('pods', 'default/stray', (pod) => ({ ...pod, metadata: { ...pod.metadata, labels: { app: 'quarantined' } } }));
  bench.run(1);
  expect(bench.api.get('pods', 'default/stray').metadata.ownerReferences ?? []).toEqual([]);
  expect(bench.api.all('pods')).toHaveLength(3);
});
