import { type KubeObject, objectKey } from '../../src/simulation/apimachinery/meta.ts';
import { applyStrategicMergePatch } from '../../src/simulation/apimachinery/patch/strategic.ts';
import type { ApiRequest, ApiResponse, WatchEvent } from '../../src/simulation/apimachinery/request.ts';
import { alreadyExists, notFound } from '../../src/simulation/apimachinery/status.ts';
import { formatTime } from '../../src/simulation/apimachinery/time.ts';
import { deepFreeze } from '../../src/simulation/apimachinery/equality.ts';
import { cniProgram } from '../../src/simulation/components/cni/program.ts';
import { containerdProgram } from '../../src/simulation/components/containerd/program.ts';
import { kubeletProgram, type KubeletOptions } from '../../src/simulation/components/kubelet/program.ts';
import { Actor, Engine, Machine, powerOff, powerOn, type Process, type Stream } from '../../src/simulation/engine/index.ts';
import { runProgram } from '../../src/simulation/outside/programs/run.ts';
import { imageRegistryProgram } from '../../src/simulation/outside/registry/program.ts';

/** An answer of which the test says what it must be. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Loose = any;

interface Watch {
  readonly stream: Stream;
  readonly resource: string;
  readonly selector: string;
}

/** Just enough of kube-apiserver for the node's components: store, patch, watch by one field. */
export class FakeApi {
  readonly objects = new Map<string, KubeObject>();
  readonly requests: string[] = [];
  private readonly watches = new Set<Watch>();
  private revision = 1;
  private readonly engine: Engine;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  program = (self: Actor): Process<void> => {
    const api = this;
    self.serve('api', function* (body, context) {
      yield 300;
      const request = body as ApiRequest;
      api.requests.push(`${request.verb} ${request.resource}${request.subresource ? `/${request.subresource}` : ''}`);
      if (request.verb === 'watch') {
        const watch = { stream: context.openStream(), resource: request.resource, selector: request.query?.fieldSelector ?? '' };
        api.watches.add(watch);
        watch.stream.onClosed = () => api.watches.delete(watch);
        self.spawn(api.replay(watch, Number(request.query?.resourceVersion ?? '0')));
        return { code: 200, body: { stream: watch.stream } };
      }
      return api.answer(request);
    });
    return (function* () {})();
  };

  /** Sends what happened since a revision, after the answer of the watch itself. */
  private *replay({ stream, resource, selector }: Watch, revision: number): Process<void> {
    for (const { resource: changed, event } of this.changes) {
      if (changed === resource && Number(event.object.metadata.resourceVersion) > revision && matches(event.object, selector)) stream.send('watch', `${event.type} ${resource}`, objectKey(event.object), event);
    }
  }

  private readonly changes: { resource: string; event: WatchEvent }[] = [];

  get<T = KubeObject>(resource: string, namespace: string, name: string): T | undefined {
    return this.objects.get(`${resource}/${namespace ? `${namespace}/` : ''}${name}`) as T | undefined;
  }

  events(): string[] {
    return [...this.objects.values()].filter((object) => object.kind === 'Event').map((event) => `${event.type} ${event.reason}: ${event.message}${event.count > 1 ? ` (x${event.count})` : ''}`);
  }

  eventsAbout(name: string): string[] {
    return [...this.objects.values()]
      .filter((object) => object.kind === 'Event' && object.involvedObject.name === name)
      .map((event) => `${event.type} ${event.reason}: ${event.message}${event.count > 1 ? ` (x${event.count})` : ''}`);
  }

  /** Every status that a pod of the namespace `default` ever had. */
  history(name: string): Loose[] {
    return this.statuses.get(name) ?? [];
  }

  private readonly statuses = new Map<string, Loose[]>();

  put(resource: string, object: KubeObject, type?: WatchEvent['type']): KubeObject {
    const key = `${resource}/${objectKey(object)}`;
    const known = this.objects.get(key);
    const stored = deepFreeze({ ...object, metadata: { ...object.metadata, uid: object.metadata.uid ?? known?.metadata.uid ?? `uid-${key}`, resourceVersion: String(++this.revision) } }) as KubeObject;
    if (type === 'DELETED') this.objects.delete(key);
    else this.objects.set(key, stored);
    if (resource === 'pods') this.statuses.set(object.metadata.name!, [...this.history(object.metadata.name!), stored.status]);
    const event = { type: type ?? (known ? 'MODIFIED' : 'ADDED'), object: stored } as WatchEvent;
    this.changes.push({ resource, event });
    for (const { stream, resource: watched, selector } of this.watches) if (watched === resource && matches(stored, selector)) stream.send('watch', `${event.type} ${resource}`, key, event);
    return stored;
  }

  /** Marks a pod for deletion, as a DELETE with its grace period does. */
  deletePod(name: string, graceSeconds = 30): void {
    const pod = this.get('pods', 'default', name)!;
    this.put('pods', { ...pod, metadata: { ...pod.metadata, deletionTimestamp: formatTime(this.engine.nowUs + graceSeconds * 1_000_000), deletionGracePeriodSeconds: graceSeconds } });
  }

  private answer(request: ApiRequest): ApiResponse<unknown> {
    const { verb, resource, namespace, name, body } = request;
    const key = `${resource}/${namespace ? `${namespace}/` : ''}${name ?? (body as KubeObject | undefined)?.metadata?.name ?? ''}`;
    const known = this.objects.get(key);
    if (verb === 'list') {
      const items = [...this.objects].filter(([path, object]) => path.startsWith(`${resource}/`) && matches(object, request.query?.fieldSelector ?? '')).map(([, object]) => object);
      return { code: 200, body: { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: String(this.revision) }, items } };
    }
    if (verb === 'create') return known ? failed(alreadyExists('', resource, name ?? '')) : { code: 201, body: this.put(resource, body as KubeObject) };
    if (!known) return failed(notFound(request.group, resource, name!));
    if (verb === 'get') return { code: 200, body: known };
    if (verb === 'update') return { code: 200, body: this.put(resource, body as KubeObject) };
    if (verb === 'delete') return { code: 200, body: this.put(resource, known, 'DELETED') };
    return { code: 200, body: this.put(resource, applyStrategicMergePatch(known, body, known.kind) as KubeObject) };
  }
}

const failed = (status: { code: number }) => ({ code: status.code, body: status });

function matches(object: KubeObject, selector: string): boolean {
  if (selector === '') return true;
  const [field, value] = selector.split('=');
  return (field === 'metadata.name' ? object.metadata.name : object.spec?.nodeName) === value;
}

export interface NodeWorldOptions {
  readonly instant?: boolean;
  readonly kubelet?: Partial<KubeletOptions>;
  readonly podCidr?: string;
}

/** One node with all its daemons, a registry and a fake API server. */
export class NodeWorld {
  readonly engine = new Engine({ seed: 'node-world', freeze: true });
  readonly api = new FakeApi(this.engine);
  readonly machine = new Machine('node-1', 'zone-a');
  readonly server: Actor;
  readonly registry: Actor;
  readonly cni: Actor;
  readonly containerd: Actor;
  readonly kubelet: Actor;

  constructor(options: NodeWorldOptions = {}) {
    const { engine, machine } = this;
    this.server = new Actor(engine, new Machine('control-plane', 'zone-a'), 'kube-apiserver', this.api.program);
    this.registry = new Actor(engine, new Machine('outside', 'outside'), 'registry', imageRegistryProgram({}));
    this.cni = new Actor(engine, machine, 'cni', cniProgram({ nodeName: 'node-1' }));
    this.containerd = new Actor(engine, machine, 'containerd', containerdProgram({ registry: () => this.registry, cni: () => this.cni, nodeName: 'node-1', instant: options.instant, programs: runProgram, podCidr: options.podCidr ?? '10.244.1.0/24' }));
    const node = { server: () => this.server, runtime: () => this.containerd, nodeName: 'node-1', capacity: { cpu: '4', memory: '8Gi', pods: 110, ephemeralStorage: '100Gi' }, zone: 'zone-a', region: 'region-1' };
    this.kubelet = new Actor(engine, machine, 'kubelet', kubeletProgram({ ...node, ...options.kubelet }));
    this.server.start();
    this.registry.start();
    this.boot();
  }

  boot(): void {
    for (const actor of [this.cni, this.containerd, this.kubelet]) actor.start();
  }

  powerOff(): void {
    powerOff(this.machine);
  }

  powerOn(): void {
    powerOn(this.machine);
    this.boot();
  }

  /** Runs for so many virtual seconds. */
  run(seconds: number): void {
    this.engine.runUntil(this.engine.nowUs + Math.round(seconds * 1_000_000));
  }

  pod(name: string, spec: object, annotations?: Record<string, string>): void {
    const metadata = { name, namespace: 'default', uid: `uid-${name}`, ...(annotations ? { annotations } : {}) };
    const full = { nodeName: 'node-1', restartPolicy: 'Always', terminationGracePeriodSeconds: 30, ...spec };
    this.api.put('pods', { apiVersion: 'v1', kind: 'Pod', metadata, spec: full, status: { phase: 'Pending', qosClass: 'BestEffort' } } as unknown as KubeObject);
  }

  status(name: string): Loose {
    return this.api.get<Loose>('pods', 'default', name)?.status;
  }

  inspect(component: 'kubelet' | 'containerd' | 'cni'): Loose {
    return this[component].inspect?.();
  }

  /** Asks one of the daemons as its peers would, and answers what it says. */
  ask(component: 'kubelet' | 'containerd', body: unknown, service: string = component): Loose {
    let answer: unknown;
    const asker = new Actor(this.engine, new Machine('asker', 'zone-a'), `asker-${this.engine.events}`, (self) => this.asking(self, component, service, body, (reply) => (answer = reply)));
    asker.start();
    this.run(1);
    return answer;
  }

  private *asking(self: Actor, component: 'kubelet' | 'containerd', service: string, body: unknown, done: (reply: unknown) => void): Process<void> {
    done(yield* this.engine.network.call(self, this[component], service, service, body));
  }

  condition(name: string, type: string): Loose {
    return this.status(name)?.conditions?.find((condition: { type: string }) => condition.type === type);
  }
}
