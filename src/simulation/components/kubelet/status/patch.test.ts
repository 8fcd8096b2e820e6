import type { PodStatus } from 'kubernetes-types/core/v1.d.ts';
import { expect, test } from 'vitest';
import { applyStrategicMergePatch } from '../../../apimachinery/patch/strategic.ts';
import { statusPatch } from './patch.ts';

const condition = (type: string, status: string, more: object = {}) => ({ type, status, lastProbeTime: null, lastTransitionTime: '2025-01-01T00:00:00Z', ...more });
const before = {
  phase: 'Pending',
  conditions: [condition('PodScheduled', 'True'), condition('Ready', 'False', { reason: 'ContainersNotReady', message: 'waiting' })],
  podIP: '10.0.0.1',
  podIPs: [{ ip: '10.0.0.1' }],
} as unknown as PodStatus;

test('equal statuses need no patch', () => {
  expect(statusPatch('u', before, { ...before })).toBeUndefined();
});

test('a patch carries what changed, takes away what is gone and keeps the order', () => {
  const after = { phase: 'Running', conditions: [condition('Ready', 'True'), condition('PodScheduled', 'True')], podIP: '10.0.0.2', podIPs: [{ ip: '10.0.0.2' }] } as unknown as PodStatus;
  const patch = statusPatch('u', before, after)!;
  expect(patch).toMatchObject({ metadata: { uid: 'u' }, status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True', reason: null, message: null }] } });
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', uid: 'u' }, status: before };
  expect(applyStrategicMergePatch(pod, patch, 'Pod')).toMatchObject({ status: after });
});

test('conditions of others survive', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', uid: 'u' }, status: { ...before, conditions: [...before.conditions!, condition('example.com/gate', 'True')] } };
  const patch = statusPatch('u', before, { ...before, phase: 'Running', conditions: before.conditions!.map((one) => ({ ...one, status: 'True' })) })!;
  expect((applyStrategicMergePatch(pod, patch, 'Pod') as typeof pod).status.conditions.map(({ type, status }) => `${type}=${status}`)).toContain('example.com/gate=True');
});
