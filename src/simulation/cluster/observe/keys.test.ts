import { describe, expect, it } from 'vitest';
import { kinds } from '../../kinds/registry.ts';
import { Keys } from './keys.ts';

const keys = new Keys();

describe('keys', () => {
  it.each([
    ['/registry/pods/default/web', 'pods/default/web', 'pods'],
    ['/registry/minions/node-1', 'nodes/node-1', 'nodes'],
    ['/registry/services/specs/default/web', 'services/default/web', 'services'],
    ['/registry/services/endpoints/default/web', 'endpoints/default/web', 'endpoints'],
    ['/registry/deployments/default/web', 'deployments/default/web', 'deployments'],
  ])('%s is %s', (etcdKey, key, resource) => {
    expect(keys.fromEtcd(etcdKey)).toEqual({ key, resource });
    expect(keys.resourceOf(etcdKey)).toBe(resource);
    expect(keys.toEtcd(key)).toBe(etcdKey);
  });

  it('knows nothing of what is no kind', () => {
    expect(keys.fromEtcd('/registry/nonsense/default/web')).toBeUndefined();
    expect(keys.fromEtcd('/registry/health')).toBeUndefined();
    expect(keys.toEtcd('nonsense/default/web')).toBeUndefined();
  });

  it('goes there and back for every kind that is stored', () => {
    const seen = new Set<string>();
    for (const { etcdPrefix, resource } of kinds) {
      if (seen.has(etcdPrefix) || seen.has(resource)) continue;
      seen.add(etcdPrefix).add(resource);
      expect(keys.fromEtcd(keys.toEtcd(`${resource}/some/name`)!)).toEqual({ key: `${resource}/some/name`, resource });
    }
  });
});
