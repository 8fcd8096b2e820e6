import type { ReplicaSet } from 'kubernetes-types/apps/v1.d.ts';
import type { LabelSelector, Typed } from '../../../apimachinery/meta.ts';
import { type Resource, resources } from '../../../client-go/index.ts';

export type ReplicaSetObject = Typed<ReplicaSet>;

/**
 * What differs between ReplicaSet and ReplicationController: one controller serves both, as in Kubernetes.
 * Source: kubernetes v1.32 pkg/controller/replication, an adapter around pkg/controller/replicaset.
 */
export interface Flavour {
  readonly resource: Resource<ReplicaSetObject>;
  readonly apiVersion: string;
  readonly kind: string;
  /** Event source. */
  readonly component: string;
  readonly queue: string;
  selector(set: ReplicaSetObject): LabelSelector;
}

export const replicaSetFlavour: Flavour = {
  resource: resources.replicaSets,
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  component: 'replicaset-controller',
  queue: 'replicaset',
  selector: (set) => set.spec!.selector,
};

/** The resource speaks of a map where a ReplicaSet has a selector; all other fields that matter are the same. */
export const replicationControllerFlavour: Flavour = {
  resource: { group: '', version: 'v1', resource: 'replicationcontrollers', namespaced: true },
  apiVersion: 'v1',
  kind: 'ReplicationController',
  component: 'replication-controller',
  queue: 'replicationmanager',
  selector: (set) => selectorOfMap(set.spec!.selector as unknown as Readonly<Record<string, string>> | undefined),
};

const selectors = new WeakMap<object, LabelSelector>();

/** The same map answers the same selector, so that what is compiled from it is found again. */
function selectorOfMap(labels: Readonly<Record<string, string>> | undefined): LabelSelector {
  const map = labels ?? {};
  let selector = selectors.get(map);
  if (!selector) selectors.set(map, (selector = { matchLabels: map as Record<string, string> }));
  return selector;
}
