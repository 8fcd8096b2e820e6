import type { KubeObject } from '../../../apimachinery/meta.ts';
import { isNotFound } from '../../../apimachinery/status.ts';
import { type Client, isFailure } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import { kinds } from '../../../kinds/registry.ts';
import { isPodFinished, type PodObject } from '../pod-state.ts';

/** What is left of a namespace's content after a round of deleting. */
export interface Remains {
  /** Objects left, by `resource.group`. */
  readonly resources: Map<string, number>;
  /** Objects held back, by finalizer. */
  readonly finalizers: Map<string, number>;
  /** How long pods may take to end. */
  readonly estimateSeconds: number;
  readonly errors: string[];
}

/** The kinds whose objects live in namespaces; an event of the new group is the same object as one of the old. */
const namespaced = kinds.filter((kind) => kind.namespaced && kind.group !== 'events.k8s.io');

/**
 * Deletes everything in a namespace, kind by kind, and counts what does not go at once.
 * Source: kubernetes v1.32 pkg/controller/namespace/deletion/namespaced_resources_deleter.go, deleteAllContent.
 */
export function* deleteContent(client: Client, namespace: string): Process<Remains> {
  const remains = { resources: new Map<string, number>(), finalizers: new Map<string, number>(), estimateSeconds: 0, errors: [] as string[] };
  for (const kind of namespaced) {
    const door = client.resource<KubeObject>({ group: kind.group, version: kind.version, resource: kind.resource, namespaced: true });
    const name = `${kind.resource}.${kind.group}`;
    const before = yield* door.list(namespace);
    if (isFailure(before)) {
      if (!isNotFound(before)) remains.errors.push(before.message ?? '');
      continue;
    }
    if (before.items.length === 0) continue;
    if (kind.resource === 'pods') remains.estimateSeconds = longestGrace(before.items as unknown as readonly PodObject[]);
    const deleted = yield* door.deleteCollection(namespace, { query: { propagationPolicy: 'Background' } });
    if (isFailure(deleted)) remains.errors.push(deleted.message ?? '');
    const after = yield* door.list(namespace);
    if (isFailure(after)) remains.errors.push(after.message ?? '');
    else count(remains, name, after.items);
  }
  return remains;
}

function count(remains: Remains, resource: string, items: readonly KubeObject[]): void {
  if (items.length === 0) return;
  remains.resources.set(resource, items.length);
  for (const { metadata } of items)
    for (const finalizer of metadata.finalizers ?? []) remains.finalizers.set(finalizer, (remains.finalizers.get(finalizer) ?? 0) + 1);
}

/** Source: namespaced_resources_deleter.go, estimateGracefulTerminationForPods. */
function longestGrace(pods: readonly PodObject[]): number {
  let longest = 0;
  for (const pod of pods) {
    const seconds = isPodFinished(pod) ? 0 : (pod.spec?.terminationGracePeriodSeconds ?? 0);
    if (seconds > longest) longest = seconds;
  }
  return longest;
}
