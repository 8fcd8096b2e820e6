import type { Node, NodeSelectorRequirement, Taint, Toleration } from 'kubernetes-types/core/v1.d.ts';
import { describe, expect, test } from 'vitest';
import { matchesNodeAffinity, matchesNodeSelectorTerms } from './affinity.ts';
import { findUntoleratedTaint, toleratesTaint } from './taints.ts';

const node: Node = { metadata: { name: 'node-1', labels: { zone: 'a', cpus: '8' } } };

describe('node selectors', () => {
  test.each<[boolean, NodeSelectorRequirement]>([
    [true, { key: 'zone', operator: 'In', values: ['a', 'b'] }], [false, { key: 'zone', operator: 'NotIn', values: ['a'] }],
    [true, { key: 'gone', operator: 'NotIn', values: ['a'] }], [true, { key: 'zone', operator: 'Exists' }], [false, { key: 'gone', operator: 'Exists' }],
    [true, { key: 'gone', operator: 'DoesNotExist' }], [true, { key: 'cpus', operator: 'Gt', values: ['4'] }],
    [false, { key: 'cpus', operator: 'Lt', values: ['8'] }], [false, { key: 'zone', operator: 'Gt', values: ['4'] }],
  ])('%s: %o', (matches, requirement) => {
    expect(matchesNodeSelectorTerms([{ matchExpressions: [requirement] }], node)).toBe(matches);
  });

  test('any term will do, an empty one never', () => {
    const byName = { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }] };
    expect(matchesNodeSelectorTerms([{}, byName], node)).toBe(true);
    expect(matchesNodeSelectorTerms([{}], node)).toBe(false);
  });

  test('nodeSelector and required affinity must both hold', () => {
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'Exists' }] }] } } };
    expect(matchesNodeAffinity({ containers: [], affinity }, node)).toBe(true);
    expect(matchesNodeAffinity({ containers: [], affinity, nodeSelector: { zone: 'b' } }, node)).toBe(false);
    expect(matchesNodeAffinity({ containers: [] }, node)).toBe(true);
  });
});

describe('taints', () => {
  const taint: Taint = { key: 'gpu', value: 'yes', effect: 'NoSchedule' };
  test.each<[boolean, Toleration]>([
    [true, { operator: 'Exists' }], [true, { key: 'gpu', operator: 'Exists' }], [true, { key: 'gpu', value: 'yes' }],
    [true, { key: 'gpu', operator: 'Equal', value: 'yes', effect: 'NoSchedule' }], [false, { key: 'gpu', value: 'no' }],
    [false, { key: 'gpu', operator: 'Exists', effect: 'NoExecute' }], [false, { key: 'other', operator: 'Exists' }],
  ])('are tolerated (%s) by %o', (tolerated, toleration) => {
    expect(toleratesTaint(toleration, taint)).toBe(tolerated);
  });

  test('the first one that nothing covers is found', () => {
    const more: Taint = { key: 'soft', effect: 'PreferNoSchedule' };
    expect(findUntoleratedTaint([more, taint], [], (t) => t.effect === 'NoSchedule')).toBe(taint);
    expect(findUntoleratedTaint([more, taint], [{ operator: 'Exists' }], () => true)).toBeUndefined();
  });
});
