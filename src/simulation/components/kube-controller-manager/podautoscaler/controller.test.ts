import { expect, test } from 'vitest';
import { unknownPath } from '../../../apimachinery/status.ts';
import { type Anything, Bench, deployment } from '../fake-apiserver.test.ts';
import { defaultScaleDown, defaultScaleUp, limitReplicas } from './limits.ts';
import { proposeReplicas } from './replicas.ts';

const START = '2025-01-01T00:00:00Z';
const pod = (name: string, ready = true, more: object = {}): Anything => ({ metadata: { name }, status: { phase: 'Running', startTime: START, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: START }], ...more } });
const used = (...amounts: number[]): Map<string, Anything> => new Map(amounts.map((usage, index) => [`p${index}`, { usage, timestampUs: 1_000_000_000, windowUs: 30_000_000 }]));
const requests = new Map(['p0', 'p1', 'p2', 'p3'].map((name) => [name, 100]));

test.each([
  ['twice the target: twice as many', 2, [pod('p0'), pod('p1')], used(100, 100), 4],
  ['within a tenth: as it is', 2, [pod('p0'), pod('p1')], used(54, 54), 2],
  ['half: half', 4, ['p0', 'p1', 'p2', 'p3'].map((name) => pod(name)), used(25, 25, 25, 25), 2],
  ['a pod without metrics is taken for idle when scaling up', 3, [pod('p0'), pod('p1'), pod('p2')], used(100, 100), 4],
  ['and for busy when scaling down', 3, [pod('p0'), pod('p1'), pod('p2')], used(10, 10), 3],
  ['a pending pod is idle', 2, [pod('p0'), pod('p1', false, { phase: 'Pending' })], used(100), 2],
])('%s', (_name, current, pods, usages, replicas) => {
  expect(proposeReplicas(current, pods, usages, requests, 'cpu', { kind: 'utilization', percent: 50 }, 2_000_000_000)!.replicas).toBe(replicas);
});

const limits = (current: number, wanted: number, more: object = {}): Anything => {
  const { replicas, limited } = limitReplicas({ current, wanted, min: 1, max: 50, recommendations: [], ups: [], downs: [], scaleUp: defaultScaleUp, scaleDown: defaultScaleDown, nowUs: 1_000_000_000, ...more });
  return [replicas, limited.reason];
};

test('up by 100 % or 4 pods per 15 s, whichever is more; down at once but not below what was wanted within 300 s', () => {
  expect(limits(2, 20)).toEqual([6, 'ScaleUpLimit']);
  expect(limits(10, 40)).toEqual([20, 'ScaleUpLimit']);
  expect(limits(20, 40, { ups: [{ value: 10, atUs: 990_000_000 }] })).toEqual([20, 'ScaleUpLimit']);
  expect(limits(40, 80)).toEqual([50, 'TooManyReplicas']);
  expect(limits(10, 2)).toEqual([2, 'DesiredWithinRange']);
  expect(limits(10, 2, { recommendations: [{ value: 8, atUs: 800_000_000 }] })).toEqual([8, 'DesiredWithinRange']);
  expect(limits(10, 2, { recommendations: [{ value: 8, atUs: 600_000_000 }] })).toEqual([2, 'DesiredWithinRange']);
  expect(limits(10, 0)).toEqual([1, 'TooFewReplicas']);
});

function start(): Bench {
  const bench = new Bench(['horizontalpodautoscaling', 'replicaset', 'deployment']);
  const web = deployment('web', 2) as Anything;
  web.spec.template.spec.containers[0].resources = { requests: { cpu: '100m' } };
  bench.api.put('deployments', web);
  bench.api.put('horizontalpodautoscalers', {
    apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web', namespace: 'default' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, minReplicas: 2, maxReplicas: 10, metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }] },
  });
  return bench;
}

test('an autoscaler without metrics says so', () => {
  const bench = start();
  bench.api.refuse = (request) => (request.group === 'metrics.k8s.io' ? unknownPath('get', request.group, request.resource) : undefined);
  bench.run(20);
  expect(bench.events()).toContain('Warning FailedGetResourceMetric: the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)');
  expect(bench.api.get('horizontalpodautoscalers', 'default/web').status.conditions).toMatchObject([{ type: 'AbleToScale', status: 'True' }, { type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric' }]);
});
