import type { PersistentVolumeClaim, Pod, ResourceQuota, Service } from 'kubernetes-types/core/v1.d.ts';
import type { KubeObject, Typed } from '../../../apimachinery/meta.ts';
import { bytesQuantity, milliQuantity, value } from '../../../apimachinery/quantity.ts';
import { podLimits, podRequests, type Resources } from '../../../kinds/core/pod/requests.ts';
import { isPodFinished, type PodObject } from '../pod-state.ts';

export type QuotaObject = Typed<ResourceQuota>;

/** Looks up the objects of one resource in the quota's namespace, by `resource` or `resource.group`. */
export type Contents = (resource: string) => Iterable<KubeObject>;

/** Resources that may be counted under their own name, without `count/`. */
const PLAIN_COUNTS = new Set(['configmaps', 'secrets', 'replicationcontrollers', 'resourcequotas', 'services', 'persistentvolumeclaims']);

/**
 * How much of each resource that a quota limits is in use.
 * Source: kubernetes v1.32 pkg/quota/v1/evaluator/core; staging apiserver pkg/quota/v1, CalculateUsage.
 */
export function usageOf(quota: QuotaObject, contents: Contents): Record<string, string> {
  const used: Record<string, string> = {};
  const pods = [...contents('pods')].filter((pod) => countsForQuota(pod as PodObject) && inScope(quota, pod as PodObject)) as PodObject[];
  for (const name of Object.keys(quota.spec?.hard ?? {}).sort(bytewise)) used[name] = amountOf(name, pods, contents);
  return used;
}

const bytewise = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function amountOf(name: string, pods: readonly PodObject[], contents: Contents): string {
  if (name.startsWith('count/')) return String(name === 'count/pods' ? pods.length : size(contents(name.slice('count/'.length))));
  if (name === 'pods') return String(pods.length);
  if (PLAIN_COUNTS.has(name)) return String(size(contents(name)));
  if (name === 'services.nodeports' || name === 'services.loadbalancers') return String(countServices(name, contents));
  if (name === 'requests.storage' || name.includes('storageclass.storage.k8s.io')) return storage(name, contents);
  return compute(name, pods);
}

function compute(name: string, pods: readonly PodObject[]): string {
  const limits = name.startsWith('limits.');
  const resource = name.replace(/^(requests|limits)\./, '');
  let total = 0;
  for (const pod of pods) total += pick(limits ? podLimits(pod.spec!) : podRequests(pod.spec!), resource);
  return resource === 'cpu' ? milliQuantity(total) : resource === 'memory' || resource === 'ephemeral-storage' ? bytesQuantity(total) : String(total);
}

function pick(resources: Resources, name: string): number {
  if (name === 'cpu') return resources.milliCpu;
  if (name === 'memory') return resources.memoryBytes;
  return name === 'ephemeral-storage' ? resources.ephemeralBytes : (resources.scalars.get(name) ?? 0);
}

function countServices(name: string, contents: Contents): number {
  let count = 0;
  for (const object of contents('services')) {
    const { type, ports } = (object as Service).spec ?? {};
    if (name === 'services.loadbalancers') count += type === 'LoadBalancer' ? 1 : 0;
    else if (type === 'NodePort' || type === 'LoadBalancer') count += ports?.length ?? 0;
  }
  return count;
}

/** `<class>.storageclass.storage.k8s.io/requests.storage` speaks of one class only. */
function storage(name: string, contents: Contents): string {
  const [prefix, kind] = name.includes('/') ? name.split('/') : ['', name];
  const wanted = prefix.replace('.storageclass.storage.k8s.io', '');
  let [bytes, count] = [0, 0];
  for (const object of contents('persistentvolumeclaims')) {
    const { storageClassName, resources } = (object as PersistentVolumeClaim).spec ?? {};
    if (prefix !== '' && storageClassName !== wanted) continue;
    count++;
    bytes += value(resources?.requests?.storage);
  }
  return kind === 'persistentvolumeclaims' ? String(count) : bytesQuantity(bytes);
}

const countsForQuota = (pod: PodObject): boolean => !isPodFinished(pod);

/** Source: pkg/quota/v1/evaluator/core/pods.go, podMatchesScopeFunc. */
export function inScope(quota: QuotaObject, pod: Pod): boolean {
  const wanted = [...(quota.spec?.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists', values: [] as string[] })), ...(quota.spec?.scopeSelector?.matchExpressions ?? [])];
  return wanted.every(({ scopeName, operator, values }) => meets(pod, scopeName, operator, values ?? []));
}

function meets(pod: Pod, scope: string, operator: string, values: readonly string[]): boolean {
  const ends = pod.spec?.activeDeadlineSeconds != null;
  switch (scope) {
    case 'Terminating':
      return ends;
    case 'NotTerminating':
      return !ends;
    case 'BestEffort':
      return isBestEffort(pod);
    case 'NotBestEffort':
      return !isBestEffort(pod);
    case 'PriorityClass':
      return meetsClass(pod.spec?.priorityClassName, operator, values);
    default:
      return true;
  }
}

function meetsClass(name: string | undefined, operator: string, values: readonly string[]): boolean {
  if (operator === 'Exists') return Boolean(name);
  if (operator === 'DoesNotExist') return !name;
  return operator === 'In' ? values.includes(name ?? '') : !values.includes(name ?? '');
}

function isBestEffort(pod: Pod): boolean {
  const asks = [podRequests(pod.spec!), podLimits(pod.spec!)];
  return asks.every((one) => one.milliCpu === 0 && one.memoryBytes === 0);
}

function size(objects: Iterable<KubeObject>): number {
  let count = 0;
  for (const _ of objects) count++;
  return count;
}
