import type { EndpointPort } from 'kubernetes-types/discovery/v1.d.ts';
import { selectorFromSet } from '../../../apimachinery/labels.ts';
import { isNotFound, type Status } from '../../../apimachinery/status.ts';
import { NAMESPACE_INDEX, isFailure, type ResourceClient, resources, type SharedInformer } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import type { ControllerContext, SyncResult } from '../context.ts';
import { isNamespaceTerminating, textOf } from '../failures.ts';
import type { NodeObject } from '../node-conditions.ts';
import { podCondition, type PodObject } from '../pod-state.ts';
import { isEndpoint, podToEndpoint, portsFor, type ServiceObject, type SliceObject } from './endpoint.ts';
import { place, type Placement, type Wanted } from './placement.ts';
import type { ServiceState } from './service-state.ts';
import { changedSlice, hasOldLabels, newSlice, withTriggerTime } from './slice.ts';

interface Plan {
  readonly create: SliceObject[];
  readonly update: SliceObject[];
  readonly remove: string[];
}

interface Desired {
  readonly wanted: Wanted[];
  readonly ports: Map<string, readonly EndpointPort[]>;
  /** Pods whose node is not known: left out and tried again. */
  readonly errors: string[];
  readonly triggerTime: string | undefined;
}

/** Source: kubernetes v1.32 staging/src/k8s.io/endpointslice/reconciler.go. */
export class Reconciler {
  private readonly context: ControllerContext;
  private readonly pods: SharedInformer<PodObject>;
  private readonly nodes: SharedInformer<NodeObject>;
  private readonly door: ResourceClient<SliceObject>;

  constructor(context: ControllerContext, pods: SharedInformer<PodObject>, nodes: SharedInformer<NodeObject>) {
    this.context = context;
    this.pods = pods;
    this.nodes = nodes;
    this.door = context.client.resource(resources.endpointSlices);
  }

  *reconcile(key: string, service: ServiceObject, state: ServiceState): Process<SyncResult> {
    const full = state.full;
    const dirty = state.dirty;
    state.full = false;
    state.dirty = new Map();
    const desired = this.desire(service, state, full ? this.allPods(service, state) : dirty);
    const placement = place(state.slices, state.placed, desired.wanted, this.context.config.maxEndpointsPerSlice);
    const plan = this.plan(service, state, placement, desired, full);
    const failed = yield* this.carryOut(key, plan, state);
    if (failed !== undefined || desired.errors.length > 0) state.full = true;
    return failed ?? (desired.errors.length > 0 ? bundle(desired.errors) : undefined);
  }

  /** Every pod of the service, and every pod that has a place and should not. */
  private allPods(service: ServiceObject, state: ServiceState): Map<string, PodObject | undefined> {
    const all = new Map<string, PodObject | undefined>();
    for (const uid of state.placed.keys()) all.set(uid, undefined);
    const selector = selectorFromSet(service.spec!.selector);
    for (const pod of this.pods.store.byIndex(NAMESPACE_INDEX, service.metadata.namespace!).values())
      if (selector.matches(pod.metadata.labels)) all.set(pod.metadata.uid!, pod);
    return all;
  }

  private desire(service: ServiceObject, state: ServiceState, pods: ReadonlyMap<string, PodObject | undefined>): Desired {
    const wanted: Wanted[] = [];
    const ports = new Map<string, readonly EndpointPort[]>();
    const errors: string[] = [];
    let triggerTime: string | undefined;
    for (const [uid, pod] of pods) {
      if (!pod || !isEndpoint(pod)) {
        if (state.placed.has(uid)) wanted.push({ uid, endpoint: undefined, portKey: '' });
        continue;
      }
      const node = this.nodes.get('', pod.spec?.nodeName ?? '');
      if (!node && !service.spec?.publishNotReadyAddresses) {
        errors.push(`skipping Pod ${pod.metadata.name} for Service ${service.metadata.namespace}/${service.metadata.name}: Node ${pod.spec?.nodeName} Not Found`);
        wanted.push({ uid, endpoint: undefined, portKey: '' });
        continue;
      }
      const set = portsFor(service, pod);
      ports.set(set.key, set.ports);
      wanted.push({ uid, endpoint: podToEndpoint(pod, node, service), portKey: set.key });
      const time = podCondition(pod, 'Ready')?.lastTransitionTime;
      if (time !== undefined && (triggerTime === undefined || time < triggerTime)) triggerTime = time;
    }
    return { wanted, ports, errors, triggerTime };
  }

  /** Turns a placement into writes. Slices to be deleted become those to be created. Source: reconciler.go, finalize. */
  private plan(service: ServiceObject, state: ServiceState, placement: Placement, desired: Desired, full: boolean): Plan {
    const update: SliceObject[] = [];
    const remove: string[] = [];
    for (const [name, endpoints] of placement.changed) {
      if (endpoints.length === 0) remove.push(name);
      else update.push(withTriggerTime(changedSlice(state.slices.get(name)!.object, service, endpoints), desired.triggerTime));
    }
    for (const slice of state.slices.values()) {
      if (placement.changed.has(slice.name)) continue;
      if (slice.endpoints.length === 0) remove.push(slice.name);
      else if (full && hasOldLabels(slice.object, service)) update.push(changedSlice(slice.object, service, slice.endpoints));
    }
    const create = placement.created.map(({ portKey, endpoints }) => withTriggerTime(newSlice(service, desired.ports.get(portKey)!, endpoints), desired.triggerTime));
    if (create.length + update.length === 0 && remove.length === state.slices.size) return this.keepPlaceholder(service, state, remove);
    while (create.length > 0 && remove.length > 0) update.push(reused(state.slices.get(remove.pop()!)!.object, create.pop()!));
    return { create, update, remove };
  }

  /** A service without endpoints keeps one empty slice. */
  private keepPlaceholder(service: ServiceObject, state: ServiceState, remove: string[]): Plan {
    const empty = remove.find((name) => state.slices.get(name)!.endpoints.length === 0 && state.slices.get(name)!.portKey === '');
    const placeholder = newSlice(service, [], []);
    if (empty !== undefined) {
      const { object } = state.slices.get(empty)!;
      return { create: [], update: hasOldLabels(object, service) ? [changedSlice(object, service, [])] : [], remove: remove.filter((name) => name !== empty) };
    }
    if (remove.length === 0) return { create: [placeholder], update: [], remove };
    return { create: [], update: [reused(state.slices.get(remove[0])!.object, placeholder)], remove: remove.slice(1) };
  }

  private *carryOut(key: string, plan: Plan, state: ServiceState): Process<string | undefined> {
    for (const slice of plan.create) {
      const reply = yield* this.write(state, this.door.create(slice));
      if (isFailure(reply)) return isNamespaceTerminating(reply) ? undefined : `failed to create EndpointSlice for Service ${key}: ${textOf(reply)}`;
    }
    for (const slice of plan.update) {
      const reply = yield* this.write(state, this.door.update(slice));
      if (isFailure(reply)) return `failed to update ${slice.metadata.name} EndpointSlice for Service ${key}: ${textOf(reply)}`;
    }
    for (const name of plan.remove) {
      const reply = yield* this.door.delete(key.slice(0, key.indexOf('/')), name);
      if (isFailure(reply) && !isNotFound(reply)) return `failed to delete ${name} EndpointSlice for Service ${key}: ${textOf(reply)}`;
      state.remove(name);
    }
    this.tell(key, plan, state);
    return undefined;
  }

  private *write(state: ServiceState, request: Process<SliceObject | Status>): Process<SliceObject | Status> {
    state.beginWrite();
    const reply = yield* request;
    for (const foreign of state.endWrite(isFailure(reply) ? undefined : reply)) {
      state.put(foreign);
      state.full = true;
    }
    return reply;
  }

  private tell(key: string, plan: Plan, state: ServiceState): void {
    const writes = plan.create.length + plan.update.length + plan.remove.length;
    if (writes === 0) return;
    const params = { service: key, created: plan.create.length, updated: plan.update.length, deleted: plan.remove.length, endpoints: state.placed.size, slices: state.slices.size };
    this.context.why('endpointslice.updated', `services/${key}`, params);
    this.context.note(key, `${state.placed.size}`);
  }
}

/** The contents of a new slice under the name of one that would be deleted. */
function reused(old: SliceObject, next: SliceObject): SliceObject {
  return { ...old, metadata: { ...old.metadata, labels: next.metadata.labels, annotations: next.metadata.annotations }, endpoints: next.endpoints, ports: next.ports };
}

const bundle = (errors: readonly string[]): string => (errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`);
