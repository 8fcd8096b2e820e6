import { expect, test } from 'vitest';
import type { Container, Image, Sandbox } from '../../src/simulation/contracts/cri.ts';
import { type Loose, NodeWorld } from '../harness/node-world.ts';
import { normalize } from '../../src/simulation/components/containerd/image-name.ts';

const cri = (world: NodeWorld, body: object): Loose => world.ask('containerd', body, 'cri');
const sandbox = (podUid: string) => ({ method: 'RunPodSandbox', config: { podUid, podName: podUid, podNamespace: 'default', attempt: 0, hostNetwork: false } });
const config = (image: string, command: string[] = []) => ({ name: 'c', attempt: 0, image, command, args: [], env: [], memoryLimitBytes: 0, cpuLimitMillicores: 0, annotations: {} });

function runtimeOnly(): NodeWorld {
  const world = new NodeWorld();
  world.kubelet.crash();
  return world;
}

test.each([
  ['nginx', 'docker.io/library/nginx:latest'],
  ['bitnami/redis:7', 'docker.io/bitnami/redis:7'],
  ['registry.k8s.io/pause:3.10', 'registry.k8s.io/pause:3.10'],
  ['localhost:5000/app', 'localhost:5000/app:latest'],
  ['nginx@sha256:abc', 'docker.io/library/nginx@sha256:abc'],
])('%s is %s', (short, long) => {
  expect(normalize(short)).toBe(long);
});

test('a pull takes as long as the bytes need, layers of a family are fetched once, and images outlive the power', () => {
  const world = runtimeOnly();
  const started = world.engine.nowUs;
  world.engine.runUntil(started);
  expect(cri(world, { method: 'PullImage', image: 'nginx:1.25' })).toBeUndefined();
  expect(world.inspect('containerd').pulls[0]).toMatchObject({ image: 'docker.io/library/nginx:1.25', totalBytes: 72_200_000 });
  expect(world.inspect('containerd').pulls[0].bytes).toBeGreaterThan(8_000_000);
  world.run(8);
  expect(world.inspect('containerd')).toMatchObject({ pulls: [], images: [{ name: 'docker.io/library/nginx:1.25', sizeBytes: 72_200_000 }] });
  cri(world, { method: 'PullImage', image: 'httpd' });
  expect(world.inspect('containerd').pulls[0].totalBytes).toBe(34_500_000);
  world.run(10);
  world.powerOff();
  world.powerOn();
  world.run(1);
  expect((cri(world, { method: 'ListImages' }) as Image[]).map(({ repoTags }) => repoTags[0])).toEqual(['docker.io/library/nginx:1.25', 'docker.io/library/httpd:latest']);
});

test('a registry that cannot be reached or does not exist is said so', () => {
  const world = runtimeOnly();
  expect(cri(world, { method: 'PullImage', image: 'nosuch.example/app' }).error).toContain('dial tcp: lookup nosuch.example: no such host');
  world.registry.crash();
  expect(cri(world, { method: 'PullImage', image: 'nginx' }).error).toMatch(/failed to resolve reference .* connection refused$/);
});

test('sandboxes get addresses and give them back', () => {
  const world = runtimeOnly();
  const first = cri(world, sandbox('a')) as Sandbox;
  const second = cri(world, sandbox('b')) as Sandbox;
  expect([first.ip, second.ip]).toEqual(['10.244.1.2', '10.244.1.3']);
  expect(first.id).toMatch(/^[0-9a-f]{64}$/);
  cri(world, { method: 'RemovePodSandbox', sandboxId: first.id });
  expect(world.inspect('cni').addresses).toBe(1);
  expect(world.inspect('containerd').sandboxes).toBe(1);
});

test('a range that is used up refuses further pods until one goes', () => {
  const world = new NodeWorld({ podCidr: '10.9.0.0/29' });
  world.kubelet.crash();
  const ids = Array.from({ length: 5 }, (_, i) => (cri(world, sandbox(`p${i}`)) as Sandbox).id);
  expect(cri(world, sandbox('late')).error).toContain('plugin type="bridge" failed (add): failed to allocate for range 0: no IP addresses available in range set: 10.9.0.1-10.9.0.6');
  cri(world, { method: 'RemovePodSandbox', sandboxId: ids[0] });
  expect(cri(world, sandbox('late')).ip).toBe('10.9.0.2');
});

test('a container runs its program, ends with its exit code and is gone after a reboot', () => {
  const world = runtimeOnly();
  cri(world, { method: 'PullImage', image: 'busybox' });
  const box = cri(world, sandbox('a')) as Sandbox;
  const made = cri(world, { method: 'CreateContainer', sandboxId: box.id, config: config('busybox', ['sh', '-c', 'sleep 5; exit 7']) }) as Container;
  expect(made).toMatchObject({ state: 'CONTAINER_CREATED', imageId: expect.stringMatching(/^docker\.io\/library\/busybox@sha256:/) });
  cri(world, { method: 'StartContainer', containerId: made.id });
  expect((cri(world, { method: 'ListContainers' }) as Container[])[0].state).toBe('CONTAINER_RUNNING');
  world.run(6);
  expect((cri(world, { method: 'ListContainers' }) as Container[])[0]).toMatchObject({ state: 'CONTAINER_EXITED', exitCode: 7, reason: 'Error' });
  world.powerOff();
  world.powerOn();
  world.kubelet.crash();
  expect(cri(world, { method: 'ListContainers' })).toEqual([]);
  expect(cri(world, { method: 'ListPodSandbox' })).toEqual([]);
});
