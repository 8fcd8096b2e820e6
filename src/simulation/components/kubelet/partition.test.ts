import { expect, test } from 'vitest';
import { NodeWorld } from '../../../../tests/harness/node-world.ts';

const nginx = { containers: [{ name: 'c', image: 'nginx:1.25', imagePullPolicy: 'IfNotPresent' }] };

test('a node that is cut off goes on by itself and reports afterwards', () => {
  const world = new NodeWorld({ instant: true });
  world.run(3);
  world.pod('web', nginx);
  world.pod('gone', nginx);
  world.run(4);
  world.engine.network.cut('node-1', 'control-plane');
  world.ask('containerd', { podUid: 'uid-web', container: 'c', exitCode: 1 }, 'fault');
  world.run(60);
  world.api.deletePod('gone');
  world.run(60);
  expect(world.inspect('containerd')).toMatchObject({ running: 2 });
  expect(world.status('web').containerStatuses[0].restartCount).toBe(0);
  world.engine.network.heal('node-1', 'control-plane');
  world.run(60);
  expect(world.status('web')).toMatchObject({ phase: 'Running', containerStatuses: [{ restartCount: 1, ready: true }] });
  expect(world.api.get('pods', 'default', 'gone')).toBeUndefined();
  expect(world.inspect('containerd')).toMatchObject({ running: 1, exited: 1 });
  expect(world.api.eventsAbout('web').filter((event) => event.includes('Started')).length).toBeGreaterThan(0);
});

test('a node whose API server is down keeps its pods and its lease comes back with it', () => {
  const world = new NodeWorld({ instant: true });
  world.run(3);
  world.pod('web', nginx);
  world.run(4);
  world.server.crash();
  world.run(60);
  expect(world.inspect('containerd').running).toBe(1);
  const before = world.inspect('kubelet').lastLeaseUs;
  world.server.start();
  world.run(30);
  expect(world.inspect('kubelet').lastLeaseUs).toBeGreaterThan(before + 40_000_000);
  expect(world.status('web').containerStatuses[0]).toMatchObject({ restartCount: 0, ready: true });
});

test('a kubelet that starts while the API server is down registers when it is there', () => {
  const world = new NodeWorld({ instant: true });
  world.kubelet.crash();
  world.server.crash();
  world.kubelet.start();
  world.run(20);
  world.server.start();
  world.run(15);
  expect(world.api.get('nodes', '', 'node-1')).toBeDefined();
});

test('a frozen kubelet holds nothing up but itself', () => {
  const world = new NodeWorld({ instant: true });
  world.run(3);
  world.pod('web', nginx);
  world.run(4);
  world.kubelet.freeze();
  world.ask('containerd', { podUid: 'uid-web', container: 'c', exitCode: 1 }, 'fault');
  world.run(30);
  expect(world.status('web').containerStatuses[0].restartCount).toBe(0);
  world.kubelet.thaw();
  world.run(5);
  expect(world.status('web').containerStatuses[0]).toMatchObject({ restartCount: 1, ready: true });
});
