import type { Pod } from 'kubernetes-types/core/v1.d.ts';
import { everything, type Requirement, type Selector, selector, selectorFromLabelSelector, selectorFromSet } from '../../../../apimachinery/labels.ts';
import { controllerOf } from '../../../../apimachinery/meta.ts';
import type { Listers } from '../../framework/listers.ts';

/**
 * What the pod has in common with the others of its services and of its controller; everything when it has neither.
 * Source: kubernetes v1.32 plugins/helper/spread.go, DefaultSelector.
 */
export function defaultSelector(pod: Pod, listers: Listers): Selector {
  const namespace = pod.metadata!.namespace ?? '';
  const labels = new Map<string, string>();
  for (const service of listers.services.inNamespace(namespace)) {
    const wanted = service.spec?.selector;
    // A service without a selector has no pods, rather than all.
    if (!wanted || !selectorFromSet(wanted).matches(pod.metadata!.labels)) continue;
    for (const [key, value] of Object.entries(wanted)) labels.set(key, value);
  }
  const requirements = controllerRequirements(pod, namespace, listers, labels);
  if (labels.size === 0 && requirements.length === 0) return everything;
  return selector([...[...labels].map(([key, value]): Requirement => ({ key, operator: '=', values: [value] })), ...requirements]);
}

function controllerRequirements(pod: Pod, namespace: string, listers: Listers, labels: Map<string, string>): readonly Requirement[] {
  const owner = controllerOf(pod);
  switch (owner && `${owner.apiVersion}/${owner.kind}`) {
    case 'v1/ReplicationController': {
      const wanted = listers.replicationControllers.get(namespace, owner!.name)?.spec?.selector ?? {};
      for (const [key, value] of Object.entries(wanted)) labels.set(key, value);
      return [];
    }
    case 'apps/v1/ReplicaSet':
      return selectorFromLabelSelector(listers.replicaSets.get(namespace, owner!.name)?.spec?.selector).requirements;
    case 'apps/v1/StatefulSet':
      return selectorFromLabelSelector(listers.statefulSets.get(namespace, owner!.name)?.spec?.selector).requirements;
    default:
      return [];
  }
}
