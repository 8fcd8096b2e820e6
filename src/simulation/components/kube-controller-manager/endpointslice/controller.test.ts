import { expect, test } from 'vitest';
import { type Anything, Bench, running } from '../fake-apiserver.test.ts';
import { formatTime } from '../../../apimachinery/time.ts';

const service = (spec: object = {}) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'default', labels: { tier: 'front' } }, spec: { selector: { app: 'web' }, clusterIP: '10.96.0.9', ports: [{ port: 80, protocol: 'TCP', targetPort: 8080 }], ...spec } });

function pods(bench: Bench, count: number, from = 0): void {
  for (let index = from; index < from + count; index++) bench.api.put('pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: `web-${index}`, namespace: 'default', labels: { app: 'web' } }, spec: { nodeName: 'node-0' }, status: running(`10.0.${index >> 8}.${index & 255}`, formatTime(bench.engine.nowUs)) });
}

const setup = (): Bench => {
  const bench = new Bench(['endpointslice']);
  bench.addNode('node-0', 'zone-a');
  return bench;
};
const lengths = (bench: Bench): number[] => bench.api.all('endpointslices').map((slice) => slice.endpoints.length);

test('a service without pods keeps an empty slice, which is then filled', () => {
  const bench = setup();
  bench.api.put('services', service());
  bench.run(1);
  const [empty] = bench.api.all('endpointslices');
  expect(empty).toMatchObject({ addressType: 'IPv4', endpoints: [], ports: [], metadata: { labels: { tier: 'front', 'kubernetes.io/service-name': 'web', 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' } } });
  pods(bench, 1);
  bench.run(1);
  const slices = bench.api.all('endpointslices');
  expect(slices).toHaveLength(1);
  expect(slices[0].metadata.name).toBe(empty.metadata.name);
  expect(slices[0].ports).toEqual([{ name: '', port: 8080, protocol: 'TCP' }]);
  expect(slices[0].endpoints).toMatchObject([{ addresses: ['10.0.0.0'], conditions: { ready: true, serving: true, terminating: false }, nodeName: 'node-0', zone: 'zone-a', targetRef: { kind: 'Pod', name: 'web-0' } }]);
});

test('100 endpoints per slice; newcomers fill what has room; an emptied service keeps one slice', () => {
  const bench = setup();
  bench.api.put('services', service());
  pods(bench, 230);
  bench.run(60);
  expect(lengths(bench).reduce((sum, length) => sum + length, 0)).toBe(230);
  expect(Math.max(...lengths(bench))).toBeLessThanOrEqual(100);
  const before = bench.api.all('endpointslices').length;
  pods(bench, 5, 230);
  bench.run(10);
  expect(bench.api.all('endpointslices')).toHaveLength(before);
  for (const key of [...bench.api.store('pods').keys()]) bench.api.remove('pods', key);
  bench.run(60);
  expect(lengths(bench)).toEqual([0]);
});

test('terminating pods serve but are not ready; not-ready ones do neither; finished ones go', () => {
  const bench = setup();
  bench.api.put('services', service());
  pods(bench, 3);
  bench.run(1);
  bench.api.remove('pods', 'default/web-0', 30);
  bench.api.change('pods', 'default/web-1', (pod) => ({ ...pod, status: { ...pod.status, conditions: [{ type: 'Ready', status: 'False' }] } }));
  bench.api.change('pods', 'default/web-2', (pod) => ({ ...pod, status: { ...pod.status, phase: 'Succeeded' } }));
  bench.run(1);
  const [slice] = bench.api.all('endpointslices');
  expect(slice.endpoints.map((one: Anything) => [one.targetRef.name, one.conditions])).toEqual([
    ['web-0', { ready: false, serving: true, terminating: true }],
    ['web-1', { ready: false, serving: false, terminating: false }],
  ]);
});

test('a pod on an unknown node is left out and said so', () => {
  const bench = setup();
  bench.api.put('services', service());
  pods(bench, 1);
  bench.api.change('pods', 'default/web-0', (pod) => ({ ...pod, spec: { nodeName: 'gone' } }));
  bench.run(1);
  expect(bench.events()[0]).toBe('Warning FailedToUpdateEndpointSlices: Error updating Endpoint Slices for Service default/web: skipping Pod web-0 for Service default/web: Node gone Not Found');
});

test('new ports rewrite the slice in place', () => {
  const bench = setup();
  bench.api.put('services', service());
  pods(bench, 2);
  bench.run(1);
  const [{ metadata: { name } }] = bench.api.all('endpointslices');
  bench.api.change('services', 'default/web', (old) => ({ ...old, spec: { ...old.spec, ports: [{ port: 80, protocol: 'TCP', targetPort: 9090 }] } }));
  bench.run(1);
  expect(bench.api.all('endpointslices').map((slice) => [slice.metadata.name, slice.ports[0].port, slice.endpoints.length])).toEqual([[name, 9090, 2]]);
});
