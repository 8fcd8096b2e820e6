import type { Service } from 'kubernetes-types/core/v1.d.ts';
import { selectorFromSet } from '../../apimachinery/labels.ts';
import { objectKey, type Typed } from '../../apimachinery/meta.ts';
import type { SharedInformer } from '../../client-go/index.ts';
import type { PodObject } from './pod-state.ts';

const PAIR_INDEX = 'selectorPair';

/** Index by one pair of the selector: a pod then asks only the services that could mean it. */
export function indexServicesBySelector(services: SharedInformer<Typed<Service>>): void {
  services.addIndex(PAIR_INDEX, (service) => {
    const selector = service.spec?.selector;
    const key = selector && Object.keys(selector)[0];
    return key === undefined ? [] : [`${service.metadata.namespace}/${key}=${selector![key]}`];
  });
}

/** The keys of the services whose selector matches a pod. */
export function servicesOf(services: SharedInformer<Typed<Service>>, pod: PodObject): string[] {
  const keys: string[] = [];
  const labels = pod.metadata.labels;
  if (!labels || services.store.size === 0) return keys;
  for (const key of Object.keys(labels))
    for (const service of services.store.byIndex(PAIR_INDEX, `${pod.metadata.namespace}/${key}=${labels[key]}`).values())
      if (selectorFromSet(service.spec!.selector).matches(labels)) keys.push(objectKey(service));
  return keys;
}
