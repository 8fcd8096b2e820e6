import { describe, expect, test } from 'vitest';
import { parseQuery, withDeleteOptions } from './query.ts';

const parse = (text: string) => parseQuery(new URLSearchParams(text));

describe('query parameters', () => {
  test('texts, numbers and flags', () => {
    expect(parse('labelSelector=app%3Dweb&limit=500&allowWatchBookmarks=true&resourceVersion=0&fieldManager=kubectl&force=false')).toEqual({
      labelSelector: 'app=web', limit: 500, allowWatchBookmarks: true, resourceVersion: '0', fieldManager: 'kubectl', force: false,
    });
  });

  test('dry run is All or nothing', () => {
    expect(parse('dryRun=All')).toEqual({ dryRun: true });
    expect(parse('dryRun=Some')).toMatchObject({ kind: 'Status', code: 400 });
  });

  test('a number that is none is refused', () => {
    expect(parse('limit=many')).toMatchObject({ code: 400, message: 'strconv.ParseInt: parsing "many": invalid syntax' });
  });

  test('orphanDependents is an old word for a policy', () => {
    expect(parse('orphanDependents=true')).toEqual({ propagationPolicy: 'Orphan' });
  });

  test('DeleteOptions of the body count for more', () => {
    const body = { kind: 'DeleteOptions', gracePeriodSeconds: 0, propagationPolicy: 'Foreground', preconditions: { uid: 'u' }, dryRun: ['All'] };
    expect(withDeleteOptions({ gracePeriodSeconds: 30, labelSelector: 'a' }, body)).toEqual({ gracePeriodSeconds: 0, labelSelector: 'a', propagationPolicy: 'Foreground', preconditions: { uid: 'u' }, dryRun: true });
    expect(withDeleteOptions({ gracePeriodSeconds: 30 }, undefined)).toEqual({ gracePeriodSeconds: 30 });
  });
});
