import { describe, expect, test } from 'vitest';
import { type Loose, NodeWorld } from '../../../../tests/harness/node-world.ts';

const nginx = { containers: [{ name: 'nginx', image: 'nginx:1.14.2', imagePullPolicy: 'IfNotPresent' }] };
const shell = (script: string, more: object = {}) => ({ containers: [{ name: 'c', image: 'busybox', imagePullPolicy: 'IfNotPresent', command: ['sh', '-c', script], ...more }] });
const eventsOf = (world: NodeWorld, about = 'web') => world.api.eventsAbout(about);

describe('a pod', () => {
  test('comes up, is reported and goes in order', () => {
    const world = new NodeWorld();
    world.run(3);
    world.pod('web', nginx);
    world.run(0.2);
    expect(world.status('web')).toMatchObject({ phase: 'Pending', hostIP: '172.18.0.4', containerStatuses: [{ ready: false, started: false, state: { waiting: { reason: 'ContainerCreating' } } }] });
    expect(world.condition('web', 'Ready')).toMatchObject({ status: 'False', reason: 'ContainersNotReady', message: 'containers with unready status: [nginx]' });
    expect(world.condition('web', 'PodReadyToStartContainers').status).toBe('False');
    world.run(8);
    const status = world.status('web');
    expect(status).toMatchObject({ phase: 'Running', podIP: '10.244.1.2', podIPs: [{ ip: '10.244.1.2' }], qosClass: 'BestEffort' });
    expect(status.conditions.map(({ type, status: is, reason }: Loose) => `${type}=${is} ${reason ?? ''}`.trim())).toEqual(['PodReadyToStartContainers=True', 'Initialized=True', 'Ready=True', 'ContainersReady=True', 'PodScheduled=True']);
    expect(status.containerStatuses[0].containerID).toMatch(/^containerd:\/\/[0-9a-f]{64}$/);
    world.api.deletePod('web');
    world.run(3);
    expect(world.api.get('pods', 'default', 'web')).toBeUndefined();
    expect(eventsOf(world)).toEqual([
      'Normal Pulling: Pulling image "nginx:1.14.2"',
      expect.stringMatching(/^Normal Pulled: Successfully pulled image "nginx:1\.14\.2" in 4\.7\d+s \(4\.7\d+s including waiting\)\. Image size: 44700000 bytes\.$/),
      'Normal Created: Created container: nginx',
      'Normal Started: Started container nginx',
      'Normal Killing: Stopping container nginx',
    ]);
    expect(world.inspect('kubelet')).toMatchObject({ pods: 0, workers: { sync: 0, terminating: 0, terminated: 0, finished: 0 } });
    expect(world.inspect('containerd')).toMatchObject({ sandboxes: 0, running: 0, exited: 0 });
  });

  test('finds its image there the second time and gets the next address', () => {
    const world = new NodeWorld();
    world.run(3);
    world.pod('first', nginx);
    world.run(8);
    world.pod('web', nginx);
    world.run(3);
    expect(world.status('web')).toMatchObject({ phase: 'Running', podIP: '10.244.1.3' });
    expect(eventsOf(world)[0]).toBe('Normal Pulled: Container image "nginx:1.14.2" already present on machine');
  });

  test('that runs to its end succeeds or fails and stays', () => {
    const world = new NodeWorld({ instant: true });
    world.run(3);
    world.pod('good', { ...shell('sleep 2; echo done'), restartPolicy: 'Never' });
    world.pod('bad', { ...shell('exit 3'), restartPolicy: 'Never' });
    world.run(8);
    expect(world.status('good')).toMatchObject({ phase: 'Succeeded', containerStatuses: [{ ready: false, state: { terminated: { exitCode: 0, reason: 'Completed' } } }] });
    expect(world.condition('good', 'Ready')).toMatchObject({ status: 'False', reason: 'PodCompleted' });
    expect(world.condition('good', 'Initialized')).toMatchObject({ status: 'True', reason: 'PodCompleted' });
    expect(world.status('bad')).toMatchObject({ phase: 'Failed', containerStatuses: [{ state: { terminated: { exitCode: 3, reason: 'Error' } } }] });
    expect(world.inspect('kubelet')).toMatchObject({ workers: { finished: 2 } });
  });

  test('that is active for longer than it may be fails', () => {
    const world = new NodeWorld({ instant: true });
    world.run(3);
    world.pod('web', { activeDeadlineSeconds: 10, containers: [{ name: 'c', image: 'nginx:1.25' }] });
    world.run(9);
    expect(world.status('web').phase).toBe('Running');
    world.run(4);
    expect(world.status('web')).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded', message: 'Pod was active on the node longer than the specified deadline' });
    expect(eventsOf(world)).toContainEqual('Normal DeadlineExceeded: Pod was active on the node longer than specified deadline');
  });

  test('that asks for more than is left is turned away', () => {
    const world = new NodeWorld({ instant: true });
    world.run(3);
    world.pod('web', { containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu: '5' } } }] });
    world.run(1);
    expect(world.status('web')).toMatchObject({ phase: 'Failed', reason: 'OutOfcpu', message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 5000, used: 0, capacity: 4000" });
    expect(eventsOf(world)).toEqual(["Warning OutOfcpu: Node didn't have enough resource: cpu, requested: 5000, used: 0, capacity: 4000"]);
  });
});

describe('a container that keeps ending', () => {
  test('is started again at once, then after 10 s, 20 s, 40 s …', () => {
    const world = new NodeWorld({ instant: true });
    world.run(3);
    world.pod('web', { containers: [{ name: 'c', image: 'nginx:1.25', imagePullPolicy: 'IfNotPresent' }] }, { 'hollow.h1/exit-after': '1s', 'hollow.h1/exit-code': '1' });
    const starts: number[] = [];
    let count = 0;
    for (let second = 0; second < 200; second++) {
      world.run(1);
      const restarts = world.status('web').containerStatuses[0].restartCount;
      if (restarts > count) starts.push(second);
      count = restarts;
    }
    const gaps = starts.map((at, i) => at - (starts[i - 1] ?? 0));
    expect(gaps[1]).toBeGreaterThanOrEqual(10);
    expect(gaps[1]).toBeLessThanOrEqual(20);
    expect(gaps[2]).toBeGreaterThanOrEqual(20);
    expect(gaps[2]).toBeLessThanOrEqual(37);
    expect(gaps[3]).toBeGreaterThanOrEqual(40);
    expect(gaps[3]).toBeLessThanOrEqual(57);
    const [status] = world.status('web').containerStatuses;
    expect(status.lastState.terminated).toMatchObject({ exitCode: 1, reason: 'Error' });
    expect(status.state.waiting).toEqual({ reason: 'CrashLoopBackOff', message: expect.stringMatching(/^back-off [12]m[24]0s restarting failed container=c pod=web_default\(uid-web\)$/) });
    expect(world.api.events().some((event) => event.startsWith('Warning BackOff: Back-off restarting failed container c in pod web_default(uid-web)'))).toBe(true);
    expect(world.status('web').phase).toBe('Running');
  });

  test('of which the memory does not suffice says so', () => {
    const world = new NodeWorld();
    world.run(3);
    world.pod('web', { containers: [{ name: 'c', image: 'polinux/stress', imagePullPolicy: 'IfNotPresent', command: ['stress'], args: ['--vm', '1', '--vm-bytes', '250M'], resources: { limits: { memory: '100Mi' } } }] });
    world.run(12);
    expect(world.status('web').containerStatuses[0].lastState.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
  });
});

describe('an image', () => {
  test('that does not exist is tried again with back-off', () => {
    const world = new NodeWorld();
    world.run(3);
    world.pod('web', { containers: [{ name: 'c', image: 'nginx:1.161', imagePullPolicy: 'IfNotPresent' }] });
    world.run(2);
    const detail = 'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:1.161": failed to resolve reference "docker.io/library/nginx:1.161": docker.io/library/nginx:1.161: not found';
    expect(eventsOf(world).slice(0, 3)).toEqual(['Normal Pulling: Pulling image "nginx:1.161"', `Warning Failed: Failed to pull image "nginx:1.161": ${detail}`, 'Warning Failed: Error: ErrImagePull']);
    world.run(30);
    expect(world.status('web').containerStatuses[0].state.waiting).toMatchObject({ reason: expect.stringMatching(/^(ErrImagePull|ImagePullBackOff)$/) });
    world.run(60);
    expect(eventsOf(world)).toContainEqual(expect.stringMatching(/^Normal BackOff: Back-off pulling image "nginx:1.161"/));
    expect(eventsOf(world)).toContainEqual(expect.stringMatching(/^Warning Failed: Error: ImagePullBackOff/));
  });

  test.each([
    ['Not/Valid', 'Always', 'InvalidImageName', 'Failed to apply default image tag "Not/Valid": couldn\'t parse image name "Not/Valid": invalid reference format: repository name (Valid) must be lowercase'],
    ['absent:1', 'Never', 'ErrImageNeverPull', 'Container image "absent:1" is not present with pull policy of Never'],
  ])('%s with policy %s waits as %s', (image, imagePullPolicy, reason, message) => {
    const world = new NodeWorld({ instant: true });
    world.run(3);
    world.pod('web', { containers: [{ name: 'c', image, imagePullPolicy }] });
    world.run(20);
    expect(world.status('web').containerStatuses[0].state.waiting).toEqual({ reason, message });
    expect(world.condition('web', 'PodReadyToStartContainers').status).toBe('True');
  });
});

describe('termination', () => {
  test('waits for preStop, then SIGTERM, then SIGKILL after the grace period', () => {
    const world = new NodeWorld();
    world.run(3);
    world.pod('web', { ...shell('sleep 1000', { lifecycle: { preStop: { sleep: { seconds: 5 } } } }), terminationGracePeriodSeconds: 20 });
    world.run(6);
    world.api.deletePod('web', 20);
    world.run(19);
    expect(world.status('web').containerStatuses[0].state.running).toBeDefined();
    world.run(1.5);
    expect(world.api.history('web').at(-1)).toMatchObject({ phase: 'Failed', containerStatuses: [{ state: { terminated: { exitCode: 137, reason: 'Error' } } }] });
  });

  test('of a server that heeds SIGTERM is quick and leaves the pod Succeeded', () => {
    const world = new NodeWorld({ instant: true });
    world.run(3);
    world.pod('web', { containers: [{ name: 'c', image: 'nginx:1.25', lifecycle: { preStop: { sleep: { seconds: 5 } } } }] });
    world.run(4);
    world.api.deletePod('web');
    world.run(4.9);
    expect(world.condition('web', 'Ready').status).toBe('True');
    world.run(0.3);
    expect(world.api.history('web').at(-1)).toMatchObject({ phase: 'Succeeded', containerStatuses: [{ state: { terminated: { exitCode: 0, reason: 'Completed' } } }] });
  });
});

describe('a reboot', () => {
  test('starts what was not deleted anew and ends what was', () => {
    const world = new NodeWorld({ instant: true });
    world.run(3);
    world.pod('stays', { containers: [{ name: 'c', image: 'nginx:1.25' }] });
    world.pod('goes', { containers: [{ name: 'c', image: 'nginx:1.25' }] });
    world.run(4);
    world.powerOff();
    world.run(60);
    world.api.deletePod('goes');
    world.run(30);
    expect(world.status('goes').phase).toBe('Running');
    world.powerOn();
    world.run(1.1);
    expect(world.api.history('stays').at(-1)).toMatchObject({ containerStatuses: [{ restartCount: 1, state: { waiting: { reason: 'ContainerCreating' } }, lastState: { terminated: { exitCode: 137, reason: 'ContainerStatusUnknown' } } }] });
    world.run(5);
    expect(world.status('stays')).toMatchObject({ phase: 'Running', containerStatuses: [{ ready: true }] });
    expect(world.api.get('pods', 'default', 'goes')).toBeUndefined();
    expect(world.api.history('goes').at(-1)).toMatchObject({ phase: 'Failed', containerStatuses: [{ state: { terminated: { exitCode: 137, reason: 'ContainerStatusUnknown', message: 'The container could not be located when the pod was terminated' } } }] });
  });

  test('of the kubelet alone changes nothing in its pods', () => {
    const world = new NodeWorld({ instant: true });
    world.run(3);
    world.pod('web', { containers: [{ name: 'c', image: 'nginx:1.25' }] });
    world.run(4);
    const before = world.status('web');
    const patches = world.api.requests.filter((request) => request === 'patch pods/status').length;
    world.kubelet.crash();
    world.run(20);
    world.kubelet.start();
    world.run(20);
    expect(world.status('web')).toEqual(before);
    expect(world.api.requests.filter((request) => request === 'patch pods/status').length).toBe(patches);
  });

  test('of the kubelet ends what was deleted for good meanwhile', () => {
    const world = new NodeWorld({ instant: true });
    world.run(3);
    world.pod('web', { containers: [{ name: 'c', image: 'nginx:1.25' }] });
    world.run(4);
    world.kubelet.crash();
    world.api.put('pods', world.api.get('pods', 'default', 'web')!, 'DELETED');
    world.run(5);
    expect(world.inspect('containerd').running).toBe(1);
    world.kubelet.start();
    world.run(5);
    expect(world.inspect('containerd')).toMatchObject({ running: 0, sandboxes: 0 });
    expect(world.inspect('cni').addresses).toBe(0);
  });

  test('of containerd alone leaves containers running', () => {
    const world = new NodeWorld();
    world.run(3);
    world.pod('web', { ...shell('sleep 12; exit 5'), restartPolicy: 'Never' });
    world.run(8);
    world.containerd.crash();
    world.run(20);
    world.containerd.start();
    world.run(5);
    expect(world.status('web').containerStatuses[0].state.terminated).toMatchObject({ exitCode: 5 });
  });
});

describe('probes', () => {
  test('readiness waits for the server to listen; a closed port says why', () => {
    const world = new NodeWorld();
    world.run(30);
    const readinessProbe = { httpGet: { path: '/', port: 80 }, periodSeconds: 1 };
    world.pod('web', { containers: [{ name: 'c', image: 'nginx:1.14.2', readinessProbe }] });
    world.pod('closed', { containers: [{ name: 'c', image: 'nginx:1.14.2', readinessProbe: { tcpSocket: { port: 81 }, periodSeconds: 1 } }] });
    world.run(12);
    expect(world.condition('web', 'Ready').status).toBe('True');
    expect(world.condition('closed', 'Ready')).toMatchObject({ status: 'False', reason: 'ContainersNotReady' });
    expect(eventsOf(world, 'closed').some((event) => /^Warning Unhealthy: Readiness probe failed: dial tcp 10\.244\.1\.\d+:81: connect: connection refused/.test(event))).toBe(true);
  });

  test('liveness restarts the container when the file is gone', () => {
    const world = new NodeWorld();
    world.run(30);
    const livenessProbe = { exec: { command: ['cat', '/tmp/healthy'] }, initialDelaySeconds: 5, periodSeconds: 5 };
    world.pod('web', { ...shell('touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600', { livenessProbe }), terminationGracePeriodSeconds: 5 });
    world.run(60);
    expect(world.status('web').containerStatuses[0].restartCount).toBe(1);
    expect(eventsOf(world)).toContainEqual(expect.stringMatching(/^Warning Unhealthy: Liveness probe failed: cat: can't open '\/tmp\/healthy': No such file or directory \(x3\)$/));
    expect(eventsOf(world)).toContainEqual('Normal Killing: Container c failed liveness probe, will be restarted');
  });

  test('startup holds the others back', () => {
    const world = new NodeWorld({ instant: true });
    world.run(30);
    world.pod('web', { containers: [{ name: 'c', image: 'nginx', startupProbe: { exec: { command: ['false'] }, failureThreshold: 100, periodSeconds: 2 }, readinessProbe: { exec: { command: ['true'] } } }] });
    world.run(20);
    expect(world.status('web').containerStatuses[0]).toMatchObject({ started: false, ready: false });
    expect(eventsOf(world)).toContainEqual(expect.stringMatching(/^Warning Unhealthy: Startup probe failed: emulated failure: exit code/));
  });
});

describe('init containers', () => {
  test('run one after the other before the others', () => {
    const world = new NodeWorld({ instant: true });
    world.run(3);
    world.pod('web', {
      initContainers: [{ name: 'one', image: 'busybox', command: ['sh', '-c', 'sleep 2'] }, { name: 'two', image: 'busybox', command: ['sh', '-c', 'sleep 2'] }],
      containers: [{ name: 'c', image: 'nginx' }],
    });
    world.run(1.5);
    expect(world.status('web')).toMatchObject({ phase: 'Pending', containerStatuses: [{ state: { waiting: { reason: 'PodInitializing' } } }] });
    expect(world.condition('web', 'Initialized')).toMatchObject({ status: 'False', reason: 'ContainersNotInitialized', message: 'containers with incomplete status: [one two]' });
    world.run(10);
    expect(world.status('web')).toMatchObject({ phase: 'Running', initContainerStatuses: [{ ready: true, state: { terminated: { exitCode: 0 } } }, { ready: true }] });
  });

  test('sidecars start first, stay and end last', () => {
    const world = new NodeWorld({ instant: true });
    world.run(3);
    world.pod('web', { initContainers: [{ name: 'side', image: 'nginx', restartPolicy: 'Always' }, { name: 'init', image: 'busybox', command: ['true'] }], containers: [{ name: 'c', image: 'nginx' }] });
    world.run(8);
    expect(world.status('web')).toMatchObject({ phase: 'Running', initContainerStatuses: [{ name: 'side', started: true, ready: true }, { name: 'init', ready: true }], containerStatuses: [{ ready: true }] });
    world.api.deletePod('web');
    world.run(3);
    expect(eventsOf(world).filter((event) => event.includes('Killing'))).toEqual(['Normal Killing: Stopping container c', 'Normal Killing: Stopping container side']);
  });

  test('that fails keeps the pod from starting', () => {
    const world = new NodeWorld({ instant: true });
    world.run(3);
    world.pod('web', { restartPolicy: 'Never', initContainers: [{ name: 'init', image: 'busybox', command: ['false'] }], containers: [{ name: 'c', image: 'nginx' }] });
    world.run(5);
    expect(world.status('web').phase).toBe('Failed');
  });
});
