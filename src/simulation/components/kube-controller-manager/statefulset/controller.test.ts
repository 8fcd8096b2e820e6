import { expect, test } from 'vitest';
import { type Anything, Bench } from '../fake-apiserver.test.ts';

const set = (replicas: number, spec: object = {}): Anything => ({
  apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db', namespace: 'default' },
  spec: {
    replicas, serviceName: 'db', podManagementPolicy: 'OrderedReady', selector: { matchLabels: { app: 'db' } }, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
    template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'c', image: 'db:1' }] } }, ...spec,
  },
});

function start(replicas: number, spec: object = {}): Bench {
  const bench = new Bench(['statefulset']);
  bench.api.put('statefulsets', set(replicas, spec));
  bench.run(1);
  return bench;
}

const names = (bench: Bench): string[] => bench.api.all('pods').map((pod) => pod.metadata.name);
const round = (bench: Bench): void => {
  bench.runPods();
  bench.run(1);
  bench.killPods();
  bench.run(1);
};
const scale = (bench: Bench, replicas: number): void => {
  bench.api.change('statefulsets', 'default/db', (old) => ({ ...old, spec: { ...old.spec, replicas } }));
  bench.run(1);
};

test('pods come one after another, each when the one before is ready', () => {
  const bench = start(3);
  expect(names(bench)).toEqual(['db-0']);
  round(bench);
  expect(names(bench)).toEqual(['db-0', 'db-1']);
  round(bench);
  round(bench);
  expect(names(bench)).toEqual(['db-0', 'db-1', 'db-2']);
  expect(bench.events().slice(0, 2)).toEqual(['Normal SuccessfulCreate: create Pod db-0 in StatefulSet db successful', 'Normal SuccessfulCreate: create Pod db-1 in StatefulSet db successful']);
  const { status } = bench.api.get('statefulsets', 'default/db');
  expect(status).toMatchObject({ replicas: 3, readyReplicas: 3, availableReplicas: 3, currentReplicas: 3, updatedReplicas: 3, observedGeneration: 1 });
  expect(bench.api.get('pods', 'default/db-1')).toMatchObject({ metadata: { labels: { 'apps.kubernetes.io/pod-index': '1', 'statefulset.kubernetes.io/pod-name': 'db-1' } }, spec: { hostname: 'db-1', subdomain: 'db' } });
});

test('scaling down takes the highest, waiting until each is gone', () => {
  const bench = start(3);
  for (let i = 0; i < 4; i++) round(bench);
  scale(bench, 1);
  const dying = (): string[] => bench.api.all('pods').filter((pod) => pod.metadata.deletionTimestamp).map((pod) => pod.metadata.name);
  expect(dying()).toEqual(['db-2']);
  bench.killPods();
  bench.run(1);
  expect(dying()).toEqual(['db-1']);
  bench.killPods();
  bench.run(1);
  expect(names(bench)).toEqual(['db-0']);
});

test('parallel: all at once', () => {
  expect(names(start(4, { podManagementPolicy: 'Parallel' }))).toEqual(['db-0', 'db-1', 'db-2', 'db-3']);
});

test('an update goes from the highest down to the partition', () => {
  const bench = start(3, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } });
  for (let i = 0; i < 4; i++) round(bench);
  bench.api.change('statefulsets', 'default/db', (old) => ({ ...old, spec: { ...old.spec, template: { ...old.spec.template, spec: { containers: [{ name: 'c', image: 'db:2' }] } } } }));
  bench.run(1);
  for (let i = 0; i < 8; i++) round(bench);
  expect(bench.whys('statefulset.deleted-pod')).toEqual(['db-2', 'db-1'].map((pod) => `statefulset.deleted-pod {"pod":"${pod}","statefulset":"db","reason":"update"}`));
  expect(names(bench).sort().map((name) => bench.api.get('pods', `default/${name}`).spec.containers[0].image)).toEqual(['db:1', 'db:2', 'db:2']);
  const { status } = bench.api.get('statefulsets', 'default/db');
  expect(status.updatedReplicas).toBe(2);
  expect(status.currentRevision).not.toBe(status.updateRevision);
  expect(bench.api.all('controllerrevisions').map((revision) => revision.revision)).toEqual([1, 2]);
});

test('a pod that ended is deleted and made again', () => {
  const bench = start(1);
  round(bench);
  bench.api.change('pods', 'default/db-0', (pod) => ({ ...pod, status: { phase: 'Failed' } }));
  bench.run(1);
  bench.killPods();
  bench.run(1);
  expect(bench.api.get('pods', 'default/db-0').status.phase).toBe('Pending');
  expect(bench.events()).toContain('Warning RecreatingFailedPod: StatefulSet default/db is recreating failed Pod db-0');
});

test('each pod gets its claims', () => {
  const bench = start(1, { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'] } }] });
  expect(bench.api.all('persistentvolumeclaims').map((claim) => claim.metadata.name)).toEqual(['data-db-0']);
  expect(bench.api.get('pods', 'default/db-0').spec.volumes).toEqual([{ name: 'data', persistentVolumeClaim: { claimName: 'data-db-0' } }]);
  expect(bench.events()[0]).toBe('Normal SuccessfulCreate: create Claim data-db-0 Pod db-0 in StatefulSet db success');
});
