import type { Affinity, Pod, PodAffinityTerm, Toleration } from 'kubernetes-types/core/v1.d.ts';
import type { KubeObject, Typed } from '../../../src/simulation/apimachinery/meta.ts';

const notReady = 'node.kubernetes.io/not-ready';
const unreachable = 'node.kubernetes.io/unreachable';
const builtIn: ReadonlyMap<string, number> = new Map([['system-cluster-critical', 2_000_000_000], ['system-node-critical', 2_000_001_000]]);

/** The pod as the API server would have stored it: what admission and the pod's strategy make of it. */
export function admit(pod: Typed<Pod>, objects: readonly KubeObject[]): Typed<Pod> {
  const { metadata } = pod;
  const uid = metadata.uid ?? `uid-${metadata.namespace ?? 'default'}-${metadata.name}`;
  const ownerReferences = metadata.ownerReferences?.map((owner) => ({ ...owner, uid: owner.uid || `uid-${owner.kind}-${owner.name}` }));
  const priority = priorityOf(pod, objects);
  const deletionTimestamp = metadata.deletionTimestamp === undefined ? {} : { deletionTimestamp: '2026-01-01T00:10:00Z' };
  return {
    ...pod,
    metadata: { ...metadata, namespace: metadata.namespace ?? 'default', uid, ...(ownerReferences && { ownerReferences }), ...deletionTimestamp },
    spec: { ...pod.spec!, ...priority, ...overheadOf(pod, objects), ...affinityOf(pod), tolerations: tolerationsOf(pod), containers: withPortDefaults(pod) },
  };
}

/** On a host network the host port is the container port. */
function withPortDefaults({ spec }: Pod) {
  const containers = spec!.containers.map((container) => ({ ...container, resources: requestsFromLimits(container.resources) }));
  if (!spec!.hostNetwork) return containers;
  return containers.map((container) => (container.ports ? { ...container, ports: container.ports.map((port) => ({ ...port, hostPort: port.hostPort ?? port.containerPort })) } : container));
}

/** What has a limit and no request asks for its limit. */
function requestsFromLimits<T extends { limits?: Record<string, string>; requests?: Record<string, string> } | undefined>(resources: T): T {
  return resources?.limits ? { ...resources, requests: { ...resources.limits, ...resources.requests } } : resources;
}

function tolerationsOf({ spec }: Pod): Toleration[] {
  const given = spec!.tolerations ?? [];
  const tolerated = (key: string): boolean => given.some((t) => (t.key === key || !t.key) && (t.effect === 'NoExecute' || !t.effect));
  const added = [notReady, unreachable].filter((key) => !tolerated(key)).map((key): Toleration => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }));
  return [...given, ...added];
}

function priorityOf({ spec }: Pod, objects: readonly KubeObject[]): { priority: number; preemptionPolicy: string } {
  const classes = objects.filter(({ kind }) => kind === 'PriorityClass');
  const wanted = spec!.priorityClassName ? classes.find(({ metadata }) => metadata.name === spec!.priorityClassName) : classes.find(({ globalDefault }) => globalDefault === true);
  const priority = wanted === undefined ? (builtIn.get(spec!.priorityClassName ?? '') ?? 0) : (wanted.value as number);
  return { priority, preemptionPolicy: spec!.preemptionPolicy ?? (wanted?.preemptionPolicy as string | undefined) ?? 'PreemptLowerPriority' };
}

function overheadOf({ spec }: Pod, objects: readonly KubeObject[]): { overhead?: Record<string, string> } {
  const runtime = spec!.runtimeClassName && objects.find(({ kind, metadata }) => kind === 'RuntimeClass' && metadata.name === spec!.runtimeClassName);
  return runtime && runtime.overhead?.podFixed ? { overhead: runtime.overhead.podFixed as Record<string, string> } : {};
}

/** The strategy merges (mis)matchLabelKeys into the terms' selectors. */
function affinityOf({ metadata, spec }: Pod): { affinity?: Affinity } {
  const { affinity } = spec!;
  if (!affinity) return {};
  const merge = (term: PodAffinityTerm): PodAffinityTerm => withLabelKeys(term, metadata?.labels ?? {});
  const both = (rules: Affinity['podAffinity']) => rules && {
    ...rules,
    requiredDuringSchedulingIgnoredDuringExecution: rules.requiredDuringSchedulingIgnoredDuringExecution?.map(merge),
    preferredDuringSchedulingIgnoredDuringExecution: rules.preferredDuringSchedulingIgnoredDuringExecution?.map((p) => ({ ...p, podAffinityTerm: merge(p.podAffinityTerm) })),
  };
  return { affinity: { ...affinity, podAffinity: both(affinity.podAffinity), podAntiAffinity: both(affinity.podAntiAffinity) } };
}

function withLabelKeys(term: PodAffinityTerm, labels: Readonly<Record<string, string>>): PodAffinityTerm {
  const requirements = (keys: readonly string[] | undefined, operator: string) =>
    (keys ?? []).filter((key) => labels[key] !== undefined).map((key) => ({ key, operator, values: [labels[key]!] }));
  const added = [...requirements(term.matchLabelKeys, 'In'), ...requirements(term.mismatchLabelKeys, 'NotIn')];
  if (added.length === 0 || !term.labelSelector) return term;
  return { ...term, labelSelector: { ...term.labelSelector, matchExpressions: [...(term.labelSelector.matchExpressions ?? []), ...added] } };
}
