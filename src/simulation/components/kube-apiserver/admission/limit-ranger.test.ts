import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import { limitRanger } from './limit-ranger.ts';
import type { AdmissionRequest, AdmissionWorld } from './plugin.ts';

const range = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'lr' }, spec: { limits: [
  { type: 'Container', default: { cpu: '200m', memory: '64Mi' }, defaultRequest: { cpu: '100m', memory: '64Mi' }, min: { cpu: '50m' }, max: { cpu: '1' }, maxLimitRequestRatio: { cpu: '4' } },
  { type: 'Pod', max: { cpu: '1500m' } },
] } } as unknown as KubeObject;

const world: AdmissionWorld = { lookup: () => undefined, list: () => [range], randomInt: () => 0 };
const plugin = limitRanger(world);

function podOf(...resources: object[]): AdmissionRequest {
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: resources.map((one, i) => ({ name: `c${i}`, image: 'x', resources: one })) } } as unknown as KubeObject;
  return { operation: 'CREATE', group: '', resource: 'pods', subresource: '', namespace: 'default', name: 'p', object, old: undefined, user: { name: 'u', groups: [] }, attempt: 0 };
}

describe('LimitRanger', () => {
  test('leaves a pod alone that has no spec or no containers: refusing it is the business of validation', () => {
    for (const spec of [undefined, {}]) {
      const request: AdmissionRequest = { ...podOf(), object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec } as unknown as KubeObject };
      expect(plugin.admit!(request)).toBe(request.object);
      expect(() => plugin.validate!(request)).not.toThrow();
    }
  });

  test('gives a container what it does not say itself, and says so', () => {
    const pod = plugin.admit!(podOf({}, { limits: { cpu: '300m' }, requests: { cpu: '300m', memory: '1Mi' } })) as KubeObject;
    expect(pod.spec.containers.map((one: { resources: unknown }) => one.resources)).toEqual([
      { limits: { cpu: '200m', memory: '64Mi' }, requests: { cpu: '100m', memory: '64Mi' } },
      { limits: { cpu: '300m', memory: '64Mi' }, requests: { cpu: '300m', memory: '1Mi' } },
    ]);
    expect(pod.metadata.annotations).toEqual({ 'kubernetes.io/limit-ranger': 'LimitRanger plugin set: cpu, memory request for container c0; cpu, memory limit for container c0; memory limit for container c1' });
  });

  test.each([
    ['too little', [{ requests: { cpu: '10m' }, limits: { cpu: '20m' } }], 'minimum cpu usage per Container is 50m, but request is 10m'],
    ['too much of a pod', [{ requests: { cpu: '900m' }, limits: { cpu: '900m' } }, { requests: { cpu: '900m' }, limits: { cpu: '900m' } }], 'maximum cpu usage per Pod is 1500m, but limit is 1800m'],
    ['several things', [{ requests: { cpu: '100m' }, limits: { cpu: '2' } }],
      '[maximum cpu usage per Container is 1, but limit is 2, cpu max limit to request ratio per Container is 4, but provided ratio is 20.000000, maximum cpu usage per Pod is 1500m, but limit is 2]'],
  ])('refuses %s', (_what, containers, why) => {
    expect(plugin.validate!(podOf(...containers))).toMatchObject({ code: 403, message: `pods "p" is forbidden: ${why}` });
  });

  test('has nothing against what is within the bounds', () => {
    expect(plugin.validate!(podOf({ requests: { cpu: '100m' }, limits: { cpu: '200m' } }))).toBeUndefined();
  });
});
