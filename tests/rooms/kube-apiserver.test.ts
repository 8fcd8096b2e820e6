import { describe, expect, it } from 'vitest';
import type { KubeList, KubeObject } from '../../src/simulation/apimachinery/meta.ts';
import type { ApiQuery, ApiRequest, ApiResponse, WatchEvent } from '../../src/simulation/apimachinery/request.ts';
import type { Status } from '../../src/simulation/apimachinery/status.ts';
import { Actor, Engine, isMessage, isNetworkFailure, Machine, type Process, type Stream } from '../../src/simulation/engine/index.ts';
import { EtcdDisk, etcdProgram } from '../../src/simulation/components/etcd/index.ts';
import { AuditLog, kubeApiserverProgram, sealObject } from '../../src/simulation/components/kube-apiserver/program.ts';

type Ask = Partial<ApiRequest> & Pick<ApiRequest, 'verb' | 'resource'>;
const groups: Record<string, string> = { deployments: 'apps', replicasets: 'apps', leases: 'coordination.k8s.io', endpointslices: 'discovery.k8s.io', priorityclasses: 'scheduling.k8s.io' };
const clusterWide = new Set(['namespaces', 'nodes', 'priorityclasses']);

/** A control plane of etcd and kube-apiserver, and somebody to ask it. */
function world(seed = 'api') {
  const engine = new Engine({ seed, freeze: true });
  const machine = new Machine('control-plane', 'zone-a');
  const etcd = new Actor(engine, machine, 'etcd', etcdProgram({ seal: sealObject }));
  const apiserver = new Actor(engine, machine, 'kube-apiserver', kubeApiserverProgram({ etcd: () => etcd }));
  const client = new Actor(engine, machine, 'kubectl', function* () {});
  etcd.start();
  apiserver.start();
  client.start();

  const send = function* (request: Ask, kind: 'request' | 'heartbeat' = 'request'): Process<ApiResponse<never>> {
    const namespace = clusterWide.has(request.resource) ? undefined : 'default';
    const full = { group: groups[request.resource] ?? '', version: 'v1', namespace, user: 'kubernetes-admin', userAgent: 'test', ...request };
    const reply = yield* engine.network.call<ApiResponse<never>>(client, apiserver, 'api', `${full.verb} ${full.resource}`, full, { kind });
    return isNetworkFailure(reply) ? { code: 0, body: { message: reply.reason } as never } : reply;
  };
  /** Runs a process to its end and answers what it answers. */
  const run = <T>(process: Process<T>, limitUs = 30_000_000): T => {
    let result: { value: T } | undefined;
    client.spawn(process).onDone = (value) => (result = { value: value as T });
    engine.runUntil(engine.nowUs + limitUs, Infinity, () => result !== undefined);
    if (!result) throw new Error('the process did not end in time');
    return result.value;
  };
  const ask = (request: Ask): ApiResponse<never> => run(send(request));
  const object = (response: ApiResponse<never>): KubeObject => {
    if (response.code >= 400 || response.code === 0) throw new Error(JSON.stringify(response.body));
    return response.body;
  };
  const create = (body: object, query?: ApiQuery, namespace?: string): ApiResponse<never> => {
    const resource = `${(body as KubeObject).kind.toLowerCase()}s`;
    return ask({ verb: 'create', resource, body, query, ...(namespace === undefined ? {} : { namespace }) });
  };
  const get = (resource: string, name: string): KubeObject => object(ask({ verb: 'get', resource, name }));
  const list = (resource: string, query: ApiQuery = {}): KubeList => ask({ verb: 'list', resource, query }).body as unknown as KubeList;
  const names = (resource: string, query: ApiQuery = {}): string[] => list(resource, query).items.map(({ metadata }) => metadata.name!);
  /** Opens a watch; the answer fills up as time passes. */
  const watch = (resource: string, query: ApiQuery = {}, more: Partial<ApiRequest> = {}): { events: string[]; bodies: WatchEvent[]; stream: Stream; ended: () => boolean } => {
    const { stream } = ask({ verb: 'watch', resource, query, ...more }).body as unknown as { stream: Stream };
    const events: string[] = [];
    const bodies: WatchEvent[] = [];
    let over = false;
    stream.onMessage = (body) => {
      const event = body as WatchEvent;
      bodies.push(event);
      events.push(`${event.type} ${event.object.metadata.name ?? (event.object as unknown as Status).message ?? ''}`.trim());
    };
    stream.onClose = () => (over = true);
    return { events, bodies, stream, ended: () => over };
  };
  engine.runUntil(200_000);
  run(send({ verb: 'create', resource: 'serviceaccounts', body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } } }));
  const settle = (us = 50_000): void => void engine.runUntil(engine.nowUs + us);
  return { engine, machine, etcd, apiserver, client, send, run, ask, create, get, list, names, watch, object, settle };
}

const configMap = (name: string, data: Record<string, string> = {}, metadata: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data });
const pod = (name: string, more: object = {}) => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { app: name } }, spec: { containers: [{ name: 'main', image: 'nginx' }], ...more },
});
const message = (response: ApiResponse<never>): string => `${response.code} ${(response.body as Status).reason}: ${(response.body as Status).message}`;

describe('kube-apiserver: create and get', () => {
  it('fills in what the server knows, and stores it in etcd under its key', () => {
    const { create, get, machine } = world();
    const created = create(configMap('one', { a: '1' }));
    expect(created.code).toBe(201);
    const { metadata } = created.body as KubeObject;
    expect(metadata).toMatchObject({ name: 'one', namespace: 'default', creationTimestamp: '2025-01-01T00:00:00Z' });
    expect(metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const kv = EtcdDisk.of(machine).store.get('/registry/configmaps/default/one')!;
    expect(metadata.resourceVersion).toBe(String(kv.modRevision));
    expect(kv.value).toBe(created.body);
    expect(get('configmaps', 'one')).toBe(created.body);
    expect(created.stations?.map(({ name }) => name)).toEqual(['authentication', 'authorization', 'admission', 'validation', 'etcd']);
  });

  it('makes a name of generateName', () => {
    const { object, ask } = world();
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'web-' } };
    const first = object(ask({ verb: 'create', resource: 'configmaps', body })).metadata.name!;
    const second = object(ask({ verb: 'create', resource: 'configmaps', body })).metadata.name!;
    expect(first).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(second).not.toBe(first);
  });

  it('refuses in the words of Kubernetes', () => {
    const { ask, create } = world();
    create(configMap('doc'));
    expect(message(create(configMap('doc')))).toBe('409 AlreadyExists: configmaps "doc" already exists');
    expect(message(create(configMap('c'), {}, 'nowhere'))).toBe('404 NotFound: namespaces "nowhere" not found');
    expect(message(create(configMap('c', {}, { namespace: 'other' })))).toBe('400 BadRequest: the namespace of the provided object does not match the namespace sent on the request');
    expect(message(ask({ verb: 'get', resource: 'pods', name: 'ghost' }))).toBe('404 NotFound: pods "ghost" not found');
    expect(message(ask({ verb: 'get', resource: 'deployments', name: 'ghost' }))).toBe('404 NotFound: deployments.apps "ghost" not found');
    expect(message(ask({ verb: 'get', resource: 'gizmos', name: 'x' }))).toBe('404 NotFound: the server could not find the requested resource');
    expect(message(ask({ verb: 'get', resource: 'configmaps', name: 'x', subresource: 'scale' }))).toBe('404 NotFound: the server could not find the requested resource');
    expect(message(ask({ verb: 'create', resource: 'configmaps', body: { ...configMap('x'), kind: 'configmap' } }))).toBe(
      '400 BadRequest: configmap in version "v1" cannot be handled as a ConfigMap: no kind "configmap" is registered for version "v1" in scheme "pkg/api/legacyscheme/scheme.go:30"',
    );
  });

  it('writes nothing on a dry run', () => {
    const { create, names } = world();
    expect(create(configMap('ghost'), { dryRun: true })).toMatchObject({ code: 201, body: { metadata: { name: 'ghost' } } });
    expect(names('configmaps')).toEqual([]);
  });

  it('makes sure of the system namespaces and of its own Service', () => {
    const { names, get } = world();
    expect(names('namespaces')).toEqual(['default', 'kube-node-lease', 'kube-public', 'kube-system']);
    expect(get('services', 'kubernetes').spec).toMatchObject({ clusterIP: '10.96.0.1', type: 'ClusterIP' });
    expect(names('priorityclasses')).toEqual(['system-cluster-critical', 'system-node-critical']);
  });
});

describe('kube-apiserver: update and patch', () => {
  it('refuses an update of an old version and lets a retried patch through', () => {
    const { ask, create, get, object } = world();
    const first = object(create(configMap('doc', { a: '1' })));
    const put = (body: object) => ask({ verb: 'update', resource: 'configmaps', name: 'doc', body });
    const second = object(put({ ...first, data: { a: '2' } }));
    expect(Number(second.metadata.resourceVersion)).toBeGreaterThan(Number(first.metadata.resourceVersion));
    expect(second.metadata).toMatchObject({ uid: first.metadata.uid, creationTimestamp: first.metadata.creationTimestamp });
    expect(message(put({ ...first, data: { a: '3' } }))).toBe(
      '409 Conflict: Operation cannot be fulfilled on configmaps "doc": the object has been modified; please apply your changes to the latest version and try again',
    );
    object(put(configMap('doc', { a: '4' })));
    expect(get('configmaps', 'doc').data).toEqual({ a: '4' });
    expect(message(put(configMap('renamed')))).toBe('400 BadRequest: the name of the object (renamed) does not match the name on the URL (doc)');
  });

  it('knows one uid from another', () => {
    const { ask, create } = world();
    create(configMap('doc'));
    const put = (name: string) => ask({ verb: 'update', resource: 'configmaps', name, body: configMap(name, {}, { uid: 'u-1' }) });
    expect(message(put('never'))).toBe(
      '409 Conflict: Operation cannot be fulfilled on configmaps "never": StorageError: invalid object, Code: 4, Key: /registry/configmaps/default/never, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: u-1, UID in object meta: ',
    );
    expect(put('doc').code).toBe(409);
  });

  it('does not write what changes nothing', () => {
    const { ask, create, object } = world();
    const first = object(create(configMap('doc', { a: '1' })));
    expect(ask({ verb: 'update', resource: 'configmaps', name: 'doc', body: configMap('doc', { a: '1' }) }).body).toBe(first);
    const contentType = 'application/merge-patch+json';
    expect(ask({ verb: 'patch', resource: 'configmaps', name: 'doc', contentType, body: { data: { a: '1' } } }).body).toBe(first);
  });

  it('patches in three ways', () => {
    const { ask, create, object } = world();
    create(configMap('doc', { a: '1' }));
    const patch = (contentType: ApiRequest['contentType'], body: unknown) => ask({ verb: 'patch', resource: 'configmaps', name: 'doc', contentType, body });
    expect(object(patch('application/merge-patch+json', { data: { b: '2', a: null } })).data).toEqual({ b: '2' });
    expect(object(patch('application/strategic-merge-patch+json', { metadata: { labels: { x: 'y' } } })).metadata.labels).toEqual({ x: 'y' });
    expect(object(patch('application/json-patch+json', [{ op: 'add', path: '/data/c', value: '3' }])).data).toEqual({ b: '2', c: '3' });
    expect(message(patch('application/json-patch+json', [{ op: 'test', path: '/data/c', value: '4' }]))).toBe('422 Invalid: the server rejected our request due to an error in our request');
    expect(message(patch('application/strategic-merge-patch+json', 'not json'))).toBe('400 BadRequest: json: cannot unmarshal string into Go value of type map[string]interface {}');
    expect(message(ask({ verb: 'patch', resource: 'deployments', name: 'q', contentType: 'application/merge-patch+json', body: {} }))).toBe('404 NotFound: deployments.apps "q" not found');
  });

  it('loses no patch when many come at once', () => {
    const { client, create, get, send, run } = world();
    create(configMap('doc'));
    run((function* (): Process<void> {
      const tasks = Array.from({ length: 20 }, (_, i) => send({ verb: 'patch', resource: 'configmaps', name: 'doc', contentType: 'application/merge-patch+json', body: { data: { [`k${i}`]: 'v' } } }));
      let left = tasks.length;
      for (const task of tasks) engineTask(task, () => left--);
      while (left > 0) yield 1_000;
    })());
    function engineTask(task: Process<unknown>, done: () => void): void {
      client.spawn(task).onDone = done;
    }
    expect(Object.keys(get('configmaps', 'doc').data)).toHaveLength(20);
  });
});

describe('kube-apiserver: pods', () => {
  it('admits a pod as a real server does', () => {
    const { create, object } = world();
    const { spec, status } = object(create(pod('web')));
    expect(spec).toMatchObject({
      serviceAccountName: 'default', serviceAccount: 'default', priority: 0, preemptionPolicy: 'PreemptLowerPriority', restartPolicy: 'Always', terminationGracePeriodSeconds: 30,
      tolerations: [
        { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
        { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
      ],
    });
    expect(spec.volumes[0].name).toMatch(/^kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(spec.containers[0].volumeMounts).toEqual([{ name: spec.volumes[0].name, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }]);
    expect(status).toMatchObject({ phase: 'Pending' });
  });

  it('shares one spec among the pods of one template', () => {
    const { create, object } = world();
    const labels = { app: 'web' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
    const deployment = object(create({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { selector: { matchLabels: labels }, template } }));
    const [a, b] = ['a', 'b'].map((name) => object(create({ ...pod(name), spec: deployment.spec.template.spec })).spec);
    expect(a.priority).toBe(0);
    expect(a).toBe(b);
  });

  it('waits for the default service account, but not for ever', () => {
    const { client, create, send, run, engine } = world();
    create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'fresh' } });
    const startUs = engine.nowUs;
    expect(message(create(pod('web'), {}, 'fresh'))).toBe('403 Forbidden: pods "web" is forbidden: error looking up service account fresh/default: serviceaccount "default" not found');
    expect(engine.nowUs - startUs).toBeGreaterThan(250_000);
    const created = run((function* (): Process<number> {
      let code = 0;
      client.spawn(send({ verb: 'create', resource: 'pods', namespace: 'fresh', body: pod('web') })).onDone = (reply) => (code = (reply as ApiResponse).code);
      yield 100_000;
      yield* send({ verb: 'create', resource: 'serviceaccounts', namespace: 'fresh', body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } } });
      while (code === 0) yield 10_000;
      return code;
    })());
    expect(created).toBe(201);
  });

  it('binds a pod once', () => {
    const { ask, create, get } = world();
    create(pod('web'));
    const bind = (node: string) => ask({ verb: 'create', resource: 'pods', name: 'web', subresource: 'binding', body: { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'web' }, target: { kind: 'Node', name: node } } });
    expect(bind('node-1')).toMatchObject({ code: 201, body: { status: 'Success' } });
    expect(get('pods', 'web')).toMatchObject({ spec: { nodeName: 'node-1' }, status: { conditions: [{ type: 'PodScheduled', status: 'True' }] } });
    expect(message(bind('node-2'))).toBe('409 Conflict: Operation cannot be fulfilled on pods/binding "web": pod web is already assigned to node "node-1"');
  });

  it('writes status and spec apart', () => {
    const { ask, create, get } = world();
    create(pod('web'));
    const contentType = 'application/strategic-merge-patch+json';
    ask({ verb: 'patch', resource: 'pods', name: 'web', subresource: 'status', contentType, body: { status: { phase: 'Running' }, spec: { nodeName: 'sneaky' } } });
    expect(get('pods', 'web')).toMatchObject({ status: { phase: 'Running' } });
    expect(get('pods', 'web').spec.nodeName).toBeUndefined();
    ask({ verb: 'patch', resource: 'pods', name: 'web', contentType, body: { status: { phase: 'Failed' }, metadata: { labels: { x: 'y' } } } });
    expect(get('pods', 'web')).toMatchObject({ status: { phase: 'Running' }, metadata: { labels: { app: 'web', x: 'y' } } });
  });

  it('deletes an unscheduled pod at once and a scheduled one gracefully', () => {
    const { ask, create, get, watch, names, settle } = world();
    create(pod('loose'));
    const loose = ask({ verb: 'delete', resource: 'pods', name: 'loose' });
    expect(loose).toMatchObject({ code: 200, body: { kind: 'Pod' } });
    create(pod('web', { nodeName: 'node-1' }));
    const { events, bodies } = watch('pods');
    ask({ verb: 'delete', resource: 'pods', name: 'web' });
    expect(get('pods', 'web').metadata).toMatchObject({ deletionGracePeriodSeconds: 30, deletionTimestamp: '2025-01-01T00:00:30Z' });
    ask({ verb: 'delete', resource: 'pods', name: 'web' });
    ask({ verb: 'delete', resource: 'pods', name: 'web', query: { gracePeriodSeconds: 0, preconditions: { uid: get('pods', 'web').metadata.uid } } });
    settle();
    expect(names('pods')).toEqual([]);
    expect(events).toEqual(['ADDED web', 'MODIFIED web', 'MODIFIED web', 'DELETED web']);
    expect(bodies[2].object.metadata.deletionGracePeriodSeconds).toBe(0);
  });

  it('evicts', () => {
    const { ask, create, get } = world();
    create(pod('web', { nodeName: 'node-1' }));
    const evict = ask({ verb: 'create', resource: 'pods', name: 'web', subresource: 'eviction', body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'web' } } });
    expect(evict).toMatchObject({ code: 201, body: { status: 'Success' } });
    expect(get('pods', 'web').metadata.deletionTimestamp).toBeDefined();
  });
});

describe('kube-apiserver: delete', () => {
  it('answers a Status, or the object while a finalizer holds it', () => {
    const { ask, create, get, names } = world();
    create(configMap('plain'));
    expect(ask({ verb: 'delete', resource: 'configmaps', name: 'plain' })).toMatchObject({ code: 200, body: { status: 'Success', details: { name: 'plain', kind: 'configmaps' } } });
    create(configMap('held', {}, { finalizers: ['example.com/hold'] }));
    expect(ask({ verb: 'delete', resource: 'configmaps', name: 'held' }).body).toMatchObject({ kind: 'ConfigMap' });
    expect(get('configmaps', 'held').metadata).toMatchObject({ deletionTimestamp: '2025-01-01T00:00:00Z', deletionGracePeriodSeconds: 0 });
    const contentType = 'application/merge-patch+json';
    expect(message(ask({ verb: 'patch', resource: 'configmaps', name: 'held', contentType, body: { metadata: { finalizers: ['example.com/hold', 'example.com/more'] } } }))).toContain('no new finalizers can be added if the object is being deleted');
    expect(ask({ verb: 'patch', resource: 'configmaps', name: 'held', contentType, body: { metadata: { finalizers: null } } }).code).toBe(200);
    expect(names('configmaps')).toEqual([]);
  });

  it('puts the finalizer of the propagation policy', () => {
    const { ask, create, get } = world();
    for (const name of ['fore', 'orphan']) create(configMap(name));
    ask({ verb: 'delete', resource: 'configmaps', name: 'fore', query: { propagationPolicy: 'Foreground' } });
    expect(get('configmaps', 'fore').metadata).toMatchObject({ finalizers: ['foregroundDeletion'] });
    ask({ verb: 'delete', resource: 'configmaps', name: 'orphan', body: { propagationPolicy: 'Orphan' } });
    expect(get('configmaps', 'orphan').metadata).toMatchObject({ finalizers: ['orphan'] });
  });

  it('keeps to preconditions', () => {
    const { ask, create, object } = world();
    const { uid } = object(create(configMap('doc'))).metadata;
    expect(message(ask({ verb: 'delete', resource: 'configmaps', name: 'doc', query: { preconditions: { uid: 'other' } } }))).toBe(
      `409 Conflict: Operation cannot be fulfilled on configmaps "doc": the UID in the precondition (other) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    );
  });

  it('empties a namespace only when its finalizers are gone, and keeps the immortal ones', () => {
    const { ask, create, get, names } = world();
    create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    expect(message(ask({ verb: 'delete', resource: 'namespaces', name: 'kube-system' }))).toBe('403 Forbidden: namespaces "kube-system" is forbidden: this namespace may not be deleted');
    ask({ verb: 'delete', resource: 'namespaces', name: 'shop' });
    const shop = get('namespaces', 'shop');
    expect(shop).toMatchObject({ status: { phase: 'Terminating' }, spec: { finalizers: ['kubernetes'] } });
    expect(message(create(configMap('late'), {}, 'shop'))).toBe('403 Forbidden: configmaps "late" is forbidden: unable to create new content in namespace shop because it is being terminated');
    ask({ verb: 'update', resource: 'namespaces', name: 'shop', subresource: 'finalize', body: { ...shop, spec: { finalizers: [] } } });
    expect(names('namespaces')).not.toContain('shop');
  });

  it('deletes a collection', () => {
    const { ask, create, names } = world();
    for (const name of ['a', 'b', 'c']) create(configMap(name, {}, { labels: { keep: name === 'b' ? 'yes' : 'no' } }));
    const answer = ask({ verb: 'deletecollection', resource: 'configmaps', query: { labelSelector: 'keep=no' } });
    expect((answer.body as unknown as KubeList).items.map(({ metadata }) => metadata.name)).toEqual(['a', 'c']);
    expect(names('configmaps')).toEqual(['b']);
  });
});

describe('kube-apiserver: list and watch', () => {
  it('selects by labels and fields, in order of names', () => {
    const { create, names, ask } = world();
    for (const name of ['c', 'a', 'b']) create(pod(name, name === 'b' ? { nodeName: 'node-1' } : {}));
    expect(names('pods')).toEqual(['a', 'b', 'c']);
    expect(names('pods', { labelSelector: 'app in (a,c)' })).toEqual(['a', 'c']);
    expect(names('pods', { fieldSelector: 'spec.nodeName=node-1' })).toEqual(['b']);
    expect(names('pods', { fieldSelector: 'spec.nodeName!=node-1,metadata.name!=a' })).toEqual(['c']);
    const bad = (query: ApiQuery) => message(ask({ verb: 'list', resource: 'configmaps', query }));
    expect(bad({ fieldSelector: 'data.n=1' })).toBe('400 BadRequest: "data.n" is not a known field selector: only "metadata.name", "metadata.namespace"');
    expect(bad({ labelSelector: 'color in blue' })).toBe("400 BadRequest: unable to parse requirement: found 'blue' expected: '('");
  });

  it('reads in pages of one revision', () => {
    const { create, list } = world();
    for (const name of ['a', 'b', 'c', 'd', 'e']) create(configMap(name));
    const first = list('configmaps', { limit: 2 });
    expect(first.metadata.remainingItemCount).toBe(3);
    create(configMap('bb'));
    const second = list('configmaps', { limit: 2, continue: first.metadata.continue });
    const third = list('configmaps', { limit: 2, continue: second.metadata.continue });
    expect([first, second, third].flatMap(({ items }) => items.map(({ metadata }) => metadata.name))).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(third.metadata.continue).toBeUndefined();
  });

  it('watches from a list without a gap', () => {
    const { ask, create, list, watch, settle } = world();
    create(configMap('before'));
    const { metadata } = list('configmaps');
    create(configMap('between'));
    const { events } = watch('configmaps', { resourceVersion: metadata.resourceVersion });
    ask({ verb: 'patch', resource: 'configmaps', name: 'before', contentType: 'application/merge-patch+json', body: { data: { x: 'y' } } });
    ask({ verb: 'delete', resource: 'configmaps', name: 'between' });
    settle();
    expect(events).toEqual(['ADDED between', 'MODIFIED before', 'DELETED between']);
  });

  it('begins with the state when no version is named, and turns selector changes into ADDED and DELETED', () => {
    const { ask, create, watch, settle } = world();
    create(configMap('a', {}, { labels: { on: 'yes' } }));
    create(configMap('b'));
    const { events, bodies } = watch('configmaps', { labelSelector: 'on=yes' });
    const label = (name: string, on: string | null) => ask({ verb: 'patch', resource: 'configmaps', name, contentType: 'application/merge-patch+json', body: { metadata: { labels: { on } } } });
    label('b', 'yes');
    label('a', 'no');
    settle();
    expect(events).toEqual(['ADDED a', 'ADDED b', 'DELETED a']);
    expect(bodies[2].object.metadata.labels).toEqual({ on: 'yes' });
    expect(Number(bodies[2].object.metadata.resourceVersion)).toBeGreaterThan(Number(bodies[1].object.metadata.resourceVersion));
  });

  it("sends a kubelet its own node's pods and nothing else", () => {
    const { ask, create, watch, settle, engine } = world();
    const { events } = watch('pods', { fieldSelector: 'spec.nodeName=node-1' });
    for (const name of ['mine', 'other']) create(pod(name));
    const bind = (name: string, node: string) => ask({ verb: 'create', resource: 'pods', name, subresource: 'binding', body: { target: { kind: 'Node', name: node } } });
    bind('mine', 'node-1');
    bind('other', 'node-2');
    settle();
    expect(events).toEqual(['ADDED mine']);
    const watchMessages = engine.trace.range(1, engine.trace.next).filter((span) => isMessage(span) && span.kind === 'watch' && span.to.endsWith('kubectl'));
    expect(watchMessages.map(({ method, about }) => `${method} ${about}`)).toEqual(['ADDED pods pods/default/mine']);
  });

  it('says 410 when the version is forgotten', () => {
    const { create, watch, ask, settle } = world();
    create(configMap('doc'));
    for (let i = 0; i < 110; i++) ask({ verb: 'patch', resource: 'configmaps', name: 'doc', contentType: 'application/merge-patch+json', body: { data: { i: String(i) } } });
    settle(80_000_000);
    ask({ verb: 'patch', resource: 'configmaps', name: 'doc', contentType: 'application/merge-patch+json', body: { data: { i: 'last' } } });
    const { events, bodies, ended } = watch('configmaps', { resourceVersion: '5' });
    settle();
    expect(events[0]).toMatch(/^ERROR too old resource version: 5 \(\d+\)$/);
    expect(bodies[0].object).toMatchObject({ code: 410, reason: 'Expired' });
    expect(ended()).toBe(true);
  });

  it('waits for a version from the future, then gives up', () => {
    const { ask } = world();
    expect(message(ask({ verb: 'list', resource: 'configmaps', query: { resourceVersion: '100000' } }))).toMatch(/^504 Timeout: Timeout: Too large resource version: 100000, current: \d+$/);
  });

  it('sends bookmarks each minute and ends a watch at its time', () => {
    const { create, watch, settle } = world();
    const { events, bodies, ended } = watch('configmaps', { allowWatchBookmarks: true, timeoutSeconds: 150 });
    create(configMap('doc'));
    settle(140_000_000);
    expect(events).toEqual(['ADDED doc', 'BOOKMARK', 'BOOKMARK']);
    expect(bodies[1].object.metadata.resourceVersion).toBe(bodies[0].object.metadata.resourceVersion);
    expect(ended()).toBe(false);
    settle(11_000_000);
    expect(ended()).toBe(true);
  });

  it('prints a table', () => {
    const { create, ask } = world();
    create(configMap('doc', { a: '1', b: '2' }));
    const table = ask({ verb: 'list', resource: 'configmaps', accept: 'table' }).body as unknown as { columnDefinitions: { name: string }[]; rows: { cells: unknown[] }[] };
    expect(table.columnDefinitions.map(({ name }) => name)).toEqual(['Name', 'Data', 'Age']);
    expect(table.rows[0].cells.slice(0, 2).map(String)).toEqual(['doc', '2']);
  });
});

describe('kube-apiserver: services', () => {
  const service = (name: string, spec: object) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { ports: [{ port: 80 }], ...spec } });

  it('gives addresses and node ports, each once, and takes them back', () => {
    const { ask, create, object } = world();
    const first = object(create(service('a', { type: 'NodePort' })));
    expect(first.spec.clusterIP).toMatch(/^10\.96\.\d+\.\d+$/);
    expect(first.spec.clusterIPs).toEqual([first.spec.clusterIP]);
    const { nodePort } = first.spec.ports[0];
    expect(nodePort).toBeGreaterThanOrEqual(30_000);
    const wanting = service('two', { type: 'NodePort', ports: [{ port: 80, nodePort }] });
    expect(message(create(wanting))).toBe(`422 Invalid: Service "two" is invalid: spec.ports[0].nodePort: Invalid value: ${nodePort}: provided port is already allocated`);
    expect(message(create(service('two', { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] })))).toBe(
      '422 Invalid: Service "two" is invalid: spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767',
    );
    expect(message(create(service('two', { clusterIP: '10.96.0.1' })))).toBe(
      '422 Invalid: Service "two" is invalid: spec.clusterIPs: Invalid value: []string{"10.96.0.1"}: failed to allocate IP 10.96.0.1: provided IP is already allocated',
    );
    ask({ verb: 'delete', resource: 'services', name: 'a' });
    expect(create(wanting).code).toBe(201);
  });

  it('gives a headless Service no address', () => {
    const { create, object } = world();
    expect(object(create(service('db', { clusterIP: 'None' }))).spec).toMatchObject({ clusterIP: 'None', clusterIPs: ['None'] });
  });
});

describe('kube-apiserver: the rest of the house', () => {
  it('scales through the subresource', () => {
    const { ask, create, get, object } = world();
    const labels = { app: 'web' };
    create({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } } } });
    const scale = object(ask({ verb: 'get', resource: 'deployments', name: 'web', subresource: 'scale' }));
    expect(scale).toMatchObject({ kind: 'Scale', spec: { replicas: 1 }, status: { selector: 'app=web' } });
    const patched = ask({ verb: 'patch', resource: 'deployments', name: 'web', subresource: 'scale', contentType: 'application/merge-patch+json', body: { spec: { replicas: 3 } } });
    expect(object(patched).spec).toEqual({ replicas: 3 });
    expect(get('deployments', 'web')).toMatchObject({ spec: { replicas: 3 }, metadata: { generation: 2 } });
  });

  it('keeps heartbeats apart from news, all the way', () => {
    const { engine, send, run, watch, settle, object } = world();
    const { events } = watch('leases', {}, { namespace: 'kube-node-lease' });
    const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'node-1', namespace: 'kube-node-lease' }, spec: { holderIdentity: 'node-1' } };
    const { resourceVersion } = object(run(send({ verb: 'create', resource: 'leases', namespace: 'kube-node-lease', body: lease }))).metadata;
    const first = engine.trace.next;
    run(send({ verb: 'update', resource: 'leases', namespace: 'kube-node-lease', name: 'node-1', body: { ...lease, metadata: { ...lease.metadata, resourceVersion }, spec: { holderIdentity: 'node-1', renewTime: '2025-01-01T00:00:10.000000Z' } } }, 'heartbeat'));
    settle();
    expect(events).toEqual(['ADDED node-1', 'MODIFIED node-1']);
    const kinds = new Set(engine.trace.range(first, engine.trace.next).filter(isMessage).map(({ kind }) => kind));
    expect([...kinds]).toEqual(['heartbeat']);
  });

  it('lets Events expire after an hour, on shared leases', () => {
    const { create, names, settle, machine } = world();
    const event = (name: string) => ({ apiVersion: 'v1', kind: 'Event', metadata: { name, namespace: 'default' }, involvedObject: { kind: 'Pod', namespace: 'default', name: 'web' }, reason: 'Started', type: 'Normal' });
    create(event('one'));
    create(event('two'));
    expect(EtcdDisk.of(machine).lessor.size).toBe(1);
    settle(3_600_000_000);
    expect(names('events')).toEqual(['one', 'two']);
    settle(61_000_000);
    expect(names('events')).toEqual([]);
  });

  it('serves events.k8s.io Events from the same store', () => {
    const { ask, create, names, get, watch, settle } = world();
    const event = { apiVersion: 'events.k8s.io/v1', kind: 'Event', metadata: { name: 'e', namespace: 'default' }, eventTime: '2025-01-01T00:00:00.000000Z', reportingController: 'x', reportingInstance: 'y', action: 'Binding', regarding: { kind: 'Pod', namespace: 'default', name: 'web' }, note: 'hello', reason: 'Scheduled', type: 'Normal' };
    const created = ask({ verb: 'create', group: 'events.k8s.io', resource: 'events', body: event });
    expect(created).toMatchObject({ code: 201, body: { apiVersion: 'events.k8s.io/v1', note: 'hello', regarding: { name: 'web' } } });
    expect(get('events', 'e')).toMatchObject({ apiVersion: 'v1', message: 'hello', involvedObject: { name: 'web' } });
    create({ apiVersion: 'v1', kind: 'Event', metadata: { name: 'core', namespace: 'default' }, involvedObject: { kind: 'Pod', namespace: 'default', name: 'web' }, reason: 'Started', message: 'hi', type: 'Normal' });
    const list = ask({ verb: 'list', group: 'events.k8s.io', resource: 'events' }).body as unknown as KubeList;
    expect(list).toMatchObject({ apiVersion: 'events.k8s.io/v1', items: [{ note: 'hi' }, { note: 'hello' }] });
    const { bodies } = watch('events', {}, { group: 'events.k8s.io' });
    settle();
    expect(bodies.map(({ object }) => object.note)).toEqual(['hi', 'hello']);
    expect(names('events')).toEqual(['core', 'e']);
  });

  it('reads what people send field by field', () => {
    const { ask, create } = world();
    const odd = { ...configMap('odd'), colour: 'blue' };
    expect(message(create(odd, { fieldValidation: 'Strict' }))).toBe('400 BadRequest: ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "colour"');
    const warned = create(odd, { fieldValidation: 'Warn' });
    expect(warned.warnings).toEqual(['unknown field "colour"']);
    expect(warned.body).not.toHaveProperty('colour');
    expect(message(create({ ...configMap('wrong'), data: { n: true } as never }))).toBe('400 BadRequest: ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal bool into Go struct field ConfigMap.data of type string');
    expect(message(ask({ verb: 'patch', resource: 'configmaps', name: 'odd', contentType: 'application/strategic-merge-patch+json', query: { fieldValidation: 'Strict' }, body: { colour: 'red' } }))).toBe(
      '422 Invalid:  "" is invalid: patch: Invalid value: "map[colour:red]": strict decoding error: unknown field "colour"',
    );
  });

  it('is back with everything after a crash, and so is etcd', () => {
    const { apiserver, etcd, create, names, watch, settle, engine } = world();
    create(configMap('doc'));
    const { ended, stream } = watch('configmaps');
    apiserver.crash();
    settle();
    expect(ended()).toBe(true);
    expect(stream.open).toBe(false);
    apiserver.start();
    settle(2_000_000);
    expect(names('configmaps')).toEqual(['doc']);
    const second = watch('configmaps', { resourceVersion: '0' });
    etcd.crash();
    settle(500_000);
    etcd.start();
    settle(3_000_000);
    create(configMap('late'));
    settle();
    expect(second.events).toEqual(['ADDED doc', 'ADDED late']);
    expect(second.ended()).toBe(false);
    expect(engine.nowUs).toBeLessThan(60_000_000);
  });

  it('lets etcd forget the past every five minutes', () => {
    const { machine, settle, ask, create } = world();
    create(configMap('doc'));
    const { store } = EtcdDisk.of(machine);
    const { revision } = store;
    settle(601_000_000);
    expect(store.compactRevision).toBe(revision);
    const exact = ask({ verb: 'list', resource: 'configmaps', query: { resourceVersion: '3', resourceVersionMatch: 'Exact' } });
    expect(exact.code).toBe(410);
    expect(store.stateAt(revision).has('/registry/configmaps/default/doc')).toBe(true);
  });

  it('keeps books: counts, audit, reasons for refusals to people', () => {
    const { apiserver, create, engine, machine } = world();
    create(configMap('doc'));
    create(configMap('doc'));
    expect(apiserver.inspect!()).toMatchObject({ readingInFlight: 0, writingInFlight: 0, requestsByCode: { '4xx': 1 } });
    const log = AuditLog.of(machine);
    expect(log.since(log.total - 1)).toMatchObject([{ verb: 'create', resource: 'configmaps', user: 'kubernetes-admin', code: 409 }]);
    const why = engine.trace.range(1, engine.trace.next).filter((span) => span.method === 'kube-apiserver.rejected');
    expect(why).toMatchObject([{ params: { message: 'configmaps "doc" already exists', code: 409 } }]);
  });
});
