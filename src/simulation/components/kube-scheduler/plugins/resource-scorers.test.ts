import type { Node, Pod } from 'kubernetes-types/core/v1.d.ts';
import { expect, test } from 'vitest';
import type { Typed } from '../../../apimachinery/meta.ts';
import { NodeInfo } from '../framework/node-info.ts';
import { PodInfo } from '../framework/pod-info.ts';
import { type NodeResourcesFitArgs, scorerOf } from './resource-scorers.ts';

const node = new NodeInfo({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, status: { allocatable: { cpu: '4', memory: '8Gi', pods: '10', 'nvidia.com/gpu': '4' } } } as unknown as Typed<Node>);
const pod = (requests: Record<string, string>): PodInfo =>
  new PodInfo({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'nginx', resources: { requests } }] } } as Typed<Pod>);
const score = (args: NodeResourcesFitArgs, requests: Record<string, string>): number => scorerOf(args)(pod(requests), node);

test('LeastAllocated is the default', () => {
  expect(score({}, { cpu: '1', memory: '2Gi' })).toBe(75);
  expect(score({}, { cpu: '4', memory: '4Gi' })).toBe(25);
});

test('a pod without requests counts as 100m and 200Mi', () => {
  expect(score({}, {})).toBe(Math.trunc((97 + 97) / 2));
});

test('MostAllocated packs', () => {
  expect(score({ scoringStrategy: { type: 'MostAllocated' } }, { cpu: '3', memory: '2Gi' })).toBe(50);
});

test('an extended resource counts for pods that ask for it', () => {
  const args: NodeResourcesFitArgs = { scoringStrategy: { type: 'MostAllocated', resources: [{ name: 'nvidia.com/gpu', weight: 3 }, { name: 'cpu', weight: 1 }] } };
  expect(score(args, { cpu: '2', 'nvidia.com/gpu': '1' })).toBe(Math.trunc((3 * 25 + 50) / 4));
  expect(score(args, { cpu: '2' })).toBe(50);
});

test('RequestedToCapacityRatio follows its shape', () => {
  const shape = [{ utilization: 0, score: 0 }, { utilization: 50, score: 10 }, { utilization: 100, score: 0 }];
  const args = (cpu: string): number => score({ scoringStrategy: { type: 'RequestedToCapacityRatio', resources: [{ name: 'cpu' }], requestedToCapacityRatio: { shape } } }, { cpu });
  expect(['1', '2', '3', '5'].map(args)).toEqual([50, 100, 50, 0]);
});
