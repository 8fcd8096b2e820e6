import { describe, expect, it } from 'vitest';
import { deepFreeze } from '../equality.ts';
import { applyStrategicMergePatch } from './strategic.ts';
import { createThreeWayJsonMergePatch, createThreeWayMergePatch, createTwoWayMergePatch } from './three-way.ts';

function deployment(podSpec: object): { spec: { replicas: number; template: { spec: { containers: { name: string }[] } & Record<string, unknown> } } } {
  return deepFreeze({ spec: { replicas: 1, template: { spec: { containers: [], ...podSpec } } } });
}

function patchPodSpec(before: object, patch: object): Record<string, unknown> {
  const patched = applyStrategicMergePatch(deployment(before), { spec: { template: { spec: patch } } }, 'Deployment');
  return 'spec' in patched ? patched.spec.template.spec : { failed: patched.message };
}

const one = { name: 'one', image: 'nginx:1', env: [{ name: 'A', value: '1' }] };
const two = { name: 'two', image: 'redis' };

describe('strategic merge patch', () => {
  it('puts a new container before the ones that are there', () => expect(patchPodSpec({ containers: [one] }, { containers: [two] })).toEqual({ containers: [two, one] }));

  it('merges by name, at every depth', () =>
    expect(patchPodSpec({ containers: [one, two] }, { containers: [{ name: 'one', env: [{ name: 'B', value: '2' }] }] })).toEqual({
      containers: [{ ...one, env: [{ name: 'B', value: '2' }, { name: 'A', value: '1' }] }, two],
    }));

  it('deletes by directive', () => {
    expect(patchPodSpec({ containers: [one, two] }, { containers: [{ $patch: 'delete', name: 'one' }] })).toEqual({ containers: [two] });
    expect(patchPodSpec({ containers: [one, two] }, { containers: [{ $patch: 'replace' }, { name: 'new' }] })).toEqual({ containers: [{ name: 'new' }] });
    expect(patchPodSpec({ containers: [one], nodeSelector: { a: 'b' } }, { nodeSelector: { $patch: 'replace', c: 'd' } })).toEqual({ containers: [one], nodeSelector: { c: 'd' } });
    expect(patchPodSpec({ containers: [one] }, { containers: [{ name: 'ghost', $patch: 'delete' }] })).toEqual({ containers: [one] });
  });

  it('orders by directive, whether items change or not', () => {
    const order = [{ name: 'two' }, { name: 'one' }];
    expect(patchPodSpec({ containers: [one, two] }, { '$setElementOrder/containers': order })).toEqual({ containers: [two, one] });
    const changed = patchPodSpec({ containers: [one, { name: 'injected' }, two] }, { '$setElementOrder/containers': order, containers: [{ name: 'two', image: 'redis:7' }] });
    expect((changed['containers'] as { name: string }[]).map(({ name }) => name)).toEqual(['injected', 'two', 'one']);
  });

  it('replaces atomic lists', () => expect(patchPodSpec({ tolerations: [{ key: 'a' }] }, { tolerations: [{ key: 'b' }] })).toMatchObject({ tolerations: [{ key: 'b' }] }));

  it('retains only the keys that are named', () => {
    const volumes = [{ name: 'v', emptyDir: {} }];
    const patch = { volumes: [{ name: 'v', $retainKeys: ['configMap', 'name'], configMap: { name: 'c' } }] };
    expect(patchPodSpec({ volumes }, patch)).toMatchObject({ volumes: [{ name: 'v', configMap: { name: 'c' } }] });
  });

  it('treats finalizers as a set', () => {
    const pod = { metadata: { finalizers: ['a/1', 'a/2'] } };
    expect(applyStrategicMergePatch(pod, { metadata: { finalizers: ['a/3', 'a/1'] } }, 'Pod')).toEqual({ metadata: { finalizers: ['a/3', 'a/1', 'a/2'] } });
    expect(applyStrategicMergePatch(pod, { metadata: { '$deleteFromPrimitiveList/finalizers': ['a/1'] } }, 'Pod')).toEqual({ metadata: { finalizers: ['a/2'] } });
  });

  it('keeps the identity of what it does not touch', () => {
    const before = deployment({ containers: [one, two] });
    const after = applyStrategicMergePatch(before, { spec: { replicas: 2 } }, 'Deployment') as typeof before;
    expect(after.spec.template).toBe(before.spec.template);
    expect(applyStrategicMergePatch(before, { spec: { template: { spec: { containers: [{ name: 'two', image: 'redis' }] } } } }, 'Deployment')).toBe(before);
  });

  it('refuses nonsense', () => {
    expect(applyStrategicMergePatch({}, 'not json', 'Pod')).toMatchObject({ message: 'json: cannot unmarshal string into Go value of type map[string]interface {}' });
    expect(patchPodSpec({ containers: [one] }, { containers: [{ image: 'x' }] })).toEqual({ failed: 'map: {"image":"x"} does not contain declared merge key: name' });
    expect(patchPodSpec({}, { $patch: 'explode' })).toEqual({ failed: 'invalid value for special key: $patch' });
  });
});

describe('three-way patch', () => {
  const apply = (original: object | undefined, modified: object, current: object) => {
    const patch = createThreeWayMergePatch(original, modified, current, 'Deployment');
    return { patch, result: applyStrategicMergePatch(current, patch, 'Deployment') };
  };

  it('sets what differs and leaves to others what it never named', () => {
    const { patch, result } = apply(deployment({ containers: [one] }), deployment({ containers: [{ ...one, image: 'nginx:2' }] }), deployment({ containers: [one], dnsPolicy: 'ClusterFirst' }));
    expect(patch).toEqual({ spec: { template: { spec: { '$setElementOrder/containers': [{ name: 'one' }], containers: [{ image: 'nginx:2', name: 'one' }] } } } });
    expect(result).toMatchObject({ spec: { template: { spec: { dnsPolicy: 'ClusterFirst', containers: [{ image: 'nginx:2' }] } } } });
  });

  it('deletes what was applied and is no more', () => {
    const { patch, result } = apply(deployment({ containers: [one, two], nodeSelector: { a: 'b' } }), deployment({ containers: [two] }), deployment({ containers: [one, { name: 'injected' }, two], nodeSelector: { a: 'b' } }));
    expect(patch).toEqual({
      spec: { template: { spec: { '$setElementOrder/containers': [{ name: 'two' }], containers: [{ $patch: 'delete', name: 'one' }], nodeSelector: null } } },
    });
    expect(result).toEqual(deployment({ containers: [{ name: 'injected' }, two] }));
  });

  it('is empty when there is nothing to do', () => {
    expect(apply(deployment({ containers: [one] }), deployment({ containers: [one] }), deployment({ containers: [one], dnsPolicy: 'Default' })).patch).toEqual({});
    expect(apply(undefined, deployment({ containers: [one] }), deployment({ containers: [one] })).patch).toEqual({});
  });

  it('sees that only the order changed', () => {
    const { patch, result } = apply(undefined, deployment({ containers: [two, one] }), deployment({ containers: [one, two] }));
    expect(patch).toEqual({ spec: { template: { spec: { '$setElementOrder/containers': [{ name: 'two' }, { name: 'one' }] } } } });
    expect(result).toEqual(deployment({ containers: [two, one] }));
  });

  it('retains keys of volumes and strategies', () => {
    const before = { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } };
    const patch = createTwoWayMergePatch(before, { spec: { strategy: { type: 'Recreate' } } }, 'Deployment');
    expect(patch).toEqual({ spec: { strategy: { $retainKeys: ['type'], type: 'Recreate', rollingUpdate: null } } });
    expect(applyStrategicMergePatch(before, patch, 'Deployment')).toEqual({ spec: { strategy: { type: 'Recreate' } } });
  });

  it('handles sets of plain values', () => {
    const before = { metadata: { finalizers: ['a/1', 'a/2'] } };
    const after = { metadata: { finalizers: ['a/2', 'a/3'] } };
    const patch = createTwoWayMergePatch(before, after, 'Pod');
    expect(patch).toEqual({ metadata: { '$setElementOrder/finalizers': ['a/2', 'a/3'], finalizers: ['a/3'], '$deleteFromPrimitiveList/finalizers': ['a/1'] } });
    expect(applyStrategicMergePatch(before, patch, 'Pod')).toEqual(after);
  });

  it('replaces lists whole for custom kinds', () =>
    expect(createThreeWayJsonMergePatch({ spec: { a: 1, b: 2 } }, { spec: { a: 1, list: [{ name: 'x' }] } }, { spec: { a: 1, b: 2, list: [{ name: 'y' }] } })).toEqual({
      spec: { b: null, list: [{ name: 'x' }] },
    }));
});
