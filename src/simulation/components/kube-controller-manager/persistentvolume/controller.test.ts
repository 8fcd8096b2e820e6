import { expect, test } from 'vitest';
import { type Anything, Bench } from '../fake-apiserver.test.ts';

const claim = (name: string, storage: string, spec: object = {}): Anything => ({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, namespace: 'default' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } }, storageClassName: '', ...spec } });
const volume = (name: string, storage: string, spec: object = {}): Anything => ({ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name }, spec: { capacity: { storage }, accessModes: ['ReadWriteOnce'], persistentVolumeReclaimPolicy: 'Retain', ...spec } });
const phases = (bench: Bench): string[] => [...bench.api.all('persistentvolumes'), ...bench.api.all('persistentvolumeclaims')].map((one) => `${one.metadata.name} ${one.status?.phase}`);

test('a claim takes the smallest volume that is large enough; when it goes the volume is released', () => {
  const bench = new Bench(['persistentvolume-binder']);
  for (const [name, size] of [['small', '1Gi'], ['large', '10Gi'], ['right', '5Gi']]) bench.api.put('persistentvolumes', volume(name, size));
  bench.api.put('persistentvolumeclaims', claim('data', '3Gi'));
  bench.run(2);
  expect(phases(bench)).toEqual(['small Available', 'large Available', 'right Bound', 'data Bound']);
  expect(bench.api.get('persistentvolumeclaims', 'default/data')).toMatchObject({ spec: { volumeName: 'right' }, status: { capacity: { storage: '5Gi' } } });
  bench.api.remove('persistentvolumeclaims', 'default/data');
  bench.run(2);
  expect(phases(bench)).toEqual(['small Available', 'large Available', 'right Released']);
});

test('a claim that nothing fits waits, until a volume comes', () => {
  const bench = new Bench(['persistentvolume-binder']);
  bench.api.put('persistentvolumeclaims', claim('data', '3Gi'));
  bench.run(2);
  expect(bench.events()[0]).toBe('Normal FailedBinding: no persistent volumes available for this claim and no storage class is set');
  bench.api.put('persistentvolumes', volume('late', '3Gi'));
  bench.run(2);
  expect(phases(bench)).toEqual(['late Bound', 'data Bound']);
});

test('a class makes volumes, and deletes them with their claims', () => {
  const bench = new Bench(['persistentvolume-binder']);
  bench.api.put('storageclasses', { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'fast' }, provisioner: 'disk.csi.example.com', reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' });
  bench.api.put('persistentvolumeclaims', claim('data', '3Gi', { storageClassName: 'fast' }));
  bench.run(3);
  expect(phases(bench)[1]).toBe('data Bound');
  expect(phases(bench)[0]).toMatch(/^pvc-uid-\d+ Bound$/);
  bench.api.remove('persistentvolumeclaims', 'default/data');
  bench.run(3);
  expect(phases(bench)).toEqual([]);
});

test('a class that waits for the first consumer waits', () => {
  const bench = new Bench(['persistentvolume-binder']);
  bench.api.put('storageclasses', { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'local' }, provisioner: 'disk.csi.example.com', volumeBindingMode: 'WaitForFirstConsumer' });
  bench.api.put('persistentvolumeclaims', claim('data', '3Gi', { storageClassName: 'local' }));
  bench.run(3);
  expect(phases(bench)).toEqual(['data Pending']);
  bench.api.change('persistentvolumeclaims', 'default/data', (old) => ({ ...old, metadata: { ...old.metadata, annotations: { 'volume.kubernetes.io/selected-node': 'node-0' } } }));
  bench.run(3);
  expect(phases(bench)[1]).toBe('data Bound');
});

test('a claim that a pod uses outlives its deletion', () => {
  const bench = new Bench(['pvc-protection']);
  bench.api.put('persistentvolumeclaims', claim('data', '1Gi'));
  bench.api.put('pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'default' }, spec: { nodeName: 'node-0', volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] } });
  bench.run(1);
  bench.api.remove('persistentvolumeclaims', 'default/data');
  bench.run(1);
  expect(bench.api.all('persistentvolumeclaims')).toHaveLength(1);
  bench.api.remove('pods', 'default/web');
  bench.run(1);
  expect(bench.api.all('persistentvolumeclaims')).toEqual([]);
});
