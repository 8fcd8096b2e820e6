/** How a list is patched: merged by a key of its items, merged as a set of primitives, or replaced. */
export type ListStrategy = { readonly mergeKey: string } | 'set' | 'atomic';

const BY_FIELD: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  env: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  imagePullSecrets: 'name',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
  resourceClaims: 'name',
  schedulingGates: 'name',
  conditions: 'type',
  addresses: 'type',
  ownerReferences: 'uid',
  secrets: 'name',
  podIPs: 'ip',
  hostIPs: 'ip',
};

const CONTAINER_LISTS: ReadonlySet<string> = new Set(['containers', 'initContainers', 'ephemeralContainers']);

/**
 * The strategy of the list in `field`, found in `parents` (field names from the root, list items left out).
 * Source: the `patchStrategy` and `patchMergeKey` tags of kubernetes v1.32 staging/src/k8s.io/api.
 */
export function listStrategy(field: string, parents: readonly string[]): ListStrategy {
  if (field === 'finalizers' && parents[parents.length - 1] === 'metadata') return 'set';
  if (field === 'finalizers' && parents.length === 1) return 'set';
  if (field === 'ports') return portsStrategy(parents);
  const mergeKey = Object.hasOwn(BY_FIELD, field) ? BY_FIELD[field] : undefined;
  return mergeKey === undefined ? 'atomic' : { mergeKey };
}

function portsStrategy(parents: readonly string[]): ListStrategy {
  if (CONTAINER_LISTS.has(parents[parents.length - 1])) return { mergeKey: 'containerPort' };
  return parents.length === 1 && parents[0] === 'spec' ? { mergeKey: 'port' } : 'atomic';
}

/** True for maps whose patch names all the keys that stay: unions such as a volume's source or a Deployment's strategy. */
export function retainsKeys(field: string): boolean {
  return field === 'strategy' || field === 'volumes' || field === 'resourceClaims';
}
