import { expect, test } from 'vitest';
import { type Anything, Bench, deployment, keyOf } from '../fake-apiserver.test.ts';

const owned = (name: string, owner: Anything, more: object = {}): Anything => ({
  apiVersion: 'v1', kind: 'ConfigMap',
  metadata: { name, namespace: 'default', ownerReferences: [{ apiVersion: owner.apiVersion, kind: owner.kind, name: owner.metadata.name, uid: owner.metadata.uid, blockOwnerDeletion: true, ...more }] },
});
const map = (name: string): Anything => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' } });
const names = (bench: Bench): string[] => bench.api.all('configmaps').map(keyOf);
const remove = (bench: Bench, name: string, finalizer?: string): void => {
  if (finalizer) bench.api.change('configmaps', `default/${name}`, (old) => ({ ...old, metadata: { ...old.metadata, finalizers: [finalizer] } }));
  bench.api.remove('configmaps', `default/${name}`);
};

function family(): Bench {
  const bench = new Bench(['garbagecollector']);
  const parent = bench.api.put('configmaps', map('parent'));
  const child = bench.api.put('configmaps', owned('child', parent));
  bench.api.put('configmaps', owned('grandchild', child));
  bench.run(1);
  return bench;
}

test('background: the owner goes at once, then its dependents, then theirs', () => {
  const bench = family();
  remove(bench, 'parent');
  expect(names(bench)).toEqual(['default/child', 'default/grandchild']);
  bench.run(5);
  expect(names(bench)).toEqual([]);
  expect(bench.whys('garbagecollector')).toEqual([
    'garbagecollector.deleted {"kind":"ConfigMap","name":"child","owner":"ConfigMap/parent","policy":"Background"}',
    'garbagecollector.deleted {"kind":"ConfigMap","name":"grandchild","owner":"ConfigMap/child","policy":"Background"}',
  ]);
});

test('foreground: the owner waits until all its dependents are gone', () => {
  const bench = family();
  const seen: string[] = [];
  bench.api.refuse = (request) => void (request.verb === 'delete' || request.verb === 'patch' ? seen.push(`${request.verb} ${request.name}`) : 0) as undefined;
  remove(bench, 'parent', 'foregroundDeletion');
  expect(names(bench)).toContain('default/parent');
  bench.run(5);
  expect(names(bench)).toEqual([]);
  expect(seen).toEqual(['delete child', 'delete grandchild', 'patch child', 'patch parent']);
});

test('orphan: dependents lose the reference and stay', () => {
  const bench = family();
  remove(bench, 'parent', 'orphan');
  bench.run(5);
  expect(names(bench)).toEqual(['default/child', 'default/grandchild']);
  expect(bench.api.get('configmaps', 'default/child').metadata.ownerReferences ?? []).toEqual([]);
});

test('an object with another living owner only loses the dead one', () => {
  const bench = new Bench(['garbagecollector']);
  const [one, two] = [bench.api.put('configmaps', map('one')), bench.api.put('configmaps', map('two'))];
  const child = owned('child', one);
  bench.api.put('configmaps', { ...child, metadata: { ...child.metadata, ownerReferences: [...child.metadata.ownerReferences, ...owned('x', two).metadata.ownerReferences] } });
  bench.run(1);
  remove(bench, 'one');
  bench.run(5);
  expect(bench.api.get('configmaps', 'default/child').metadata.ownerReferences).toMatchObject([{ name: 'two' }]);
});

test('an owner that never was is asked for and its dependent goes', () => {
  const bench = new Bench(['garbagecollector']);
  bench.api.put('configmaps', owned('child', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'ghost', uid: 'ghost' } }));
  bench.run(5);
  expect(names(bench)).toEqual([]);
});

test('a circle of owners is found out in foreground deletion', () => {
  const bench = new Bench(['garbagecollector']);
  const one = bench.api.put('configmaps', map('one'));
  const two = bench.api.put('configmaps', owned('two', one));
  bench.api.change('configmaps', 'default/one', (old) => ({ ...old, metadata: { ...old.metadata, ownerReferences: owned('one', two).metadata.ownerReferences } }));
  bench.run(1);
  remove(bench, 'one', 'foregroundDeletion');
  bench.run(30);
  expect(names(bench)).toEqual([]);
});

test('deleting a deployment takes its sets and pods along', () => {
  const bench = new Bench(['garbagecollector', 'deployment', 'replicaset']);
  bench.api.put('deployments', deployment('web', 3));
  bench.run(2);
  bench.api.remove('deployments', 'default/web');
  bench.run(5);
  expect([...bench.api.all('replicasets'), ...bench.api.all('pods')]).toEqual([]);
});
