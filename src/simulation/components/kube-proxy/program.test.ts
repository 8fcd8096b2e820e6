import { expect, test } from 'vitest';
import { FakeApi } from '../../../../tests/harness/node-world.ts';
import { Actor, Engine, Machine, powerOff, powerOn } from '../../engine/index.ts';
import { kernelOf } from '../../linux/index.ts';
import type { KubeProxyInspection } from './inspection.ts';
import { kubeProxyProgram } from './program.ts';
import { iptablesSave } from './proxier.ts';

function proxyWorld() {
  const engine = new Engine({ seed: 'proxy', freeze: true });
  const api = new FakeApi(engine);
  const server = new Actor(engine, new Machine('control-plane', 'zone-a'), 'kube-apiserver', api.program);
  const machine = new Machine('node-1', 'zone-a');
  const proxy = new Actor(engine, machine, 'kube-proxy', kubeProxyProgram({ server: () => server, nodeName: 'node-1' }));
  server.start();
  const run = (seconds: number): void => void engine.runUntil(engine.nowUs + seconds * 1_000_000);
  const service = (more: object = {}): void => {
    const spec = { clusterIP: '10.96.12.34', ports: [{ port: 80, protocol: 'TCP' }], ...more };
    api.put('services', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'default' }, spec });
  };
  const slice = (...ips: string[]): void => {
    const endpoints = ips.map((ip) => ({ addresses: [ip], conditions: { ready: true, serving: true, terminating: false }, nodeName: 'node-1' }));
    const metadata = { name: 'web-abc', namespace: 'default', labels: { 'kubernetes.io/service-name': 'web' } };
    api.put('endpointslices', { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata, addressType: 'IPv4', ports: [{ name: '', port: 8080, protocol: 'TCP' }], endpoints });
  };
  const rules = (): string => iptablesSave(kernelOf(engine, machine));
  return { engine, api, machine, proxy, run, service, slice, rules, inspect: () => proxy.inspect!() as KubeProxyInspection };
}

test('rules choose among the endpoints with equal chances', () => {
  const world = proxyWorld();
  world.service();
  world.slice('10.244.2.3', '10.244.1.2', '10.244.1.9');
  world.proxy.start();
  world.run(3);
  const lines = world.rules().split('\n');
  expect(lines).toContainEqual(expect.stringMatching(/^-A KUBE-SERVICES -d 10\.96\.12\.34\/32 -p tcp -m comment --comment "default\/web cluster IP" -m tcp --dport 80 -j KUBE-SVC-[A-Z2-7]{16}$/));
  expect(lines.filter((line) => line.includes(' -> ')).map((line) => line.replace(/KUBE-[A-Z]+-[A-Z2-7]{16}/g, 'CHAIN'))).toEqual([
    '-A CHAIN -m comment --comment "default/web -> 10.244.1.2:8080" -m statistic --mode random --probability 0.33333333349 -j CHAIN',
    '-A CHAIN -m comment --comment "default/web -> 10.244.1.9:8080" -m statistic --mode random --probability 0.50000000000 -j CHAIN',
    '-A CHAIN -m comment --comment "default/web -> 10.244.2.3:8080" -j CHAIN',
  ]);
  expect(lines.filter((line) => line.includes('DNAT'))).toHaveLength(3);
  expect(world.inspect()).toMatchObject({ mode: 'iptables', services: 1, endpoints: 3 });
});

test('a service without endpoints is refused, one with a node port is reachable there', () => {
  const world = proxyWorld();
  world.service({ type: 'NodePort', ports: [{ port: 80, protocol: 'TCP', nodePort: 30_080 }] });
  world.proxy.start();
  world.run(3);
  expect(world.rules()).toContain('"default/web has no endpoints" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable');
  world.slice('10.244.1.2');
  world.run(3);
  expect(world.rules()).toMatch(/-A KUBE-NODEPORTS -p tcp -m comment --comment "default\/web" -m tcp --dport 30080 -j KUBE-EXT-/);
});

test('many changes within a second are one sync', () => {
  const world = proxyWorld();
  world.service();
  world.proxy.start();
  world.run(5);
  const before = world.inspect().syncs;
  for (let i = 0; i < 20; i++) {
    world.slice(`10.244.1.${i + 2}`);
    world.run(0.1);
  }
  world.run(3);
  expect(world.inspect().syncs - before).toBeLessThanOrEqual(4);
  expect(world.rules()).toContain('10.244.1.21:8080');
});

test('rules outlive the process and die with the power', () => {
  const world = proxyWorld();
  world.service();
  world.slice('10.244.1.2');
  world.proxy.start();
  world.run(3);
  world.proxy.crash();
  world.slice('10.244.1.3');
  world.run(30);
  expect(world.rules()).toContain('10.244.1.2:8080');
  world.proxy.start();
  world.run(3);
  expect(world.rules()).toContain('10.244.1.3:8080');
  powerOff(world.machine);
  powerOn(world.machine);
  expect(world.rules()).not.toContain('DNAT');
});
