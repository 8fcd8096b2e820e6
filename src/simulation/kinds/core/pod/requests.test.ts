import type { PodSpec } from 'kubernetes-types/core/v1.d.ts';
import { describe, expect, test } from 'vitest';
import { podQosClass } from './qos.ts';
import { podLimits, podNonZeroRequests, podRequests } from './requests.ts';

const asks = (cpu: string, memory?: string, more: object = {}) => ({ name: 'c', resources: { requests: { cpu, ...(memory ? { memory } : {}) } }, ...more });

describe('what a pod asks for', () => {
  test('is the sum of its containers', () => {
    const spec: PodSpec = { containers: [asks('250m', '64Mi'), asks('1', '1Gi')] };
    expect(podRequests(spec)).toMatchObject({ milliCpu: 1250, memoryBytes: 1_140_850_688, ephemeralBytes: 0 });
    expect(podRequests(spec)).toBe(podRequests(spec));
  });

  test('is the largest init container where that needs more', () => {
    expect(podRequests({ containers: [asks('1')], initContainers: [asks('3'), asks('2')] }).milliCpu).toBe(3000);
  });

  test('counts sidecars with the containers and with the init containers after them', () => {
    const sidecar = asks('1', undefined, { restartPolicy: 'Always' });
    expect(podRequests({ containers: [asks('1')], initContainers: [sidecar] }).milliCpu).toBe(2000);
    expect(podRequests({ containers: [asks('1')], initContainers: [sidecar, asks('3')] }).milliCpu).toBe(4000);
    expect(podRequests({ containers: [asks('1')], initContainers: [asks('3'), sidecar] }).milliCpu).toBe(3000);
  });

  test('includes the overhead and extended resources', () => {
    const gpu = { name: 'g', resources: { requests: { 'example.com/gpu': '2' }, limits: { 'example.com/gpu': '2' } } };
    const requests = podRequests({ containers: [gpu, gpu], overhead: { cpu: '50m' } });
    expect(requests.milliCpu).toBe(50);
    expect([...requests.scalars]).toEqual([['example.com/gpu', 4]]);
    expect(podLimits({ containers: [gpu], overhead: { cpu: '50m' } }).milliCpu).toBe(0);
  });

  test('is assumed where a container says nothing, for scoring', () => {
    expect(podNonZeroRequests({ containers: [{ name: 'c' }, asks('1')] })).toMatchObject({ milliCpu: 1100, memoryBytes: 2 * 200 * 1024 * 1024 });
  });
});

describe('the quality of service', () => {
  const both = (cpu: string, memory: string) => ({ cpu, memory });
  test.each<[string, PodSpec]>([
    ['BestEffort', { containers: [{ name: 'c' }] }],
    ['BestEffort', { containers: [{ name: 'c', resources: { requests: { 'ephemeral-storage': '1Gi' } } }] }],
    ['Burstable', { containers: [asks('1')] }],
    ['Burstable', { containers: [{ name: 'c', resources: { limits: both('1', '1Gi'), requests: both('500m', '1Gi') } }] }],
    ['Burstable', { containers: [{ name: 'c', resources: { limits: both('1', '1Gi') } }, { name: 'd' }] }],
    ['Guaranteed', { containers: [{ name: 'c', resources: { limits: both('1', '1Gi'), requests: both('1000m', '1024Mi') } }] }],
  ])('is %s', (qosClass, spec) => {
    expect(podQosClass(spec)).toBe(qosClass);
  });
});
