import { describe, expect, it } from 'vitest';
import type { WireChange } from '../../protocol/index.ts';
import { Density, laneOf } from './density.ts';

const change = (key: string, atUs: number): WireChange => ({ atUs, table: 'objects', key, after: null, span: 0 });

describe('timeline density', () => {
  it('gives pods, nodes and the rest a lane of their own, and heartbeats none', () => {
    expect(laneOf(change('pods/default/web', 0))).toBe('pods');
    expect(laneOf(change('nodes/node-1', 0))).toBe('nodes');
    expect(laneOf(change('deployments/default/web', 0))).toBe('control');
    expect(laneOf(change('leases/kube-node-lease/node-1', 0))).toBeUndefined();
    expect(laneOf(change('events/default/x', 0))).toBeUndefined();
  });

  it('counts into buckets and keeps the last instant in the last bucket', () => {
    const density = new Density(0, 100, 10);
    density.addChanges([change('pods/a/b', 0), change('pods/a/b', 9), change('pods/a/b', 55), change('pods/a/b', 100)]);
    expect([...density.counts.pods]).toEqual([2, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
  });
});
