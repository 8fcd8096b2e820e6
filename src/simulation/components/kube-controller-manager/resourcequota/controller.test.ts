import { expect, test } from 'vitest';
import { type Anything, Bench } from '../fake-apiserver.test.ts';

const quota = (hard: object, more: object = {}): Anything => ({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'team', namespace: 'default' }, spec: { hard, ...more } });
const pod = (name: string, cpu: string, more: object = {}): Anything => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec: { containers: [{ name: 'c', resources: { requests: { cpu, memory: '64Mi' } } }], ...more } });
const used = (bench: Bench): Anything => bench.api.get('resourcequotas', 'default/team').status.used;

test('counts objects and sums what pods ask for; what ends or goes is given back', () => {
  const bench = new Bench(['resourcequota']);
  bench.api.put('pods', pod('a', '250m'));
  bench.api.put('pods', pod('b', '1'));
  bench.api.put('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm', namespace: 'default' } });
  bench.api.put('resourcequotas', quota({ pods: '10', 'requests.cpu': '4', 'requests.memory': '1Gi', configmaps: '5', 'count/deployments.apps': '2' }));
  bench.run(1);
  expect(used(bench)).toEqual({ pods: '2', 'requests.cpu': '1250m', 'requests.memory': '128Mi', configmaps: '1', 'count/deployments.apps': '0' });
  bench.api.change('pods', 'default/a', (old) => ({ ...old, status: { phase: 'Succeeded' } }));
  bench.run(1);
  expect(used(bench)).toMatchObject({ pods: '1', 'requests.cpu': '1' });
  bench.api.remove('pods', 'default/b');
  bench.run(1);
  expect(used(bench)).toMatchObject({ pods: '0', 'requests.cpu': '0' });
});

test('a scope leaves out other pods', () => {
  const bench = new Bench(['resourcequota']);
  bench.api.put('pods', pod('a', '1'));
  bench.api.put('pods', pod('b', '1', { activeDeadlineSeconds: 60 }));
  bench.api.put('resourcequotas', quota({ pods: '10' }, { scopes: ['Terminating'] }));
  bench.run(1);
  expect(used(bench)).toEqual({ pods: '1' });
});
