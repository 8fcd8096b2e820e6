import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepEqual } from '../equality.ts';
import { applyMergePatch } from './merge-patch.ts';
import { applyStrategicMergePatch } from './strategic.ts';
import { createThreeWayJsonMergePatch, createThreeWayMergePatch, createTwoWayMergePatch } from './three-way.ts';

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const named = <T>(more: fc.Arbitrary<T>) => fc.uniqueArray(fc.tuple(name, more), { selector: ([key]) => key, maxLength: 5 }).map((items) => items.map(([key, rest]) => ({ name: key, ...rest })));
const env = named(fc.record({ value: fc.constantFrom('1', '2') }, { requiredKeys: [] }));
const container = fc.record({ image: name, env, args: fc.array(name, { maxLength: 3 }) }, { requiredKeys: [] });
const finalizers = fc.uniqueArray(name, { maxLength: 4 });
const deployment = fc.record({
  metadata: fc.record({ finalizers, labels: fc.dictionary(name, name) }),
  spec: fc.record({
    replicas: fc.nat(3),
    strategy: fc.record({ type: name, rollingUpdate: fc.record({ maxSurge: fc.nat(2) }, { requiredKeys: [] }) }, { requiredKeys: [] }),
    template: fc.record({ spec: fc.record({ containers: named(container), tolerations: fc.array(fc.record({ key: name }), { maxLength: 2 }) }) }),
  }, { requiredKeys: ['template'] }),
});

describe('patches', () => {
  it('bring one object to another', () => {
    fc.assert(fc.property(deployment, deployment, (before, after) => {
      const patched = applyStrategicMergePatch(before, createTwoWayMergePatch(before, after, 'Deployment'), 'Deployment');
      // Not toEqual: an absent list and an empty one are the same.
      expect(deepEqual(patched, after), `${JSON.stringify(patched)} is not ${JSON.stringify(after)}`).toBe(true);
    }), { seed: 1, numRuns: 300 });
  });

  it('three ways: after applying there is nothing left to do', () => {
    fc.assert(fc.property(deployment, deployment, deployment, (applied, wanted, live) => {
      const patched = applyStrategicMergePatch(live, createThreeWayMergePatch(applied, wanted, live, 'Deployment'), 'Deployment');
      expect(createThreeWayMergePatch(wanted, wanted, patched, 'Deployment')).toEqual({});
      const merged = applyMergePatch(live, createThreeWayJsonMergePatch(applied, wanted, live));
      expect(createThreeWayJsonMergePatch(wanted, wanted, merged)).toEqual({});
    }), { seed: 2, numRuns: 300 });
  });
});
