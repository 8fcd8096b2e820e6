import { expect, test } from 'vitest';
import { formatTime } from '../../../apimachinery/time.ts';
import { type Anything, Bench } from '../fake-apiserver.test.ts';

const tolerations = ['unreachable', 'not-ready'].map((key) => ({ key: `node.kubernetes.io/${key}`, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 10 }));

function pod(name: string, node: string) {
  const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: formatTime(0) }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec: { nodeName: node, tolerations }, status: { phase: 'Running', conditions } };
}

/** Renews the leases of the live nodes every 10 s for `seconds`. */
function live(bench: Bench, nodes: readonly string[], seconds: number): void {
  for (let at = 0; at < seconds; at += 10) {
    for (const node of nodes) bench.renew(node);
    bench.run(Math.min(10, seconds - at));
  }
}

function five(zones: readonly string[] = ['a', 'a', 'a', 'a', 'a']): { bench: Bench; nodes: string[] } {
  const bench = new Bench(['nodelifecycle', 'taint-eviction-controller']);
  const nodes = zones.map((zone, index) => (bench.addNode(`node-${index}`, zone), `node-${index}`));
  live(bench, nodes, 20);
  return { bench, nodes };
}

/** When each thing first happened, in s after the last renewal of the dead node. */
function when(bench: Bench, sinceUs: number, key: string, needle: string): number | undefined {
  const span = bench.engine.trace.range(1, bench.engine.trace.next).find((one) => 'params' in one && one.method === key && JSON.stringify(one.params).includes(needle));
  return span && 'atUs' in span ? (span.atUs - sinceUs) / 1e6 : undefined;
}

test('a silent node: Unknown after 50 s on the grid of 5 s, NoExecute one pass later, pods evicted 10 s after that', () => {
  const { bench, nodes } = five();
  bench.api.put('pods', pod('web', 'node-2'));
  bench.renew('node-2');
  const sinceUs = bench.engine.nowUs;
  live(bench, nodes.filter((node) => node !== 'node-2'), 90);
  const unknown = when(bench, sinceUs, 'nodelifecycle.unknown', 'node-2')!;
  expect(unknown).toBeGreaterThan(50);
  expect(unknown).toBeLessThan(55.1);
  expect(when(bench, sinceUs, 'nodelifecycle.tainted', 'NoSchedule')! - unknown).toBeLessThan(0.1);
  expect(when(bench, sinceUs, 'nodelifecycle.pod-not-ready', 'web')! - unknown).toBeLessThan(0.1);
  const noExecute = when(bench, sinceUs, 'nodelifecycle.tainted', 'NoExecute')!;
  expect(noExecute - unknown).toBeGreaterThan(5);
  expect(noExecute - unknown).toBeLessThan(5.2);
  const evicted = when(bench, sinceUs, 'tainteviction.evicted', 'web')!;
  expect(evicted - noExecute).toBeGreaterThan(9.99);
  expect(evicted - noExecute).toBeLessThan(10.1);
  const gone = bench.api.get('pods', 'default/web');
  expect(gone.metadata.deletionGracePeriodSeconds).toBe(30);
  expect(gone.status.conditions).toMatchObject([{ type: 'Ready', status: 'False' }, { type: 'DisruptionTarget', status: 'True', reason: 'DeletionByTaintManager' }]);
  expect(bench.api.get('nodes', 'node-2').status.conditions[3]).toMatchObject({ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' });
  expect(bench.events()).toContain('Normal NodeNotReady: Node node-2 status is now: NodeNotReady');
  expect(bench.events()).toContain('Warning NodeNotReady: Node is not ready');
  expect(bench.events()).toContain('Normal TaintManagerEviction: Marking for deletion Pod default/web');
});

test('a node that returns in time keeps its pods', () => {
  const { bench, nodes } = five();
  bench.api.put('pods', pod('web', 'node-2'));
  live(bench, nodes.filter((node) => node !== 'node-2'), 52);
  expect(bench.api.get('nodes', 'node-2').spec.taints.map((taint: Anything) => taint.effect)).toEqual(['NoSchedule', 'NoExecute']);
  bench.renew('node-2');
  bench.api.change('nodes', 'node-2', (node) => ({ ...node, status: { conditions: node.status.conditions.map((one: Anything) => ({ ...one, status: one.type === 'Ready' ? 'True' : 'False', lastHeartbeatTime: formatTime(bench.engine.nowUs) })) } }));
  live(bench, nodes, 30);
  expect(bench.api.get('nodes', 'node-2').spec.taints ?? []).toEqual([]);
  expect(bench.api.get('pods', 'default/web').metadata.deletionTimestamp).toBeUndefined();
  expect(bench.events()).toContain('Normal TaintManagerEviction: Cancelling deletion of Pod default/web');
});

test('further nodes of a zone are tainted 10 s apart', () => {
  const { bench, nodes } = five();
  const sinceUs = bench.engine.nowUs;
  live(bench, nodes.filter((node) => node !== 'node-1' && node !== 'node-3'), 100);
  const times = ['node-1', 'node-3'].map((node) => {
    const spans = bench.engine.trace.range(1, bench.engine.trace.next).filter((one) => 'params' in one && one.method === 'nodelifecycle.tainted' && one.params.node === node && one.params.effect === 'NoExecute');
    return ((spans[0] as Anything).atUs - sinceUs) / 1e6;
  });
  expect(Math.abs(times[1] - times[0] - 10)).toBeLessThan(0.3);
});

test.each([
  ['three of five: 60 % of a small zone, no NoExecute taints', ['node-0', 'node-1', 'node-2'], 0],
  ['two of five: not more than two nodes, tainted as usual', ['node-0', 'node-1'], 2],
  ['all five: every zone is down, nothing is evicted', ['node-0', 'node-1', 'node-2', 'node-3', 'node-4'], 0],
])('%s', (_name, dead, tainted) => {
  const { bench, nodes } = five();
  live(bench, nodes.filter((node) => !dead.includes(node)), 120);
  const all = bench.api.all('nodes');
  expect(all.filter((node) => node.spec.taints?.some((taint: Anything) => taint.effect === 'NoSchedule')).length).toBe(dead.length);
  expect(all.filter((node) => node.spec.taints?.some((taint: Anything) => taint.effect === 'NoExecute')).length).toBe(tainted);
});

test('a node that goes is told', () => {
  const { bench, nodes } = five();
  expect(bench.events()).toContain('Normal RegisteredNode: Node node-4 event: Registered Node node-4 in Controller');
  bench.api.remove('nodes', 'node-4');
  live(bench, nodes, 10);
  expect(bench.events()).toContain('Normal RemovingNode: Node node-4 event: Removing Node node-4 from Controller');
});
