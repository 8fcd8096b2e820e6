import { describe, expect, test } from 'vitest';
import { parsePath, verbOf } from './path.ts';

describe('paths of the API', () => {
  test.each([
    ['/api/v1/pods', { group: '', version: 'v1', resource: 'pods' }],
    ['/api/v1/namespaces/default/pods', { group: '', version: 'v1', namespace: 'default', resource: 'pods' }],
    ['/api/v1/namespaces/default/pods/web/log', { group: '', version: 'v1', namespace: 'default', resource: 'pods', name: 'web', subresource: 'log' }],
    ['/api/v1/namespaces', { group: '', version: 'v1', resource: 'namespaces' }],
    ['/api/v1/namespaces/default', { group: '', version: 'v1', resource: 'namespaces', name: 'default' }],
    ['/api/v1/namespaces/default/finalize', { group: '', version: 'v1', resource: 'namespaces', name: 'default', subresource: 'finalize' }],
    ['/apis/apps/v1/namespaces/a/deployments/web/scale', { group: 'apps', version: 'v1', namespace: 'a', resource: 'deployments', name: 'web', subresource: 'scale' }],
    ['/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode', { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterroles', name: 'system:node' }],
  ])('%s names a resource', (path, place) => {
    expect(parsePath(path)).toEqual(place);
  });

  test.each(['/', '/api', '/api/v1', '/apis', '/apis/apps', '/apis/apps/v1', '/version', '/healthz', '/openapi/v3/apis/apps/v1'])('%s names none', (path) => {
    expect(parsePath(path)).toBeUndefined();
  });

  test('a broken escape is no path', () => {
    expect(() => parsePath('/api/v1/pods/%E0%A4%A')).toThrow(URIError);
  });
});

describe('verbs', () => {
  const pods = { group: '', version: 'v1', resource: 'pods' };
  const web = { ...pods, namespace: 'default', name: 'web' };

  test.each([
    ['GET', pods, false, 'list'], ['GET', pods, true, 'watch'], ['GET', web, false, 'get'], ['POST', pods, false, 'create'], ['PUT', web, false, 'update'],
    ['PATCH', web, false, 'patch'], ['DELETE', web, false, 'delete'], ['DELETE', pods, false, 'deletecollection'], ['POST', { ...web, subresource: 'exec' }, false, 'connect'],
    ['GET', { ...web, subresource: 'log' }, false, 'get'], ['TRACE', pods, false, undefined],
  ] as const)('%s of %o, watch %s: %s', (method, path, watch, verb) => {
    expect(verbOf(method, path, watch)).toBe(verb);
  });
});
