import type { Node, Pod } from 'kubernetes-types/core/v1.d.ts';
import type { KubeObject, Typed } from '../../apimachinery/meta.ts';
import type { SharedInformer } from '../../client-go/index.ts';
import { isTerminal } from '../../kinds/core/pod/phase.ts';
import { assignedPodAdd, assignedPodDelete, nodeAdd, nodeChanges, nodeDelete, objectAdd, objectDelete, objectUpdate, podChanges } from './cluster-events.ts';
import type { Cache } from './cache/cache.ts';
import type { EventResource } from './framework/cluster-event.ts';
import { PodInfo } from './framework/pod-info.ts';
import type { Informers } from './informers.ts';
import type { NominatedPods } from './queue/nominated-pods.ts';
import type { SchedulingQueue } from './queue/scheduling-queue.ts';

interface Parts {
  readonly cache: Cache;
  readonly queue: SchedulingQueue;
  readonly nominated: NominatedPods;
  /** Whether a pod is for one of this scheduler's profiles. */
  isOurs(pod: Pod): boolean;
  changed(): void;
}

/** Keeps cache and queue equal to what the informers see. Source: kubernetes v1.32 pkg/scheduler/eventhandlers.go, addAllEventHandlers. */
export function addEventHandlers(informers: Informers, parts: Parts): void {
  const pods = new PodEvents(parts);
  informers.pods.addHandler({
    onAdd: (pod) => pods.add(pod),
    onUpdate: (old, pod) => pods.update(old, pod),
    onDelete: (pod) => pods.delete(pod),
  });
  informers.nodes.addHandler({
    onAdd: (node) => addNode(parts, node),
    onUpdate: (old, node) => updateNode(parts, old, node),
    onDelete: (node) => deleteNode(parts, node),
  });
  follow(parts, informers.persistentVolumes, 'PersistentVolume');
  follow(parts, informers.persistentVolumeClaims, 'PersistentVolumeClaim');
  follow(parts, informers.storageClasses, 'StorageClass');
  follow(parts, informers.csiNodes, 'CSINode');
}

function follow<T extends KubeObject>({ queue }: Parts, informer: SharedInformer<T>, resource: EventResource): void {
  const [added, updated, deleted] = [objectAdd(resource), objectUpdate(resource), objectDelete(resource)];
  informer.addHandler({
    onAdd: (object) => queue.moveAll(added, undefined, object),
    onUpdate: (old, object) => queue.moveAll(updated, old, object),
    onDelete: (object) => queue.moveAll(deleted, object),
  });
}

function addNode({ cache, queue }: Parts, node: Typed<Node>): void {
  cache.setNode(node);
  queue.moveAll(nodeAdd, undefined, node);
}

function updateNode({ cache, queue }: Parts, old: Typed<Node>, node: Typed<Node>): void {
  cache.setNode(node);
  for (const change of nodeChanges(old, node)) queue.moveAll(change, old, node);
}

function deleteNode({ cache, queue }: Parts, node: Typed<Node>): void {
  cache.removeNode(node.metadata.name!);
  queue.moveAll(nodeDelete, node);
}

const isAssigned = (pod: Pod): boolean => !!pod.spec!.nodeName;

/** Pods with a node belong to the cache, those without to the queue. */
class PodEvents {
  private readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  add(pod: Typed<Pod>): void {
    if (isTerminal(pod)) return;
    if (isAssigned(pod)) return this.assigned(pod);
    if (!this.parts.isOurs(pod)) return;
    const info = new PodInfo(pod);
    const nominated = pod.status?.nominatedNodeName;
    if (nominated) this.parts.nominated.add(info, nominated);
    this.parts.queue.add(info);
    this.parts.changed();
  }

  update(old: Typed<Pod>, pod: Typed<Pod>): void {
    if (isTerminal(pod)) return this.delete(old);
    if (!isAssigned(pod)) return this.updateWaiting(old, pod);
    if (!isAssigned(old)) {
      this.parts.queue.delete(pod.metadata.uid!);
      return this.assigned(pod);
    }
    this.parts.cache.setPod(pod);
    // Most updates are of status: no event for anybody.
    if (old.metadata.labels === pod.metadata.labels && old.spec === pod.spec) return;
    for (const change of podChanges('AssignedPod', old, pod)) this.parts.queue.moveAll(change, old, pod);
  }

  delete(pod: Typed<Pod>): void {
    const { cache, queue, nominated } = this.parts;
    const uid = pod.metadata.uid!;
    const waited = nominated.nodeOf(uid) !== undefined;
    nominated.delete(uid);
    queue.delete(uid);
    if (cache.removePod(uid) !== undefined || waited) queue.moveAll(assignedPodDelete, pod);
    this.parts.changed();
  }

  private assigned(pod: Typed<Pod>): void {
    const { cache, queue, nominated } = this.parts;
    nominated.delete(pod.metadata.uid!);
    cache.setPod(pod);
    queue.moveAll(assignedPodAdd, undefined, pod);
  }

  private updateWaiting(old: Typed<Pod>, pod: Typed<Pod>): void {
    const { cache, queue, nominated } = this.parts;
    const uid = pod.metadata.uid!;
    if (!this.parts.isOurs(pod) || cache.isAssumed(uid)) return;
    const info = new PodInfo(pod);
    const node = pod.status?.nominatedNodeName;
    if (node) nominated.add(info, node);
    else if (old.status?.nominatedNodeName) nominated.delete(uid);
    queue.update(info, podChanges('UnscheduledPod', old, pod), old, pod);
    this.parts.changed();
  }
}
