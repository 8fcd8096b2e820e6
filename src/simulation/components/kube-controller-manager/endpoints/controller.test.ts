import { expect, test } from 'vitest';
import { Bench, running } from '../fake-apiserver.test.ts';

test('ready and not ready addresses stand apart, by ports', () => {
  const bench = new Bench(['endpoint']);
  bench.api.put('services', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'default' }, spec: { selector: { app: 'web' }, clusterIP: '10.96.0.9', ports: [{ port: 80, protocol: 'TCP', targetPort: 8080 }] } });
  for (const index of [2, 1]) bench.api.put('pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: `web-${index}`, namespace: 'default', labels: { app: 'web' } }, spec: { nodeName: 'node-0' }, status: running(`10.0.0.${index}`, '2025-01-01T00:00:00Z') });
  bench.run(1);
  const addresses = (): unknown => bench.api.get('endpoints', 'default/web').subsets.map((one: { addresses?: { ip: string }[]; notReadyAddresses?: { ip: string }[]; ports: unknown }) => [one.addresses?.map(({ ip }) => ip), one.notReadyAddresses?.map(({ ip }) => ip), one.ports]);
  const ports = [{ port: 8080, protocol: 'TCP' }];
  expect(addresses()).toEqual([[['10.0.0.1', '10.0.0.2'], undefined, ports]]);
  bench.api.change('pods', 'default/web-1', (pod) => ({ ...pod, status: { ...pod.status, conditions: [{ type: 'Ready', status: 'False' }] } }));
  bench.run(1);
  expect(addresses()).toEqual([[['10.0.0.2'], ['10.0.0.1'], ports]]);
  bench.api.remove('services', 'default/web');
  bench.run(1);
  expect(bench.api.all('endpoints')).toEqual([]);
});
