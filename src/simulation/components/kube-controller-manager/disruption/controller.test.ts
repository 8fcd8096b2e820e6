import { expect, test } from 'vitest';
import { type Anything, Bench, deployment } from '../fake-apiserver.test.ts';
import { expectedCounts } from './budget.ts';

const budget = (spec: object): Anything => ({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'web', namespace: 'default' }, spec: { selector: { matchLabels: { app: 'web' } }, ...spec } });

test.each([
  [{ minAvailable: 2 }, { expected: 3, desired: 2 }],
  [{ minAvailable: '50%' }, { expected: 5, desired: 3 }],
  [{ maxUnavailable: 1 }, { expected: 5, desired: 4 }],
  [{ maxUnavailable: '25%' }, { expected: 5, desired: 3 }],
  [{ maxUnavailable: '100%' }, { expected: 5, desired: 0 }],
])('%o of 3 pods where 5 are wanted', (spec, counts) => {
  expect(expectedCounts(budget(spec), 3, 5)).toEqual(counts);
});

test('the budget follows the pods', () => {
  const bench = new Bench(['disruption', 'deployment', 'replicaset']);
  bench.api.put('poddisruptionbudgets', budget({ maxUnavailable: 1 }));
  bench.api.put('deployments', deployment('web', 3));
  bench.run(2);
  const status = (): Anything => bench.api.get('poddisruptionbudgets', 'default/web').status;
  expect(status()).toMatchObject({ disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 2, expectedPods: 3, conditions: [{ type: 'DisruptionAllowed', status: 'False', reason: 'InsufficientPods' }] });
  bench.runPods();
  bench.run(2);
  expect(status()).toMatchObject({ disruptionsAllowed: 1, currentHealthy: 3, conditions: [{ status: 'True', reason: 'SufficientPods' }] });
  bench.api.remove('pods', [...bench.api.store('pods').keys()][0], 30);
  bench.run(0.01);
  expect(status().disruptionsAllowed).toBe(0);
});

test('an eviction that leads to no deletion is forgotten after two minutes', () => {
  const bench = new Bench(['disruption', 'deployment', 'replicaset']);
  bench.api.put('poddisruptionbudgets', budget({ minAvailable: 1 }));
  bench.api.put('deployments', deployment('web', 2));
  bench.run(1);
  bench.runPods();
  bench.run(1);
  const [{ metadata: { name } }] = bench.api.all('pods');
  bench.api.change('poddisruptionbudgets', 'default/web', (old) => ({ ...old, status: { ...old.status, disruptedPods: { [name]: '2025-01-01T00:00:02Z' } } }));
  bench.run(1);
  expect(bench.api.get('poddisruptionbudgets', 'default/web').status.disruptionsAllowed).toBe(0);
  bench.run(121);
  expect(bench.api.get('poddisruptionbudgets', 'default/web').status.disruptionsAllowed).toBe(1);
  expect(bench.events()).toContain("Warning NotDeleted: Pod was expected by PDB default/web to be deleted but it wasn't");
});
