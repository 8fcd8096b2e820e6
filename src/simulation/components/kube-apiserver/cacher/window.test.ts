import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import { CacheEvent } from './event.ts';
import { EventWindow } from './window.ts';

const object: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
const event = (revision: number, atUs: number): CacheEvent => new CacheEvent('MODIFIED', object, object, revision, atUs, false);
const revisions = (window: EventWindow, since: number): number[] | undefined => window.since(since)?.map(({ revision }) => revision);

describe('EventWindow', () => {
  it('answers what came after a revision', () => {
    const window = new EventWindow(10);
    for (const revision of [12, 15, 19]) window.add(event(revision, 0));
    expect(revisions(window, 9)).toBeUndefined();
    expect(revisions(window, 10)).toEqual([12, 15, 19]);
    expect(revisions(window, 15)).toEqual([19]);
    expect(revisions(window, 16)).toEqual([19]);
    expect(revisions(window, 30)).toEqual([]);
  });

  it('keeps a hundred events, and in a burst everything of the last 75 s', () => {
    const window = new EventWindow(0);
    for (let i = 1; i <= 3_000; i++) window.add(event(i, i * 10));
    expect(window.size).toBe(3_000);
    window.add(event(3_001, 75_020_000));
    expect(window.oldestAfter).toBe(2_000);
    window.add(event(3_002, 200_000_000));
    expect(window.size).toBe(100);
    expect(revisions(window, 3_000)).toEqual([3_001, 3_002]);
  });
});
