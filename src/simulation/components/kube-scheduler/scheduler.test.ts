import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../apimachinery/meta.ts';
import type { ApiRequest, ApiResponse, WatchEvent } from '../../apimachinery/request.ts';
import { failure } from '../../apimachinery/status.ts';
import { Actor, type CallContext, Engine, Machine, type Process, type Stream } from '../../engine/index.ts';
import type { KubeSchedulerInspection } from './inspection.ts';
import type { KubeSchedulerConfiguration } from './options.ts';
import { kubeSchedulerProgram, schedulerDecision, schedulerDetails } from './program.ts';

/** Just enough of an API server: objects by resource and key, watches, bindings, merge patches of status. */
class FakeApi {
  readonly store = new Map<string, Map<string, KubeObject>>();
  readonly requests: ApiRequest[] = [];
  /** Answers instead of the server when it answers at all. */
  refuse: (request: ApiRequest) => ReturnType<typeof failure> | undefined = () => undefined;
  private readonly watches: { resource: string; stream: Stream }[] = [];
  private revision = 1;

  readonly program = function* (this: FakeApi, self: Actor): Process<void> {
    const answer = (body: unknown, context: CallContext): ApiResponse => this.answer(body as ApiRequest, context);
    self.serve('api', function* (body, context) {
      return answer(body, context);
    });
  }.bind(this);

  put(resource: string, object: KubeObject): void {
    const items = this.items(resource);
    const key = `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
    const stored = { ...object, metadata: { uid: `uid-${key}`, ...object.metadata, resourceVersion: String(++this.revision) } };
    const type = items.has(key) ? 'MODIFIED' : 'ADDED';
    items.set(key, stored);
    this.tell(resource, { type, object: stored });
  }

  remove(resource: string, key: string): void {
    const object = this.items(resource).get(key);
    if (!object) return;
    this.items(resource).delete(key);
    this.tell(resource, { type: 'DELETED', object: { ...object, metadata: { ...object.metadata, resourceVersion: String(++this.revision) } } });
  }

  get(resource: string, key: string): KubeObject | undefined {
    return this.items(resource).get(key);
  }

  events(): string[] {
    return [...this.items('events').values()].map(({ reason, message }) => `${reason}: ${message}`);
  }

  private items(resource: string): Map<string, KubeObject> {
    const known = this.store.get(resource) ?? new Map<string, KubeObject>();
    this.store.set(resource, known);
    return known;
  }

  private tell(resource: string, event: WatchEvent): void {
    for (const watch of this.watches) if (watch.resource === resource) watch.stream.send('watch', `${event.type} ${resource}`, '', event);
  }

  private answer(request: ApiRequest, context: CallContext): ApiResponse {
    this.requests.push(request);
    const { verb, resource, namespace = '', name, subresource } = request;
    const refusal = this.refuse(request);
    if (refusal) return { code: refusal.code, body: refusal };
    const key = `${namespace}/${name}`;
    const known = this.items(resource).get(key);
    if (verb === 'list') {
      return { code: 200, body: { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: String(this.revision) }, items: [...this.items(resource).values()] } as unknown as KubeObject };
    }
    if (verb === 'watch') {
      const stream = context.openStream();
      this.watches.push({ resource, stream });
      return { code: 200, body: { stream } as unknown as KubeObject };
    }
    if (verb === 'create' && subresource === 'binding') {
      const body = request.body as { target: { name: string } };
      this.put(resource, { ...known!, spec: { ...known!.spec, nodeName: body.target.name } });
    } else if (verb === 'create' || verb === 'update') {
      this.put(resource, request.body as KubeObject);
      const object = request.body as KubeObject;
      return { code: 201, body: this.items(resource).get(`${object.metadata.namespace ?? ''}/${object.metadata.name}`)! };
    } else if (!known) return { code: 404, body: failure(404, 'NotFound', `${resource} "${name}" not found`) };
    else if (verb === 'delete') this.remove(resource, key);
    else if (verb === 'patch') this.put(resource, { ...known, status: { ...known.status, ...(request.body as KubeObject).status } });
    return { code: 200, body: this.items(resource).get(key) ?? known! };
  }
}

function world(config: KubeSchedulerConfiguration = {}, leaderElect = false) {
  const engine = new Engine({ seed: 'scheduler', freeze: true });
  const machine = new Machine('control-plane', 'a');
  const api = new FakeApi();
  const server = new Actor(engine, machine, 'kube-apiserver', api.program);
  const scheduler = new Actor(engine, machine, 'kube-scheduler', kubeSchedulerProgram({ server: () => server, leaderElect, config }));
  server.start();
  return { engine, api, scheduler, start: () => scheduler.start(), advance: (seconds: number) => engine.runUntil(engine.nowUs + seconds * 1_000_000) };
}

const node = (name: string, cpu: string, more: object = {}): KubeObject =>
  ({ apiVersion: 'v1', kind: 'Node', metadata: { name, labels: { 'kubernetes.io/hostname': name } }, spec: {}, status: { allocatable: { cpu, memory: '8Gi', pods: '110' } }, ...more });

const pod = (name: string, cpu: string, spec: object = {}, metadata: object = {}): KubeObject => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', ...metadata },
  spec: { schedulerName: 'default-scheduler', priority: 0, containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu } } }], ...spec }, status: { phase: 'Pending' },
});

const nodeOf = (api: FakeApi, name: string): string => (api.get('pods', `default/${name}`)?.spec.nodeName as string | undefined) ?? '';
const conditionOf = (api: FakeApi, name: string) => api.get('pods', `default/${name}`)?.status?.conditions?.[0];

describe('kube-scheduler', () => {
  test('gives each pod a node, binds it and says so', () => {
    const { api, start, advance, scheduler } = world();
    api.put('nodes', node('node-1', '4'));
    api.put('nodes', node('node-2', '4'));
    for (let i = 0; i < 6; i++) api.put('pods', pod(`web-${i}`, '1'));
    start();
    advance(5);
    const placed = [0, 1, 2, 3, 4, 5].map((i) => nodeOf(api, `web-${i}`));
    expect(placed.filter((name) => name === 'node-1')).toHaveLength(3);
    expect(placed.filter((name) => name === 'node-2')).toHaveLength(3);
    expect(api.events()).toContain(`Scheduled: Successfully assigned default/web-0 to ${placed[0]}`);
    expect(scheduler.inspect!()).toMatchObject({ active: 0, backoff: 0, unschedulable: 0, assumed: 0, scheduled: 6, nodes: 2, leader: true } satisfies Partial<KubeSchedulerInspection>);
  });

  test('keeps the decision with every verdict and score', () => {
    const { api, start, advance, scheduler } = world();
    api.put('nodes', node('small', '1'));
    api.put('nodes', node('middle', '4'));
    api.put('nodes', node('big', '16'));
    api.put('pods', pod('web', '2'));
    start();
    advance(5);
    const decision = schedulerDecision(scheduler, 'default/web')!;
    expect(decision).toMatchObject({ outcome: 'bound', chosen: 'big', nodeCount: 3, evaluated: 3, feasible: 2, tied: 1 });
    expect(Object.fromEntries(decision.nodes.map((name, i) => [name, decision.verdicts[i]?.reasons]))).toEqual({ small: ['Insufficient cpu'], middle: undefined, big: undefined });
    const fit = decision.scores.find(({ plugin }) => plugin === 'NodeResourcesFit')!;
    expect(fit.raw[decision.nodes.indexOf('big')]).toBe(92);
    expect(fit.raw[decision.nodes.indexOf('small')]).toBeNull();
    expect(schedulerDetails(scheduler)!.decisions).toHaveLength(1);
  });

  test('says why a pod fits nowhere, and tries it again when a node comes', () => {
    const { api, start, advance, scheduler } = world();
    api.put('nodes', node('node-1', '1'));
    api.put('nodes', node('node-2', '1', { spec: { unschedulable: true } }));
    api.put('pods', pod('big', '2'));
    start();
    advance(3);
    const message = '0/2 nodes are available: 1 Insufficient cpu, 1 node(s) were unschedulable. preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.';
    expect(conditionOf(api, 'big')).toMatchObject({ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message });
    expect(api.events()).toContain(`FailedScheduling: ${message}`);
    expect(scheduler.inspect!()).toMatchObject({ unschedulable: 1, failed: 1 });
    api.put('nodes', node('node-3', '4'));
    advance(1);
    expect(nodeOf(api, 'big')).toBe('node-3');
  });

  test('a node that does not help leaves the pod alone; five minutes later it is tried anyway', () => {
    const { api, start, advance, scheduler } = world();
    api.put('nodes', node('node-1', '1'));
    api.put('pods', pod('big', '2'));
    start();
    advance(3);
    api.put('nodes', node('node-2', '1'));
    advance(200);
    expect(scheduler.inspect!()).toMatchObject({ failed: 1 });
    advance(140);
    expect(scheduler.inspect!()).toMatchObject({ failed: 2 });
  });

  test('a failed binding gives the room back and is tried again after the back-off', () => {
    const { api, start, advance, engine } = world();
    api.put('nodes', node('node-1', '1'));
    api.put('pods', pod('web', '1'));
    api.refuse = (request) => (request.subresource === 'binding' && engine.nowUs < 500_000 ? failure(500, 'InternalError', 'etcd is away') : undefined);
    start();
    advance(0.4);
    expect(conditionOf(api, 'web')).toMatchObject({ reason: 'SchedulerError', message: 'etcd is away' });
    expect(nodeOf(api, 'web')).toBe('');
    advance(4);
    expect(nodeOf(api, 'web')).toBe('node-1');
  });

  test('a pod of higher priority takes the place of a lower one', () => {
    const { api, start, advance, engine } = world();
    api.put('nodes', node('node-1', '2'));
    api.put('pods', pod('low', '2', { nodeName: 'node-1', priority: 1 }));
    api.put('pods', pod('high', '2', { priority: 100 }));
    start();
    const whys: string[] = [];
    engine.trace.onSpan = (span) => {
      if ('params' in span && span.kind === 'why') whys.push(span.method);
    };
    advance(0.5);
    expect(api.get('pods', 'default/low')).toBeUndefined();
    expect(api.get('pods', 'default/high')?.status).toMatchObject({ nominatedNodeName: 'node-1' });
    advance(5);
    expect(nodeOf(api, 'high')).toBe('node-1');
    expect(api.events()).toContain('Preempted: Preempted by pod uid-default/high on node node-1');
    expect(whys).toEqual(['kube-scheduler.preempted', 'kube-scheduler.failed', 'kube-scheduler.bound-only']);
  });

  test('a victim that cannot be removed leaves the preemptor without a nomination', () => {
    const { api, start, advance } = world();
    api.put('nodes', node('node-1', '2'));
    api.put('pods', pod('low', '2', { nodeName: 'node-1', priority: 1 }));
    api.put('pods', pod('high', '2', { priority: 100 }));
    api.refuse = (request) => (request.verb === 'delete' ? failure(500, 'InternalError', 'etcd is away') : undefined);
    start();
    advance(0.5);
    expect(conditionOf(api, 'high')).toMatchObject({ message: '0/1 nodes are available: 1 Insufficient cpu. preemption: etcd is away' });
    expect(api.get('pods', 'default/high')?.status?.nominatedNodeName).toBeUndefined();
    expect(nodeOf(api, 'low')).toBe('node-1');
  });

  test('gated pods wait until their gates go', () => {
    const { api, start, advance } = world();
    api.put('nodes', node('node-1', '2'));
    api.put('pods', pod('gated', '1', { schedulingGates: [{ name: 'example.com/quota' }] }));
    start();
    advance(3);
    expect(nodeOf(api, 'gated')).toBe('');
    api.put('pods', pod('gated', '1'));
    advance(1);
    expect(nodeOf(api, 'gated')).toBe('node-1');
  });

  test('leads only with the lease, and leaves pods of other schedulers alone', () => {
    const { api, start, advance, scheduler } = world({}, true);
    api.put('nodes', node('node-1', '2'));
    api.put('pods', pod('web', '1'));
    api.put('pods', pod('other', '1', { schedulerName: 'my-scheduler' }));
    start();
    advance(3);
    expect(api.get('leases', 'kube-system/kube-scheduler')?.spec.holderIdentity).toMatch(/^control-plane_/);
    expect((scheduler.inspect!() as KubeSchedulerInspection).leader).toBe(true);
    expect(nodeOf(api, 'web')).toBe('node-1');
    expect(nodeOf(api, 'other')).toBe('');
  });

  test('profiles of their own name and weights', () => {
    const config = {
      profiles: [{ schedulerName: 'packer', pluginConfig: [{ name: 'NodeResourcesFit', args: { scoringStrategy: { type: 'MostAllocated', resources: [{ name: 'cpu', weight: 1 }] } } }], plugins: { score: { disabled: [{ name: 'NodeResourcesBalancedAllocation' }] } } }],
    } as const;
    const { api, start, advance } = world(config);
    for (const name of ['node-1', 'node-2', 'node-3']) api.put('nodes', node(name, '8'));
    for (let i = 0; i < 4; i++) api.put('pods', pod(`web-${i}`, '1', { schedulerName: 'packer' }));
    start();
    advance(5);
    expect(new Set([0, 1, 2, 3].map((i) => nodeOf(api, `web-${i}`))).size).toBe(1);
  });
});
