import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { Status } from '../../../apimachinery/status.ts';
import type { Scope } from '../scope.ts';
import type { ApiServer } from '../server.ts';
import { takeDisruption } from './eviction-budget.ts';

const pod = (ready: 'True' | 'False'): KubeObject => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-1', namespace: 'default', labels: { app: 'web' } }, status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready }] },
});

const budget = (status: object, spec: object = {}): KubeObject => ({
  apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'web', namespace: 'default', generation: 1 },
  spec: { minAvailable: 2, selector: { matchLabels: { app: 'web' } }, ...spec },
  status: { disruptionsAllowed: 1, currentHealthy: 3, desiredHealthy: 2, expectedPods: 3, observedGeneration: 1, ...status },
});

/** What an eviction of `evicted` answers, and what was stored for the budget. */
function evict(budgets: readonly KubeObject[], evicted: KubeObject): { refusal: Status | undefined; stored: KubeObject | undefined } {
  let stored: KubeObject | undefined;
  const server = {
    clock: { now: () => '2025-01-01T00:00:00Z' },
    resources: { get: () => ({ cacher: { shelves: { list: () => budgets } }, key: () => 'key', about: () => 'about' }) },
    storage: {
      *guaranteedUpdate(_place: unknown, cached: KubeObject, change: (current: KubeObject) => KubeObject | Status) {
        const next = change(cached);
        if (!('status' in next) || next.status !== 'Failure') stored = next as KubeObject;
        return next;
      },
    },
  } as unknown as ApiServer;
  const walk = takeDisruption(server, { dryRun: false } as Scope, evicted);
  let step = walk.next();
  while (!step.done) step = walk.next(undefined as never);
  return { refusal: step.value, stored };
}

describe('an eviction asks the budget', () => {
  test('and goes when no budget covers the pod', () => {
    expect(evict([budget({}, { selector: { matchLabels: { app: 'db' } } })], pod('True'))).toEqual({ refusal: undefined, stored: undefined });
  });

  test('and takes one disruption from it', () => {
    const { refusal, stored } = evict([budget({})], pod('True'));
    expect(refusal).toBeUndefined();
    expect(stored!.status).toMatchObject({ disruptionsAllowed: 0, disruptedPods: { 'web-1': '2025-01-01T00:00:00Z' }, conditions: [{ type: 'DisruptionAllowed', status: 'False', reason: 'InsufficientPods' }] });
  });

  test('and is refused while it allows none', () => {
    const { refusal, stored } = evict([budget({ disruptionsAllowed: 0, currentHealthy: 2 })], pod('True'));
    expect(refusal).toMatchObject({ code: 429, message: "Cannot evict pod as it would violate the pod's disruption budget." });
    expect(refusal!.details!.causes).toEqual([{ reason: 'DisruptionBudget', message: 'The disruption budget web needs 2 healthy pods and has 2 currently' }]);
    expect(stored).toBeUndefined();
  });

  test('and is refused while the controller has not seen its newest version', () => {
    expect(evict([budget({ observedGeneration: 0 })], pod('True')).refusal!.details!.causes![0].message).toBe('The disruption budget web is still being processed by the server.');
  });

  test('and is refused when two speak of the same pod', () => {
    expect(evict([budget({}), budget({})], pod('True')).refusal).toMatchObject({ code: 500, reason: 'InternalError' });
  });

  test.each([
    ['a healthy rest', { disruptionsAllowed: 0, currentHealthy: 2 }, {}, undefined],
    ['an unhealthy rest', { disruptionsAllowed: 0, currentHealthy: 1 }, {}, 429],
    ['AlwaysAllow', { disruptionsAllowed: 0, currentHealthy: 1 }, { unhealthyPodEvictionPolicy: 'AlwaysAllow' }, undefined],
  ])('but not for a pod that is not ready, with %s', (_what, status, spec, code) => {
    expect(evict([budget(status, spec)], pod('False')).refusal?.code).toBe(code);
  });
});
