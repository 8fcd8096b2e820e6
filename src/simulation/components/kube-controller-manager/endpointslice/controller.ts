import { deepEqual } from '../../../apimachinery/equality.ts';
import { objectKey, splitKey } from '../../../apimachinery/meta.ts';
import { byNamespace, type EventRecorder, NAMESPACE_INDEX, resources, type SharedInformer, type Workqueue } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import type { NodeObject } from '../node-conditions.ts';
import { isPodFinished, isPodReady, type PodObject } from '../pod-state.ts';
import { indexPodsByNode, podsOnNode } from '../pods-by-node.ts';
import { indexServicesBySelector, servicesOf } from '../services-by-selector.ts';
import type { ServiceObject, SliceObject } from './endpoint.ts';
import { Reconciler } from './reconciler.ts';
import { ServiceState } from './service-state.ts';
import { serviceKeyOf } from './slice.ts';

const WORKERS = 5;
const MAX_RETRIES = 15;
const SERVICE_INDEX = 'service';

/**
 * Writes the addresses behind each service into EndpointSlices.
 * Source: kubernetes v1.32 pkg/controller/endpointslice/endpointslice_controller.go. Differs: looks only at pods that changed since the last
 * sync, except after a change of the service itself; one address family.
 */
export class EndpointSliceController {
  private readonly services: SharedInformer<ServiceObject>;
  private readonly pods: SharedInformer<PodObject>;
  private readonly slices: SharedInformer<SliceObject>;
  private readonly queue: Workqueue;
  private readonly recorder: EventRecorder;
  private readonly states = new Map<string, ServiceState>();
  private readonly reconciler: Reconciler;
  private readonly context: ControllerContext;

  constructor(context: ControllerContext) {
    this.context = context;
    this.services = context.informer(resources.services);
    indexServicesBySelector(this.services);
    this.pods = context.informer(resources.pods);
    this.pods.addIndex(NAMESPACE_INDEX, byNamespace);
    indexPodsByNode(this.pods);
    this.slices = context.informer(resources.endpointSlices);
    this.slices.addIndex(SERVICE_INDEX, (slice) => [serviceKeyOf(slice) ?? '']);
    const nodes = context.informer(resources.nodes);
    this.queue = context.queue('endpoint_slice', { baseDelayUs: 1_000_000 });
    this.recorder = context.recorder('endpoint-slice-controller');
    this.reconciler = new Reconciler(context, this.pods, nodes);
    this.services.addHandler({ onAdd: (service) => this.serviceSeen(service), onUpdate: (_old, service) => this.serviceSeen(service), onDelete: (service) => this.serviceGone(service) });
    this.pods.addHandler({ onAdd: (pod) => this.podSeen(pod), onUpdate: (old, pod) => this.podUpdated(old, pod), onDelete: (pod) => this.podGone(pod) });
    this.slices.addHandler({ onAdd: (slice) => this.sliceSeen(slice), onUpdate: (_old, slice) => this.sliceSeen(slice), onDelete: (slice) => this.sliceGone(slice) });
    nodes.addHandler({ onAdd: (node) => this.nodeChanged(node), onUpdate: (old, node) => !deepEqual(old.metadata.labels, node.metadata.labels) && this.nodeChanged(node), onDelete: (node) => this.nodeChanged(node) });
    context.work(this.queue, WORKERS, (key) => this.sync(key));
  }

  private serviceSeen(service: ServiceObject): void {
    const state = this.states.get(objectKey(service));
    if (state) state.full = true;
    this.queue.add(objectKey(service));
  }

  private serviceGone(service: ServiceObject): void {
    this.states.delete(objectKey(service));
    this.queue.add(objectKey(service));
  }

  private podSeen(pod: PodObject): void {
    this.markDirty(pod, pod, true);
  }

  private podGone(pod: PodObject): void {
    this.markDirty(pod, undefined, true);
  }

  private podUpdated(old: PodObject, pod: PodObject): void {
    const relabelled = !deepEqual(old.metadata.labels, pod.metadata.labels) || old.spec?.hostname !== pod.spec?.hostname;
    if (relabelled) this.markDirty(old, undefined, true);
    if (relabelled || endpointChanged(old, pod)) this.markDirty(pod, pod, true);
  }

  /** `by` tells by its labels which services are meant. */
  private markDirty(by: PodObject, pod: PodObject | undefined, enqueue: boolean): void {
    for (const key of servicesOf(this.services, by)) {
      this.states.get(key)?.dirty.set(by.metadata.uid!, pod);
      if (enqueue) this.queue.addAfter(key, this.context.config.endpointSliceBatchUs);
    }
  }

  /** A node that comes, goes or moves changes its endpoints at the next sync, but asks for none. */
  private nodeChanged(node: NodeObject): void {
    for (const pod of podsOnNode(this.pods, node.metadata.name!).values()) this.markDirty(pod, pod, false);
  }

  private sliceSeen(slice: SliceObject): void {
    const key = serviceKeyOf(slice);
    const state = key === undefined ? undefined : this.states.get(key);
    if (!state?.sees(slice)) return;
    state.put(slice);
    state.full = true;
    this.queue.add(key!);
  }

  private sliceGone(slice: SliceObject): void {
    const key = serviceKeyOf(slice);
    const state = key === undefined ? undefined : this.states.get(key);
    if (!state?.slices.has(slice.metadata.name!)) return;
    state.remove(slice.metadata.name!);
    state.full = true;
    this.queue.add(key!);
  }

  private *sync(key: string): Process<SyncResult> {
    const service = this.services.store.get(key);
    if (!service) return undefined;
    if (!service.spec?.selector || service.spec.type === 'ExternalName' || service.metadata.deletionTimestamp) return undefined;
    const error = yield* this.reconciler.reconcile(key, service, this.stateOf(key));
    if (error === undefined) return undefined;
    const { namespace, name } = splitKey(key);
    this.recorder.event(service, 'Warning', 'FailedToUpdateEndpointSlices', `Error updating Endpoint Slices for Service ${namespace}/${name}: ${error}`);
    return this.queue.numRequeues(key) < MAX_RETRIES ? error : undefined;
  }

  private stateOf(key: string): ServiceState {
    let state = this.states.get(key);
    if (!state) {
      this.states.set(key, (state = new ServiceState()));
      for (const slice of this.slices.store.byIndex(SERVICE_INDEX, key).values()) state.put(slice);
    }
    return state;
  }
}

/** Source: kubernetes v1.32 staging/src/k8s.io/endpointslice/util/controller_utils.go, podEndpointsChanged. */
function endpointChanged(old: PodObject, pod: PodObject): boolean {
  return (
    old.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp ||
    old.status?.podIP !== pod.status?.podIP ||
    isPodReady(old) !== isPodReady(pod) ||
    old.spec?.nodeName !== pod.spec?.nodeName ||
    isPodFinished(old) !== isPodFinished(pod)
  );
}
