import type { Endpoints, Service } from 'kubernetes-types/core/v1.d.ts';
import { deepEqual } from '../../../apimachinery/equality.ts';
import { selectorFromSet } from '../../../apimachinery/labels.ts';
import { objectKey, splitKey, type Typed } from '../../../apimachinery/meta.ts';
import { isNotFound } from '../../../apimachinery/status.ts';
import { byNamespace, type EventRecorder, isFailure, NAMESPACE_INDEX, resources, type SharedInformer, type Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import { endpoints } from '../api-resources.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import { isNamespaceTerminating, textOf } from '../failures.ts';
import { isPodFinished, isPodReady, type PodObject } from '../pod-state.ts';
import { indexServicesBySelector, servicesOf } from '../services-by-selector.ts';
import { type Entry, entryOf, subsetsOf } from './subsets.ts';

const WORKERS = 5;
/** Beyond so many addresses changes are gathered for a while: each write carries them all. */
const LARGE = 100;
const LARGE_BATCH_US = 1_000_000;
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity';

/** The pods behind one service as last worked out, and those that changed since. */
interface State {
  readonly entries: Map<string, Entry>;
  dirty: Map<string, PodObject | undefined>;
}

/**
 * Writes the old Endpoints objects, one per service, for those who still read them.
 * Source: kubernetes v1.32 pkg/controller/endpoint/endpoints_controller.go. Differs: a service of more than 100 addresses is written at most once
 * a second, as with --endpoint-updates-batch-period=1s.
 */
export class EndpointsController {
  private readonly services: SharedInformer<Typed<Service>>;
  private readonly pods: SharedInformer<PodObject>;
  private readonly endpoints: SharedInformer<Typed<Endpoints>>;
  private readonly queue: Workqueue;
  private readonly states = new Map<string, State>();
  private readonly recorder: EventRecorder;
  private readonly context: ControllerContext;

  constructor(context: ControllerContext) {
    this.context = context;
    this.services = context.informer(resources.services);
    indexServicesBySelector(this.services);
    this.pods = context.informer(resources.pods);
    this.pods.addIndex(NAMESPACE_INDEX, byNamespace);
    this.endpoints = context.informer(endpoints);
    this.queue = context.queue('endpoint', { baseDelayUs: 1_000_000 });
    this.recorder = context.recorder('endpoint-controller');
    const seen = (service: Typed<Service>): void => this.serviceSeen(service);
    this.services.addHandler({ onAdd: seen, onUpdate: (_old, service) => seen(service), onDelete: seen });
    this.endpoints.addHandler({ onDelete: (object) => this.queue.add(objectKey(object)) });
    this.pods.addHandler({ onAdd: (pod) => this.podSeen(pod, pod), onUpdate: (old, pod) => this.podUpdated(old, pod), onDelete: (pod) => this.podSeen(pod, undefined) });
    context.work(this.queue, WORKERS, (key) => this.sync(key));
  }

  /** `by` tells by its labels which services are meant; `pod` is undefined when it is none of theirs any more. */
  private podSeen(by: PodObject, pod: PodObject | undefined): void {
    for (const key of servicesOf(this.services, by)) {
      const state = this.states.get(key);
      state?.dirty.set(by.metadata.uid!, pod);
      this.queue.addAfter(key, state && state.entries.size > LARGE ? LARGE_BATCH_US : 0);
    }
  }

  private serviceSeen(service: Typed<Service>): void {
    this.states.delete(objectKey(service));
    this.queue.add(objectKey(service));
  }

  private podUpdated(old: PodObject, pod: PodObject): void {
    const sameLabels = deepEqual(old.metadata.labels, pod.metadata.labels);
    if (!sameLabels) this.podSeen(old, undefined);
    const same =
      sameLabels && old.status?.podIP === pod.status?.podIP && isPodReady(old) === isPodReady(pod) &&
      old.metadata.deletionTimestamp === pod.metadata.deletionTimestamp && old.spec?.nodeName === pod.spec?.nodeName && isPodFinished(old) === isPodFinished(pod);
    if (!same) this.podSeen(pod, pod);
  }

  private *sync(key: string): Process<SyncResult> {
    const { namespace, name } = splitKey(key);
    const service = this.services.store.get(key);
    const door = this.context.client.resource(endpoints);
    if (!service) {
      const reply = this.endpoints.store.get(key) ? yield* door.delete(namespace, name) : undefined;
      return isFailure(reply) && !isNotFound(reply) ? textOf(reply) : undefined;
    }
    if (!service.spec?.selector || service.spec.type === 'ExternalName') return undefined;
    const next = this.desired(key, service);
    const current = this.endpoints.store.get(key);
    if (current && deepEqual(current.subsets ?? [], next.subsets) && deepEqual(current.metadata.labels, next.metadata.labels) && deepEqual(current.metadata.annotations, next.metadata.annotations)) return undefined;
    const reply = current ? yield* door.update({ ...next, metadata: { ...current.metadata, ...next.metadata } }) : yield* door.create(next);
    if (!isFailure(reply) || isNamespaceTerminating(reply)) return undefined;
    const verb = current ? 'Update' : 'Create';
    this.recorder.event(service, 'Warning', `FailedTo${verb}Endpoint`, `Failed to ${verb.toLowerCase()} endpoint ${key}: ${textOf(reply)}`);
    return textOf(reply);
  }

  private desired(key: string, service: Typed<Service>): Typed<Endpoints> & { subsets: NonNullable<Endpoints['subsets']> } {
    const { namespace, name } = service.metadata;
    const { subsets, truncated } = subsetsOf(this.entries(key, service).values());
    const labels: Record<string, string> = { ...service.metadata.labels };
    if (service.spec!.clusterIP === 'None') labels['service.kubernetes.io/headless'] = '';
    const annotations = truncated ? { annotations: { [OVER_CAPACITY]: 'truncated' } } : {};
    const labelled = Object.keys(labels).length > 0 ? { labels } : {};
    return { apiVersion: 'v1', kind: 'Endpoints', metadata: { name, namespace, ...labelled, ...annotations }, subsets };
  }

  /** Looks only at pods that changed, except after a change of the service itself. */
  private entries(key: string, service: Typed<Service>): Map<string, Entry> {
    const state = this.states.get(key) ?? this.newState(key, service);
    for (const [uid, pod] of state.dirty) {
      const entry = pod && entryOf(service, pod);
      if (entry) state.entries.set(uid, entry);
      else state.entries.delete(uid);
    }
    state.dirty = new Map();
    return state.entries;
  }

  private newState(key: string, service: Typed<Service>): State {
    const state: State = { entries: new Map(), dirty: new Map() };
    const selector = selectorFromSet(service.spec!.selector);
    for (const pod of this.pods.store.byIndex(NAMESPACE_INDEX, service.metadata.namespace!).values())
      if (selector.matches(pod.metadata.labels)) state.dirty.set(pod.metadata.uid!, pod);
    this.states.set(key, state);
    return state;
  }
}
