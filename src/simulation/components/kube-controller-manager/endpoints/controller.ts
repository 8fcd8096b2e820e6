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
import { subsetsOf } from './subsets.ts';

const WORKERS = 5;
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity';

/**
 * Writes the old Endpoints objects, one per service, for those who still read them.
 * Source: kubernetes v1.32 pkg/controller/endpoint/endpoints_controller.go.
 */
export class EndpointsController {
  private readonly services: SharedInformer<Typed<Service>>;
  private readonly pods: SharedInformer<PodObject>;
  private readonly endpoints: SharedInformer<Typed<Endpoints>>;
  private readonly queue: Workqueue;
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
    const enqueue = (service: Typed<Service>): void => this.queue.add(objectKey(service));
    this.services.addHandler({ onAdd: enqueue, onUpdate: (_old, service) => enqueue(service), onDelete: enqueue });
    this.endpoints.addHandler({ onDelete: (object) => this.queue.add(objectKey(object)) });
    this.pods.addHandler({ onAdd: (pod) => this.podSeen(pod), onUpdate: (old, pod) => this.podUpdated(old, pod), onDelete: (pod) => this.podSeen(pod) });
    context.work(this.queue, WORKERS, (key) => this.sync(key));
  }

  private podSeen(pod: PodObject): void {
    for (const key of servicesOf(this.services, pod)) this.queue.add(key);
  }

  private podUpdated(old: PodObject, pod: PodObject): void {
    if (old.metadata.labels !== pod.metadata.labels) this.podSeen(old);
    const same =
      old.metadata.labels === pod.metadata.labels && old.status?.podIP === pod.status?.podIP && isPodReady(old) === isPodReady(pod) &&
      old.metadata.deletionTimestamp === pod.metadata.deletionTimestamp && old.spec?.nodeName === pod.spec?.nodeName && isPodFinished(old) === isPodFinished(pod);
    if (!same) this.podSeen(pod);
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
    const next = this.desired(service);
    const current = this.endpoints.store.get(key);
    if (current && deepEqual(current.subsets ?? [], next.subsets) && deepEqual(current.metadata.labels, next.metadata.labels) && deepEqual(current.metadata.annotations, next.metadata.annotations)) return undefined;
    const reply = current ? yield* door.update({ ...next, metadata: { ...current.metadata, ...next.metadata } }) : yield* door.create(next);
    if (!isFailure(reply) || isNamespaceTerminating(reply)) return undefined;
    const verb = current ? 'Update' : 'Create';
    this.recorder.event(service, 'Warning', `FailedTo${verb}Endpoint`, `Failed to ${verb.toLowerCase()} endpoint ${key}: ${textOf(reply)}`);
    return textOf(reply);
  }

  private desired(service: Typed<Service>): Typed<Endpoints> & { subsets: NonNullable<Endpoints['subsets']> } {
    const { namespace, name, labels } = service.metadata;
    const selector = selectorFromSet(service.spec!.selector);
    const all = this.pods.store.byIndex(NAMESPACE_INDEX, namespace!).values();
    const { subsets, truncated } = subsetsOf(service, [...all].filter((pod) => selector.matches(pod.metadata.labels)));
    const headless = service.spec!.clusterIP === 'None' ? { 'service.kubernetes.io/headless': '' } : {};
    const annotations = truncated ? { annotations: { [OVER_CAPACITY]: 'truncated' } } : {};
    return { apiVersion: 'v1', kind: 'Endpoints', metadata: { name, namespace, labels: { ...labels, ...headless }, ...annotations }, subsets };
  }
}
