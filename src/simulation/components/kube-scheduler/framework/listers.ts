import type { ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1.d.ts';
import type { Namespace, PersistentVolume, PersistentVolumeClaim, ReplicationController, Service } from 'kubernetes-types/core/v1.d.ts';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1.d.ts';
import type { CSINode, StorageClass } from 'kubernetes-types/storage/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';

/** Reads objects of one kind from a local copy. What lives in no namespace has the namespace ''. */
export interface Lister<T> {
  get(namespace: string, name: string): T | undefined;
  inNamespace(namespace: string): Iterable<T>;
  all(): Iterable<T>;
  readonly size: number;
}

/** The objects besides nodes and pods that the default plugins look at. */
export interface Listers {
  readonly namespaces: Lister<Typed<Namespace>>;
  readonly services: Lister<Typed<Service>>;
  readonly replicationControllers: Lister<Typed<ReplicationController>>;
  readonly replicaSets: Lister<Typed<ReplicaSet>>;
  readonly statefulSets: Lister<Typed<StatefulSet>>;
  readonly persistentVolumes: Lister<Typed<PersistentVolume>>;
  readonly persistentVolumeClaims: Lister<Typed<PersistentVolumeClaim>>;
  readonly storageClasses: Lister<Typed<StorageClass>>;
  readonly csiNodes: Lister<Typed<CSINode>>;
  readonly podDisruptionBudgets: Lister<Typed<PodDisruptionBudget>>;
}
