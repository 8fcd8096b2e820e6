import { expect, test } from 'vitest';
import { type Anything, Bench } from '../fake-apiserver.test.ts';
import { targetNode } from './plan.ts';

const set = (spec: object = {}): Anything => ({
  apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'agent', namespace: 'default' },
  spec: { selector: { matchLabels: { app: 'agent' } }, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } }, template: { metadata: { labels: { app: 'agent' } }, spec: { containers: [{ name: 'c', image: 'agent:1' }] } }, ...spec },
});

function start(nodes = 3): Bench {
  const bench = new Bench(['daemonset']);
  for (let i = 0; i < nodes; i++) bench.addNode(`node-${i}`);
  bench.api.put('daemonsets', set());
  round(bench);
  return bench;
}

/** Pods run where they are meant for. */
function round(bench: Bench): void {
  bench.run(1);
  for (const [key, pod] of [...bench.api.store('pods')]) if (!pod.spec.nodeName) bench.api.change('pods', key, (old) => ({ ...old, spec: { ...old.spec, nodeName: targetNode(old) } }));
  bench.runPods();
  bench.run(1);
}

const nodes = (bench: Bench): string[] => bench.api.all('pods').filter((pod) => !pod.metadata.deletionTimestamp).map((pod) => targetNode(pod)).sort();

test('one pod per node, also for nodes that come later; none on a node that is tainted away', () => {
  const bench = start();
  expect(nodes(bench)).toEqual(['node-0', 'node-1', 'node-2']);
  expect(bench.api.get('daemonsets', 'default/agent').status).toMatchObject({ desiredNumberScheduled: 3, currentNumberScheduled: 3, numberReady: 3, numberAvailable: 3, updatedNumberScheduled: 3, numberMisscheduled: 0 });
  bench.addNode('node-3');
  round(bench);
  expect(nodes(bench)).toHaveLength(4);
  bench.api.change('nodes', 'node-0', (node) => ({ ...node, spec: { taints: [{ key: 'example.com/out', effect: 'NoExecute' }] } }));
  round(bench);
  expect(nodes(bench)).toEqual(['node-1', 'node-2', 'node-3']);
});

test('an unreachable node keeps its pod but counts no more: the NoSchedule taint is not tolerated', () => {
  const bench = start();
  bench.api.change('nodes', 'node-0', (node) => ({ ...node, spec: { taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' }, { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }] } }));
  round(bench);
  expect(nodes(bench)).toHaveLength(3);
  expect(bench.api.get('daemonsets', 'default/agent').status).toMatchObject({ desiredNumberScheduled: 2, currentNumberScheduled: 2, numberMisscheduled: 1 });
});

test('an update replaces one pod at a time', () => {
  const bench = start();
  bench.api.change('daemonsets', 'default/agent', (old) => ({ ...old, spec: { ...old.spec, template: { ...old.spec.template, spec: { containers: [{ name: 'c', image: 'agent:2' }] } } } }));
  for (let i = 0; i < 8; i++) {
    round(bench);
    expect(bench.api.all('pods').filter((pod) => pod.metadata.deletionTimestamp).length).toBeLessThanOrEqual(1);
    bench.killPods();
  }
  round(bench);
  expect(bench.api.all('pods').map((pod) => pod.spec.containers[0].image)).toEqual(['agent:2', 'agent:2', 'agent:2']);
});

test('a failed daemon pod is killed and made again', () => {
  const bench = start(1);
  const [pod] = bench.api.all('pods');
  bench.api.change('pods', `default/${pod.metadata.name}`, (old) => ({ ...old, status: { phase: 'Failed' } }));
  bench.run(1);
  bench.killPods();
  round(bench);
  expect(nodes(bench)).toEqual(['node-0']);
  expect(bench.events()).toContain(`Warning FailedDaemonPod: Found failed daemon pod default/${pod.metadata.name} on node node-0, will try to kill it`);
});
