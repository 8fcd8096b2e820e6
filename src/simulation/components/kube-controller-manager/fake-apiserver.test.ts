import { expect, test } from 'vitest';
import { deepEqual, deepFreeze } from '../../apimachinery/equality.ts';
import type { KubeObject } from '../../apimachinery/meta.ts';
import { applyStrategicMergePatch } from '../../apimachinery/patch/strategic.ts';
import { applyMergePatch } from '../../apimachinery/patch/merge-patch.ts';
import type { ApiRequest } from '../../apimachinery/request.ts';
import { alreadyExists, conflict, notFound, type Status } from '../../apimachinery/status.ts';
import { formatTime } from '../../apimachinery/time.ts';
import { Actor, type CallContext, Engine, Machine, type Process, type Stream } from '../../engine/index.ts';
import { kindByResource } from '../../kinds/registry.ts';
import type { KubeControllerManagerInspection } from './inspection.ts';
import type { ControllerManagerConfig } from './options.ts';
import { kubeControllerManagerProgram } from './program.ts';

export type Anything = any; // eslint-disable-line @typescript-eslint/no-explicit-any

/** Just enough of an API server for controllers: a store, watches, resource versions, generations, finalizers, graceful deletion of pods. */
export class FakeApiserver {
  readonly actor: Actor;
  readonly engine: Engine;
  readonly requests: ApiRequest[] = [];
  /** Answers a failure instead of serving, for tests of failures. */
  refuse: (request: ApiRequest) => Status | undefined = () => undefined;
  private readonly stores = new Map<string, Map<string, KubeObject>>();
  private readonly watches = new Map<string, Set<Stream>>();
  private revision = 0;
  private uids = 0;

  constructor(engine: Engine) {
    this.engine = engine;
    const self = this;
    this.actor = new Actor(engine, new Machine('control-plane', 'a'), 'kube-apiserver', function* (actor) {
      actor.serve('api', (body, context) => self.serve(body as ApiRequest, context));
    });
    this.actor.start();
  }

  store(resource: string): Map<string, KubeObject> {
    let store = this.stores.get(resource);
    if (!store) this.stores.set(resource, (store = new Map()));
    return store;
  }

  all<T = Anything>(resource: string): T[] {
    return [...this.store(resource).values()] as T[];
  }

  get<T = Anything>(resource: string, key: string): T {
    return this.store(resource).get(key) as T;
  }

  /** As some client would: a create, or an update of everything. */
  put(resource: string, object: Anything): KubeObject {
    const key = keyOf(object);
    const old = this.store(resource).get(key);
    return old ? this.write(resource, old, object) : this.create(resource, object);
  }

  change(resource: string, key: string, change: (object: Anything) => Anything): KubeObject {
    const old = this.store(resource).get(key)!;
    return this.write(resource, old, change(old));
  }

  remove(resource: string, key: string, grace = 0): void {
    const old = this.store(resource).get(key)!;
    const finalizers = old.metadata.finalizers ?? [];
    if (grace > 0 || finalizers.length > 0) {
      if (old.metadata.deletionTimestamp) return;
      const times = { deletionTimestamp: formatTime(this.engine.nowUs + grace * 1_000_000), deletionGracePeriodSeconds: grace };
      this.write(resource, old, { ...old, metadata: { ...old.metadata, ...times } });
      return;
    }
    this.store(resource).delete(key);
    this.tell(resource, 'DELETED', { ...old, metadata: { ...old.metadata, resourceVersion: String(++this.revision) } });
  }

  private create(resource: string, object: Anything): KubeObject {
    const uid = `uid-${String(++this.uids).padStart(6, '0')}`;
    const name = object.metadata.name ?? `${object.metadata.generateName}${this.uids}`;
    const metadata = { ...object.metadata, name, uid, resourceVersion: String(++this.revision), generation: 1, creationTimestamp: object.metadata.creationTimestamp ?? formatTime(this.engine.nowUs) };
    const born = resource === 'pods' && !object.status ? { ...object, status: { phase: 'Pending' } } : object;
    const made = deepFreeze({ ...born, metadata });
    this.store(resource).set(keyOf(made), made);
    this.tell(resource, 'ADDED', made);
    return made;
  }

  private write(resource: string, old: KubeObject, next: Anything): KubeObject {
    if (deepEqual(old, next)) return old;
    const bumped = !deepEqual(old.spec, next.spec) && resource !== 'pods';
    const generation = (old.metadata.generation ?? 1) + (bumped ? 1 : 0);
    const made = deepFreeze({ ...next, metadata: { ...next.metadata, generation, resourceVersion: String(++this.revision) } });
    this.store(resource).set(keyOf(made), made);
    this.tell(resource, 'MODIFIED', made);
    if (made.metadata.deletionTimestamp && (made.metadata.finalizers ?? []).length === 0 && !(made.metadata.deletionGracePeriodSeconds > 0)) this.remove(resource, keyOf(made));
    return made;
  }

  private tell(resource: string, type: string, object: KubeObject): void {
    for (const stream of this.watches.get(resource) ?? []) stream.send('watch', `${type} ${resource}`, keyOf(object), { type, object });
  }

  private *serve(request: ApiRequest, context: CallContext): Process<{ code: number; body: unknown }> {
    this.requests.push(request);
    const refused = this.refuse(request);
    const body = refused ?? this.answer(request, context);
    return { code: (body as Status).code ?? 200, body };
  }

  private answer(request: ApiRequest, context: CallContext): unknown {
    const { verb, resource, namespace, name } = request;
    const store = this.store(resource);
    if (verb === 'list') return { kind: 'List', apiVersion: 'v1', metadata: { resourceVersion: String(this.revision) }, items: [...store.values()].filter((one) => !namespace || one.metadata.namespace === namespace) };
    if (verb === 'watch') return this.watch(resource, context);
    if (verb === 'deletecollection') return this.deleteAll(resource, namespace);
    const body = request.body as Anything;
    const key = namespace ? `${namespace}/${name ?? body?.metadata?.name}` : (name ?? body?.metadata?.name);
    const old = store.get(key);
    if (verb === 'create' && !request.subresource) return old ? alreadyExists(request.group, resource, body.metadata.name) : this.create(resource, body);
    if (!old) return notFound(request.group, resource, name ?? '');
    if (verb === 'get') return old;
    if (verb === 'delete') {
      const grace = resource === 'pods' && old.spec?.nodeName ? (request.query?.gracePeriodSeconds ?? old.spec.terminationGracePeriodSeconds ?? 30) : 0;
      this.delete(resource, key, grace, request.query?.propagationPolicy);
      return old;
    }
    return this.modify(request, old, body);
  }

  private delete(resource: string, key: string, grace: number, policy?: string): void {
    const old = this.store(resource).get(key)!;
    const finalizer = policy === 'Foreground' ? 'foregroundDeletion' : policy === 'Orphan' ? 'orphan' : undefined;
    if (finalizer && !old.metadata.finalizers?.includes(finalizer)) this.write(resource, old, { ...old, metadata: { ...old.metadata, finalizers: [...(old.metadata.finalizers ?? []), finalizer] } });
    if (resource === 'pods' && old.metadata.deletionTimestamp && grace === 0) this.write(resource, old, { ...old, metadata: { ...old.metadata, deletionGracePeriodSeconds: 0 } });
    else this.remove(resource, key, grace);
  }

  private deleteAll(resource: string, namespace: string | undefined): unknown {
    for (const [key, object] of [...this.store(resource)]) if (object.metadata.namespace === namespace) this.remove(resource, key, resource === 'pods' && object.spec?.nodeName ? 30 : 0);
    return { kind: 'List', apiVersion: 'v1', metadata: { resourceVersion: String(this.revision) }, items: [] };
  }

  private modify(request: ApiRequest, old: KubeObject, body: Anything): unknown {
    const { resource, subresource } = request;
    const kind = kindByResource(request.group, resource)!.kind;
    let next: Anything = body;
    if (request.verb === 'patch') next = request.contentType === 'application/merge-patch+json' ? applyMergePatch(old, body) : applyStrategicMergePatch(old, body, kind);
    if (next.kind === 'Status') return next;
    const given = body.metadata?.resourceVersion;
    if (given !== undefined && given !== old.metadata.resourceVersion) return conflict(request.group, resource, old.metadata.name!);
    if (body.metadata?.uid !== undefined && body.metadata.uid !== old.metadata.uid) return conflict(request.group, resource, old.metadata.name!);
    if (subresource === 'status') next = { ...old, metadata: { ...old.metadata, annotations: next.metadata?.annotations ?? old.metadata.annotations }, status: next.status };
    if (subresource === 'finalize') next = { ...old, spec: next.spec };
    const written = this.write(resource, old, next);
    if (subresource === 'finalize' && (written.spec.finalizers ?? []).length === 0) this.remove(resource, keyOf(written));
    return written;
  }

  private watch(resource: string, context: CallContext): unknown {
    const stream = context.openStream();
    let streams = this.watches.get(resource);
    if (!streams) this.watches.set(resource, (streams = new Set()));
    streams.add(stream);
    stream.onClosed = () => streams.delete(stream);
    return { stream };
  }
}

export const keyOf = (object: KubeObject): string => (object.metadata.namespace ? `${object.metadata.namespace}/${object.metadata.name}` : object.metadata.name!);

/** A manager with a fake API server, on its own clock. */
export class Bench {
  readonly engine = new Engine({ seed: 'test', freeze: true });
  readonly api = new FakeApiserver(this.engine);
  readonly manager: Actor;

  constructor(controllers: readonly string[], config: Partial<ControllerManagerConfig> = {}) {
    const program = kubeControllerManagerProgram({ server: () => this.api.actor, leaderElect: false, controllers, config });
    this.manager = new Actor(this.engine, this.api.actor.machine, 'kube-controller-manager', program);
    this.manager.start();
    this.run(1);
  }

  run(seconds: number): void {
    this.engine.runUntil(this.engine.nowUs + Math.round(seconds * 1_000_000));
  }

  inspect(): KubeControllerManagerInspection {
    return this.manager.inspect!() as KubeControllerManagerInspection;
  }

  /** `type reason: message` of each event, in order. */
  events(): string[] {
    return this.api.all('events').map((event) => `${event.type} ${event.reason}: ${event.message}`);
  }

  /** `key {params}` of each reason given. */
  whys(prefix = ''): string[] {
    return this.engine.trace.range(1, this.engine.trace.next).flatMap((span) => ('params' in span && span.kind === 'why' && span.method.startsWith(prefix) ? [`${span.method} ${JSON.stringify(span.params)}`] : []));
  }

  addNode(name: string, zone = 'a'): void {
    const conditions = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'].map((type) => ({ type, status: type === 'Ready' ? 'True' : 'False', lastHeartbeatTime: formatTime(this.engine.nowUs), lastTransitionTime: formatTime(this.engine.nowUs) }));
    this.api.put('nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name, labels: { 'topology.kubernetes.io/zone': zone } }, spec: {}, status: { conditions } });
  }

  renew(name: string): void {
    const spec = { renewTime: `${formatTime(this.engine.nowUs)}`.replace('Z', `.${this.engine.nowUs % 1_000_000}Z`) };
    this.api.put('leases', { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, namespace: 'kube-node-lease' }, spec });
  }

  /** Schedules and runs every pod that is not ready yet, round robin over the nodes. */
  runPods(nodes: readonly string[] = ['node-0']): void {
    let next = 0;
    for (const [key, pod] of [...this.api.store('pods')]) {
      if (pod.metadata.deletionTimestamp || pod.status?.phase === 'Running') continue;
      const node = pod.spec.nodeName ?? nodes[next++ % nodes.length];
      this.api.change('pods', key, (old) => ({ ...old, spec: { ...old.spec, nodeName: node }, status: running(`10.0.0.${++this.ips}`, formatTime(this.engine.nowUs)) }));
    }
  }
  private ips = 0;

  /** What kubelets do with pods that are being deleted. */
  killPods(): void {
    for (const [key, pod] of [...this.api.store('pods')]) if (pod.metadata.deletionTimestamp) this.finish(key);
  }

  private finish(key: string): void {
    this.api.change('pods', key, (old) => ({ ...old, metadata: { ...old.metadata, deletionGracePeriodSeconds: 0 } }));
  }
}

export const running = (podIP: string, now: string): Anything => ({ phase: 'Running', podIP, podIPs: [{ ip: podIP }], conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: now }] });

export function deployment(name: string, replicas: number, image = 'nginx:1', spec: Anything = {}): KubeObject {
  const labels = { app: name };
  const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image }] } };
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: 'default' },
    spec: { replicas, selector: { matchLabels: labels }, strategy, template, progressDeadlineSeconds: 600, revisionHistoryLimit: 10, ...spec },
  };
}

test('the fake tells a manager what was created', () => {
  const bench = new Bench(['serviceaccount']);
  bench.api.put('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'demo' }, spec: {}, status: { phase: 'Active' } });
  bench.run(1);
  expect(bench.api.all('serviceaccounts').map(keyOf)).toEqual(['demo/default']);
});
