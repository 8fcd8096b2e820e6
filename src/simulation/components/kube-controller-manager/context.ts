import type { Lease } from 'kubernetes-types/coordination/v1.d.ts';
import type { KubeObject, Typed } from '../../apimachinery/meta.ts';
import {
  Client,
  EventRecorder,
  type RateLimiterOptions,
  type Resource,
  resources,
  runWorkers,
  type SharedInformer,
  type SharedInformerFactory,
  Workqueue,
} from '../../client-go/index.ts';
import type { Actor, Process } from '../../engine/index.ts';
import { ControlledPods } from './controlled-pods.ts';
import { SyncLog } from './inspection.ts';
import type { ControllerManagerConfig } from './options.ts';

/** What `sync` of a key answers: undefined when done, else why it must come again. */
export type SyncResult = string | void;

export interface ContextParts {
  readonly self: Actor;
  readonly server: () => Actor;
  readonly informers: SharedInformerFactory;
  readonly config: ControllerManagerConfig;
  /** Filled by the first controller that counts pods. */
  controlledPods?: ControlledPods;
}

/** Who a controller is to the API server, and how much more than others it may ask. */
export interface ControllerIdentity {
  readonly name: string;
  /** The service account that it acts as. */
  readonly account: string;
  readonly qpsFactor?: number;
  readonly burstFactor?: number;
}

/**
 * What one controller is given: a client of its own, the informers that all share, its queues, and a log of its syncs.
 * Source: kubernetes v1.32 cmd/kube-controller-manager/app, ControllerContext.
 */
export class ControllerContext {
  readonly self: Actor;
  readonly config: ControllerManagerConfig;
  readonly client: Client;
  readonly log: SyncLog;
  private readonly parts: ContextParts;
  private readonly used: SharedInformer<never>[] = [];
  private readonly notes = new Map<string, string>();

  constructor(parts: ContextParts, { name, account, qpsFactor = 1, burstFactor = 1 }: ControllerIdentity) {
    this.self = parts.self;
    this.config = parts.config;
    this.parts = parts;
    this.log = new SyncLog(name);
    this.client = new Client(parts.self, parts.server, {
      user: `system:serviceaccount:kube-system:${account}`,
      userAgent: `kube-controller-manager/v1.32.0 (linux/amd64) kubernetes/system:serviceaccount:kube-system:${account}`,
      qps: parts.config.kubeApiQps * qpsFactor,
      burst: parts.config.kubeApiBurst * burstFactor,
    });
  }

  get nowUs(): number {
    return this.self.engine.nowUs;
  }

  /** The shared informer of a resource; workers wait for it before they begin. */
  informer<T extends KubeObject>(resource: Resource<T>): SharedInformer<T> {
    const informer = this.parts.informers.informer(resource);
    this.used.push(informer as unknown as SharedInformer<never>);
    return informer;
  }

  /** Node leases. Renewals are told as heartbeats. */
  leases(): SharedInformer<Typed<Lease>> {
    return this.informer(resources.leases);
  }

  /** The count of pods by controller, shared by all who own pods. */
  controlledPods(): ControlledPods {
    const pods = this.informer(resources.pods);
    return (this.parts.controlledPods ??= new ControlledPods(pods));
  }

  /** Events share the controller's client and so its rate limit, as in the real binary. */
  recorder(component: string): EventRecorder {
    return new EventRecorder(this.client, component);
  }

  queue(name: string, options?: RateLimiterOptions): Workqueue {
    const queue = new Workqueue(this.self, name, options);
    this.log.queues.push(queue);
    return queue;
  }

  /** Begins to work on a queue once the controller's informers have listed. */
  work(queue: Workqueue, workers: number, sync: (key: string) => Process<SyncResult>): void {
    this.whenSynced(() => runWorkers(this.self, queue, workers, (key) => this.logged(key, sync)));
  }

  whenSynced(begin: () => void): void {
    this.self.spawn(this.waitThen(begin), 0);
  }

  /** Runs `pass` now and then again `periodUs` after each end. Source: apimachinery util/wait, UntilWithContext. */
  every(periodUs: number, pass: () => Process<void>): void {
    this.whenSynced(() => this.self.spawn(repeat(periodUs, pass), 0));
  }

  /** Says what the sync of `key` did, for the log. */
  note(key: string, what: string): void {
    this.notes.set(key, what);
  }

  why(key: string, about: string, params?: Readonly<Record<string, string | number | boolean>>): void {
    this.self.why(key, about, params);
  }

  private *waitThen(begin: () => void): Process<void> {
    for (const informer of this.used) yield* informer.waitForSync();
    begin();
  }

  private *logged(key: string, sync: (key: string) => Process<SyncResult>): Process<SyncResult> {
    const error = yield* sync(key);
    const note = this.notes.get(key);
    if (note !== undefined) this.notes.delete(key);
    this.log.record(key, this.nowUs, error ?? note ?? '', error !== undefined);
    return error;
  }
}

function* repeat(periodUs: number, pass: () => Process<void>): Process<void> {
  for (;;) {
    yield* pass();
    yield periodUs;
  }
}
