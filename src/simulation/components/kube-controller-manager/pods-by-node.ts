import type { SharedInformer } from '../../client-go/index.ts';
import type { PodObject } from './pod-state.ts';

/** Index of pods by spec.nodeName. */
export const NODE_INDEX = 'spec.nodeName';

export function indexPodsByNode(pods: SharedInformer<PodObject>): void {
  pods.addIndex(NODE_INDEX, byNode);
}

/** The pods that are assigned to a node, by key; the map is the store's own. */
export const podsOnNode = (pods: SharedInformer<PodObject>, node: string): ReadonlyMap<string, PodObject> => pods.store.byIndex(NODE_INDEX, node);

function byNode(pod: PodObject): readonly string[] {
  const name = pod.spec?.nodeName;
  return name ? [name] : NONE;
}

const NONE: readonly string[] = [];
