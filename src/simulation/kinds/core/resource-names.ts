import { isQualifiedName } from '../../apimachinery/validation.ts';

const standardForContainers = new Set(['cpu', 'memory', 'ephemeral-storage']);
const integers = new Set(['pods', 'services', 'replicationcontrollers', 'resourcequotas', 'secrets', 'configmaps', 'persistentvolumeclaims',
  'services.nodeports', 'services.loadbalancers']);
const quotaOfContainers = ['cpu', 'memory', 'ephemeral-storage', 'requests.cpu', 'requests.memory', 'requests.ephemeral-storage', 'limits.cpu', 'limits.memory', 'limits.ephemeral-storage'];
const quota = new Set([...quotaOfContainers, 'requests.storage', ...integers]);
const standard = new Set([...quota, 'storage']);

export const hugePagesPrefix = 'hugepages-';

export function isHugePages(name: string): boolean {
  return name.startsWith(hugePagesPrefix);
}

/** Source: kubernetes v1.32 pkg/apis/core/helper, IsStandardResourceName. */
export function isStandardResource(name: string): boolean {
  return standard.has(name) || isHugePages(name) || name.startsWith('requests.hugepages-');
}

/** Source: kubernetes v1.32 pkg/apis/core/helper, IsStandardContainerResourceName. */
export function isStandardContainerResource(name: string): boolean {
  return standardForContainers.has(name) || isHugePages(name);
}

/** Source: kubernetes v1.32 pkg/apis/core/helper, IsStandardQuotaResourceName. */
export function isStandardQuotaResource(name: string): boolean {
  return quota.has(name) || isHugePages(name) || name.startsWith('requests.hugepages-');
}

/** Kubernetes' own: without a domain, or of kubernetes.io. Source: kubernetes v1.32 pkg/apis/core/helper, IsNativeResource. */
export function isNativeResource(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** Another's, such as example.com/gpu, and fit for a quota. Source: kubernetes v1.32 pkg/apis/core/helper, IsExtendedResourceName. */
export function isExtendedResource(name: string): boolean {
  return !isNativeResource(name) && !name.startsWith('requests.') && isQualifiedName(`requests.${name}`).length === 0;
}

/** Whether its amounts are whole numbers. Source: kubernetes v1.32 pkg/apis/core/helper, IsIntegerResourceName. */
export function isIntegerResource(name: string): boolean {
  return integers.has(name) || isExtendedResource(name);
}

/** Whether limits may exceed requests. Source: kubernetes v1.32 pkg/apis/core/helper, IsOvercommitAllowed. */
export function isOvercommitAllowed(name: string): boolean {
  return isNativeResource(name) && !isHugePages(name);
}
