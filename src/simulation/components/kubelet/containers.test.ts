import { describe, expect, test } from 'vitest';
import { type Loose, NodeWorld } from '../../../../tests/harness/node-world.ts';

const shell = (script: string, more: object = {}) => ({ name: 'c', image: 'busybox', imagePullPolicy: 'IfNotPresent', command: ['sh', '-c', script], ...more });

function world(): NodeWorld {
  const made = new NodeWorld({ instant: true });
  made.run(3);
  made.api.put('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'default' }, data: { colour: 'blue', 'bad key=': 'x' } });
  made.api.put('secrets', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'login', namespace: 'default' }, data: { password: 'czNjcmV0IPCflJE=' } });
  return made;
}

function logs(made: NodeWorld, pod: string, more: object = {}): Loose {
  return made.ask('kubelet', { method: 'containerLogs', namespace: 'default', pod, container: 'c', ...more });
}

const texts = (answer: { lines: { text: string }[] }): string[] => answer.lines.map(({ text }) => text);

describe('the environment', () => {
  test('has variables from everywhere', () => {
    const made = world();
    made.pod('web', {
      restartPolicy: 'Never',
      containers: [
        shell('echo $COLOUR $P_colour; echo "$PASSWORD"; echo $NAME $NODE $IP; echo $CPU; echo $(GREETING)', {
          env: [
            { name: 'COLOUR', valueFrom: { configMapKeyRef: { name: 'settings', key: 'colour' } } },
            { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'login', key: 'password' } } },
            { name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
            { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
            { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
            { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
            { name: 'GREETING', value: 'hello-$(NAME)' },
          ],
          envFrom: [{ prefix: 'P_', configMapRef: { name: 'settings' } }, { secretRef: { name: 'gone', optional: true } }],
        }),
      ],
    });
    made.run(6);
    expect(texts(logs(made, 'web'))).toEqual(['blue blue', 's3cret 🔑', 'web node-1 10.244.1.2', '4', 'hello-web']);
    expect(made.api.eventsAbout('web')).toContainEqual('Warning InvalidEnvironmentVariableNames: Keys [bad key=] from the EnvFrom configMap default/settings were skipped since they are considered invalid environment variable names.');
  });

  test.each([
    [{ secretKeyRef: { name: 'gone', key: 'k' } }, 'secret "gone" not found'],
    [{ configMapKeyRef: { name: 'gone', key: 'k' } }, 'configmap "gone" not found'],
    [{ configMapKeyRef: { name: 'settings', key: 'k' } }, "couldn't find key k in ConfigMap default/settings"],
    [{ secretKeyRef: { name: 'login', key: 'k' } }, "couldn't find key k in Secret default/login"],
  ])('that needs %j keeps the container waiting', (valueFrom, message) => {
    const made = world();
    made.pod('web', { containers: [{ name: 'c', image: 'nginx', env: [{ name: 'A', valueFrom }] }] });
    made.run(3);
    expect(made.status('web').containerStatuses[0].state.waiting).toEqual({ reason: 'CreateContainerConfigError', message });
    expect(made.api.eventsAbout('web').some((event) => event.startsWith(`Warning Failed: Error: ${message}`))).toBe(true);
  });
});

describe('volumes', () => {
  test('show ConfigMaps, Secrets and what other containers write', () => {
    const made = world();
    made.pod('web', {
      restartPolicy: 'Never',
      volumes: [
        { name: 'config', configMap: { name: 'settings', items: [{ key: 'colour', path: 'theme/colour' }] } },
        { name: 'login', secret: { secretName: 'login' } },
        { name: 'shared', emptyDir: {} },
        { name: 'facts', downwardAPI: { items: [{ path: 'name', fieldRef: { fieldPath: 'metadata.name' } }] } },
      ],
      initContainers: [shell('echo from-init > /work/file', { name: 'init', volumeMounts: [{ name: 'shared', mountPath: '/work' }] })],
      containers: [
        shell('cat /etc/app/theme/colour /data/file; echo; cat /facts/name; ls /secret; echo x > /etc/app/new', {
          volumeMounts: [
            { name: 'config', mountPath: '/etc/app' },
            { name: 'shared', mountPath: '/data' },
            { name: 'login', mountPath: '/secret', readOnly: true },
            { name: 'facts', mountPath: '/facts' },
          ],
        }),
      ],
    });
    made.run(10);
    expect(texts(logs(made, 'web'))).toEqual(['bluefrom-init', '', 'webpassword', "sh: can't create /etc/app/new: Read-only file system"]);
  });

  test('that cannot be mounted hold the pod back and say why', () => {
    const made = world();
    made.pod('web', { volumes: [{ name: 'v', configMap: { name: 'gone' } }], containers: [{ name: 'c', image: 'nginx' }] });
    made.run(2);
    expect(made.api.eventsAbout('web')).toEqual(['Warning FailedMount: MountVolume.SetUp failed for volume "v" : configmap "gone" not found']);
    made.api.put('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'gone', namespace: 'default' }, data: {} });
    made.run(20);
    expect(made.status('web').phase).toBe('Running');
  });
});

describe('a container', () => {
  test('of which the command is not in the image says so', () => {
    const made = world();
    made.pod('web', { containers: [{ name: 'c', image: 'busybox', command: ['nosuch'] }] });
    made.run(3);
    expect(made.status('web').containerStatuses[0]).toMatchObject({
      state: { waiting: { reason: 'RunContainerError', message: expect.stringContaining('exec: "nosuch": executable file not found in $PATH: unknown') } },
      lastState: { terminated: { exitCode: 128, reason: 'StartError' } },
    });
  });

  test('that is crashed from outside is started again', () => {
    const made = world();
    made.pod('web', { containers: [{ name: 'c', image: 'nginx' }] });
    made.run(4);
    made.ask('containerd', { podUid: 'uid-web', container: 'c', exitCode: 139 }, 'fault');
    made.run(3);
    expect(made.status('web').containerStatuses[0]).toMatchObject({ restartCount: 1, state: { running: {} }, lastState: { terminated: { exitCode: 139, reason: 'Error' } } });
  });

  test('has logs of this run and of the one before, and runs commands', () => {
    const made = world();
    made.pod('web', { containers: [shell('echo run at $(date +%s); sleep 20; exit 1')] });
    made.run(25);
    expect(texts(logs(made, 'web'))[0]).toMatch(/^run at /);
    expect(texts(logs(made, 'web', { previous: true }))[0]).toMatch(/^run at /);
    expect(texts(logs(made, 'web', { previous: true }))[0]).not.toBe(texts(logs(made, 'web'))[0]);
    expect(made.ask('kubelet', { method: 'exec', namespace: 'default', pod: 'web', container: 'c', command: ['sh', '-c', 'hostname; exit 3'] })).toEqual({ exitCode: 3, output: 'web' });
    expect(logs(made, 'nobody')).toMatchObject({ code: 404 });
  });

  test('whose postStart hook fails is killed', () => {
    const made = world();
    made.pod('web', { containers: [{ name: 'c', image: 'nginx', lifecycle: { postStart: { exec: { command: ['false'] } } } }] });
    made.run(2);
    expect(made.api.eventsAbout('web')).toContainEqual(expect.stringMatching(/^Warning FailedPostStartHook: PostStartHook failed/));
    expect(made.status('web').containerStatuses[0].state.waiting?.reason ?? 'PostStartHookError').toBe('PostStartHookError');
  });
});

describe('the node', () => {
  test('is not ready until it has a range for its pods', () => {
    const made = new NodeWorld({ podCidr: '' });
    made.run(3);
    const ready = () => made.api.get<Loose>('nodes', '', 'node-1').status.conditions.find((condition: Loose) => condition.type === 'Ready');
    expect(ready()).toMatchObject({ status: 'False', reason: 'KubeletNotReady', message: 'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized' });
    const node = made.api.get<Loose>('nodes', '', 'node-1');
    made.api.put('nodes', { ...node, spec: { ...node.spec, podCIDR: '10.244.7.0/24' } });
    made.run(1);
    expect(ready()).toMatchObject({ status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' });
    made.pod('web', { containers: [{ name: 'c', image: 'nginx' }] });
    made.run(12);
    expect(made.status('web').podIP).toBe('10.244.7.2');
    expect(made.api.get<Loose>('nodes', '', 'node-1')).toMatchObject({ metadata: { labels: { 'kubernetes.io/hostname': 'node-1', 'topology.kubernetes.io/zone': 'zone-a' } }, status: { capacity: { cpu: '4', memory: '8Gi', pods: '110' }, allocatable: { memory: '8092Mi' } } });
  });

  test('tells of a reboot, and renews its lease every 10 s', () => {
    const made = new NodeWorld();
    made.run(3);
    const renewals = () => made.api.requests.filter((request) => request === 'update leases').length;
    const before = renewals();
    made.run(100);
    expect(renewals() - before).toBeGreaterThanOrEqual(9);
    expect(renewals() - before).toBeLessThanOrEqual(10);
    made.powerOff();
    made.run(5);
    made.powerOn();
    made.run(5);
    expect(made.api.events()).toContainEqual(expect.stringMatching(/^Warning Rebooted: Node node-1 has been rebooted, boot id: [0-9a-f-]{36}$/));
  });

  test('whose runtime is down is not ready and is again when it is back', () => {
    const made = new NodeWorld();
    made.run(3);
    made.containerd.crash();
    made.run(30);
    made.containerd.start();
    made.run(3);
    made.pod('web', { containers: [{ name: 'c', image: 'nginx' }] });
    made.run(12);
    expect(made.status('web').phase).toBe('Running');
  });
});
