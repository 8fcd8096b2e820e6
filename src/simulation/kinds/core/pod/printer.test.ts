import type { ContainerStatus, Pod } from 'kubernetes-types/core/v1.d.ts';
import { describe, expect, test } from 'vitest';
import { formatTime } from '../../../apimachinery/time.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { podPrinter } from './printer.ts';

const second = 1_000_000;

function container(name: string, state: ContainerStatus['state'], more: Partial<ContainerStatus> = {}): ContainerStatus {
  return { name, state, ready: false, restartCount: 0, image: 'x', imageID: '', ...more };
}

const running = { running: {} };

function pod(status: Pod['status'], more: { readonly spec?: Partial<Pod['spec']>; readonly metadata?: Pod['metadata'] } = {}): Typed<Pod> {
  return {
    apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', creationTimestamp: formatTime(0), ...more.metadata },
    spec: { containers: [{ name: 'c', image: 'x' }], ...more.spec }, status,
  };
}

const cells = (it: Typed<Pod>, nowUs = 90 * second) => podPrinter.row(it, nowUs);
const init = [{ name: 'i', image: 'x' }, { name: 'j', image: 'x' }];
const sidecar = [{ name: 'i', image: 'x', restartPolicy: 'Always' }];

const statuses: readonly (readonly [string, Typed<Pod>, string, string])[] = [
  ['waits for a node', pod({ phase: 'Pending' }), '0/1', 'Pending'],
  ['is gated', pod({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] }), '0/1', 'SchedulingGated'],
  ['is being made', pod({ phase: 'Pending', containerStatuses: [container('c', { waiting: { reason: 'ContainerCreating' } })] }), '0/1', 'ContainerCreating'],
  ['runs', pod({ phase: 'Running', containerStatuses: [container('c', running, { ready: true })] }), '1/1', 'Running'],
  ['runs unready', pod({ phase: 'Running', containerStatuses: [container('c', running)] }), '0/1', 'Running'],
  ['falls again and again', pod({ phase: 'Running', containerStatuses: [container('c', { waiting: { reason: 'CrashLoopBackOff' } })] }), '0/1', 'CrashLoopBackOff'],
  ['ended well', pod({ phase: 'Succeeded', containerStatuses: [container('c', { terminated: { exitCode: 0, reason: 'Completed' } })] }), '0/1', 'Completed'],
  ['ended badly', pod({ phase: 'Failed', containerStatuses: [container('c', { terminated: { exitCode: 1, reason: 'Error' } })] }), '0/1', 'Error'],
  ['was killed without a word', pod({ phase: 'Failed', containerStatuses: [container('c', { terminated: { exitCode: 137, signal: 9 } })] }), '0/1', 'Signal:9'],
  ['left a code only', pod({ phase: 'Failed', containerStatuses: [container('c', { terminated: { exitCode: 3 } })] }), '0/1', 'ExitCode:3'],
  ['was evicted', pod({ phase: 'Failed', reason: 'Evicted' }), '0/1', 'Evicted'],
  ['is going', pod({ phase: 'Running', containerStatuses: [container('c', running, { ready: true })] }, { metadata: { name: 'web', deletionTimestamp: formatTime(0) } }), '1/1', 'Terminating'],
  ['had ended before it was to go', pod({ phase: 'Succeeded' }, { metadata: { name: 'web', deletionTimestamp: formatTime(0) } }), '0/1', 'Succeeded'],
  ['was lost with its node', pod({ phase: 'Running', reason: 'NodeLost' }, { metadata: { name: 'web', deletionTimestamp: formatTime(0) } }), '0/1', 'Unknown'],
  ['has the first of two init containers running', pod({ phase: 'Pending', initContainerStatuses: [container('i', running)] }, { spec: { initContainers: init } }), '0/1', 'Init:0/2'],
  ['has the second init container running', pod({ phase: 'Pending', initContainerStatuses: [container('i', { terminated: { exitCode: 0 } }), container('j', running)] }, { spec: { initContainers: init } }), '0/1', 'Init:1/2'],
  ['has an init container that fails', pod({ phase: 'Pending', initContainerStatuses: [container('i', { terminated: { exitCode: 1, reason: 'Error' } })] }, { spec: { initContainers: init } }), '0/1', 'Init:Error'],
  ['has an init container that fails again', pod({ phase: 'Pending', initContainerStatuses: [container('i', { waiting: { reason: 'CrashLoopBackOff' } })] }, { spec: { initContainers: init } }), '0/1', 'Init:CrashLoopBackOff'],
  ['counts its sidecar', pod({ phase: 'Running', initContainerStatuses: [container('i', running, { started: true, ready: true })], containerStatuses: [container('c', running, { ready: true })] }, { spec: { initContainers: sidecar } }), '2/2', 'Running'],
  ['has one container done and one running', pod({ phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }], containerStatuses: [container('c', { terminated: { exitCode: 0, reason: 'Completed' } }), container('d', running, { ready: true })] }, { spec: { containers: [{ name: 'c' }, { name: 'd' }] } }), '1/2', 'NotReady'],
];

describe('kubectl get pods', () => {
  test.each(statuses)('shows a pod that %s', (_, it, ready, status) => {
    expect(cells(it).slice(1, 3)).toEqual([ready, status]);
  });

  test('says how often and when a container was restarted', () => {
    const lastState = { terminated: { exitCode: 1, finishedAt: formatTime(85 * second) } };
    const it = pod({ phase: 'Running', containerStatuses: [container('c', running, { ready: true, restartCount: 3, lastState })] });
    expect(cells(it)[3]).toBe('3 (5s ago)');
    expect(cells(pod({ phase: 'Running' }))[3]).toBe('0');
  });

  test('-o wide adds address, node, nomination and gates', () => {
    const it = pod({
      phase: 'Running', podIPs: [{ ip: '10.244.1.5' }], conditions: [{ type: 'example.com/lb', status: 'True' }],
    }, { spec: { nodeName: 'node-1', readinessGates: [{ conditionType: 'example.com/lb' }, { conditionType: 'example.com/dns' }] } });
    expect(cells(it)).toEqual(['web', '0/1', 'Running', '0', '90s', '10.244.1.5', 'node-1', '<none>', '1/2']);
    expect(podPrinter.columns.map((column) => column.name)).toEqual(['Name', 'Ready', 'Status', 'Restarts', 'Age', 'IP', 'Node', 'Nominated Node', 'Readiness Gates']);
  });
});
