import { describe, expect, test } from 'vitest';
import { kindByKind, kindByName, kindByResource, kinds } from './registry.ts';

describe('the registry of kinds', () => {
  test('finds every kind by its resource and by its kind', () => {
    for (const kind of kinds) {
      expect(kindByResource(kind.group, kind.resource)).toBe(kind);
      expect(kindByKind(kind.group, kind.kind)).toBe(kind);
    }
  });

  test.each([
    ['deploy', 'deployments'], ['Deployment', 'deployments'], ['deployments.apps', 'deployments'], ['deployments.v1.apps', 'deployments'],
    ['po', 'pods'], ['POD', 'pods'], ['no', 'nodes'], ['svc', 'services'], ['hpa', 'horizontalpodautoscalers'], ['crds', 'customresourcedefinitions'],
  ])('understands %s as kubectl does', (name, resource) => {
    expect(kindByName(name)?.resource).toBe(resource);
  });

  test('means the core group where two groups share a name', () => {
    expect(kindByName('events')?.group).toBe('');
    expect(kindByName('events', 'events.k8s.io')?.group).toBe('events.k8s.io');
    expect(kindByName('events.events.k8s.io')?.group).toBe('events.k8s.io');
  });

  test('knows nothing of what is no kind', () => {
    expect(kindByName('boats')).toBeUndefined();
    expect(kindByResource('', 'deployments')).toBeUndefined();
    expect(kindByKind('apps', 'Pod')).toBeUndefined();
  });

  test('has no two kinds of one name, and no kind without a place in etcd', () => {
    expect(new Set(kinds.map((kind) => `${kind.group}/${kind.kind}`)).size).toBe(kinds.length);
    expect(kinds.every((kind) => kind.etcdPrefix !== '')).toBe(true);
    expect(kindByKind('', 'Node')?.etcdPrefix).toBe('minions');
  });
});
