import { deepEqual } from '../../apimachinery/equality.ts';
import type { KubeObject, LabelSelector } from '../../apimachinery/meta.ts';
import { byNamespace, NAMESPACE_INDEX, type SharedInformer } from '../../client-go/index.ts';
import type { PodObject } from './pod-state.ts';
import { selectorMatches } from './selector.ts';

/** Tells for each change of a pod which owner of one kind must look at it. Source: the addPod, updatePod and deletePod of every kubernetes v1.32 workload controller. */
export class OwnerKeys<T extends KubeObject> {
  private readonly kind: string;
  private readonly owners: SharedInformer<T>;
  private readonly selector: (owner: T) => LabelSelector | undefined;

  constructor(kind: string, owners: SharedInformer<T>, selector: (owner: T) => LabelSelector | undefined) {
    this.kind = kind;
    this.owners = owners;
    this.selector = selector;
    owners.addIndex(NAMESPACE_INDEX, byNamespace);
  }

  /** `seen(key, pod, old)`: `old` is undefined for one that was added; `pod` is the last state of one that is gone, with `gone`. */
  follow(pods: SharedInformer<PodObject>, seen: (key: string, pod: PodObject, old: PodObject | undefined, gone: boolean) => void): void {
    pods.addHandler({
      onAdd: (pod) => this.each(pod, (key) => seen(key, pod, undefined, false)),
      onUpdate: (old, pod) => {
        const before = this.keyOf(old);
        const after = this.keyOf(pod);
        if (before !== undefined && before !== after) seen(before, pod, old, false);
        if (after !== undefined) seen(after, pod, old, false);
        else if (before !== undefined || !deepEqual(old.metadata.labels, pod.metadata.labels)) this.each(pod, (key) => seen(key, pod, old, false));
      },
      onDelete: (pod) => {
        const key = this.keyOf(pod);
        if (key !== undefined) seen(key, pod, undefined, true);
      },
    });
  }

  /** The key of the owner that controls the pod, when it is of this kind and of the same life. */
  keyOf(pod: PodObject): string | undefined {
    const references = pod.metadata.ownerReferences;
    if (!references) return undefined;
    for (const reference of references) {
      if (reference.controller !== true || reference.kind !== this.kind) continue;
      const key = `${pod.metadata.namespace}/${reference.name}`;
      return this.owners.store.get(key)?.metadata.uid === reference.uid ? key : undefined;
    }
    return undefined;
  }

  /** The owner, or for an orphan all whose selector it meets. */
  private each(pod: PodObject, act: (key: string) => void): void {
    const key = this.keyOf(pod);
    if (key !== undefined) return act(key);
    if (this.owners.store.size === 0 || pod.metadata.ownerReferences?.some((reference) => reference.controller === true)) return;
    for (const [candidate, owner] of this.owners.store.byIndex(NAMESPACE_INDEX, pod.metadata.namespace ?? ''))
      if (selectorMatches(this.selector(owner), pod.metadata.labels)) act(candidate);
  }
}
