import type { StatefulSet } from 'kubernetes-types/apps/v1.d.ts';
import type { PersistentVolume, PersistentVolumeClaim, ReplicationController } from 'kubernetes-types/core/v1.d.ts';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.d.ts';
import type { CSINode, StorageClass } from 'kubernetes-types/storage/v1.d.ts';
import type { KubeObject, Typed } from '../../apimachinery/meta.ts';
import { byNamespace, NAMESPACE_INDEX, type Resource, resources, type SharedInformer, type SharedInformerFactory } from '../../client-go/index.ts';
import type { Lister, Listers } from './framework/listers.ts';

const resource = <T extends KubeObject>(group: string, name: string, namespaced: boolean): Resource<T> => ({ group, version: 'v1', resource: name, namespaced });

const replicationControllers = resource<Typed<ReplicationController>>('', 'replicationcontrollers', true);
const statefulSets = resource<Typed<StatefulSet>>('apps', 'statefulsets', true);
const persistentVolumes = resource<Typed<PersistentVolume>>('', 'persistentvolumes', false);
const persistentVolumeClaims = resource<Typed<PersistentVolumeClaim>>('', 'persistentvolumeclaims', true);
const storageClasses = resource<Typed<StorageClass>>('storage.k8s.io', 'storageclasses', false);
const csiNodes = resource<Typed<CSINode>>('storage.k8s.io', 'csinodes', false);
const podDisruptionBudgets = resource<Typed<PodDisruptionBudget>>('policy', 'poddisruptionbudgets', true);

/** The scheduler's local copies of what it looks at. Ended pods are nobody's business here. */
export type Informers = ReturnType<typeof informersOf>;

export function informersOf(factory: SharedInformerFactory) {
  return {
    pods: factory.informer(resources.pods, { query: { fieldSelector: 'status.phase!=Succeeded,status.phase!=Failed' } }),
    nodes: factory.informer(resources.nodes),
    namespaces: factory.informer(resources.namespaces),
    services: factory.informer(resources.services),
    replicationControllers: factory.informer(replicationControllers),
    replicaSets: factory.informer(resources.replicaSets),
    statefulSets: factory.informer(statefulSets),
    persistentVolumes: factory.informer(persistentVolumes),
    persistentVolumeClaims: factory.informer(persistentVolumeClaims),
    storageClasses: factory.informer(storageClasses),
    csiNodes: factory.informer(csiNodes),
    podDisruptionBudgets: factory.informer(podDisruptionBudgets),
  };
}

export function listersOf(informers: Informers): Listers {
  return {
    namespaces: new InformerLister(informers.namespaces),
    services: new InformerLister(informers.services),
    replicationControllers: new InformerLister(informers.replicationControllers),
    replicaSets: new InformerLister(informers.replicaSets),
    statefulSets: new InformerLister(informers.statefulSets),
    persistentVolumes: new InformerLister(informers.persistentVolumes),
    persistentVolumeClaims: new InformerLister(informers.persistentVolumeClaims),
    storageClasses: new InformerLister(informers.storageClasses),
    csiNodes: new InformerLister(informers.csiNodes),
    podDisruptionBudgets: new InformerLister(informers.podDisruptionBudgets),
  };
}

class InformerLister<T extends KubeObject> implements Lister<T> {
  private readonly informer: SharedInformer<T>;

  constructor(informer: SharedInformer<T>) {
    this.informer = informer;
    informer.addIndex(NAMESPACE_INDEX, byNamespace);
  }

  get(namespace: string, name: string): T | undefined {
    return this.informer.get(namespace, name);
  }

  inNamespace(namespace: string): Iterable<T> {
    return this.informer.store.byIndex(NAMESPACE_INDEX, namespace).values();
  }

  all(): Iterable<T> {
    return this.informer.store.values();
  }

  get size(): number {
    return this.informer.store.size;
  }
}
