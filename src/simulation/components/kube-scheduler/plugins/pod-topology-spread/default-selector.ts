import type { Pod } from 'kubernetes-types/core/v1.d.ts';
import { everything, nothing, type Requirement, type Selector, selector, selectorFromLabelSelector, selectorFromSet } from '../../../../apimachinery/labels.ts';
import { controllerOf } from '../../../../apimachinery/meta.ts';
import type { Listers } from '../../framework/listers.ts';

type Labels = Readonly<Record<string, string>>;

/**
 * What the pod has in common with the others of its services and of its controller; everything when it has neither.
 * Source: kubernetes v1.32 plugins/helper/spread.go, DefaultSelector.
 */
export function defaultSelector(pod: Pod, listers: Listers): Selector {
  const namespace = pod.metadata!.namespace ?? '';
  let sets: Labels[] = NO_SETS;
  for (const service of listers.services.inNamespace(namespace)) {
    const wanted = service.spec?.selector;
    // A service without a selector has no pods, rather than all.
    if (!wanted || !selectorFromSet(wanted).matches(pod.metadata!.labels)) continue;
    sets = [...sets, wanted];
  }
  const owner = controllerOf(pod);
  switch (owner && `${owner.apiVersion}/${owner.kind}`) {
    case 'v1/ReplicationController':
      return combined([...sets, listers.replicationControllers.get(namespace, owner!.name)?.spec?.selector ?? {}], nothing);
    case 'apps/v1/ReplicaSet':
      return combined(sets, selectorFromLabelSelector(listers.replicaSets.get(namespace, owner!.name)?.spec?.selector));
    case 'apps/v1/StatefulSet':
      return combined(sets, selectorFromLabelSelector(listers.statefulSets.get(namespace, owner!.name)?.spec?.selector));
    default:
      return combined(sets, nothing);
  }
}

const NO_SETS: Labels[] = [];

/** The pods of a controller come one after the other, so the last answer per controller is worth keeping. */
const lastAnswers = new WeakMap<Selector, { readonly sets: readonly Labels[]; readonly selector: Selector }>();

function combined(sets: readonly Labels[], own: Selector): Selector {
  if (sets.length === 0) return own === nothing ? everything : own;
  const last = lastAnswers.get(own);
  if (last !== undefined && last.sets.length === sets.length && last.sets.every((set, i) => set === sets[i])) return last.selector;
  const labels = new Map(sets.flatMap((set) => Object.entries(set)));
  const requirements = [...labels].map(([key, value]): Requirement => ({ key, operator: '=', values: [value] }));
  const made = selector([...requirements, ...own.requirements]);
  lastAnswers.set(own, { sets, selector: made });
  return made;
}
