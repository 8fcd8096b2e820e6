import type { Affinity, Node, Pod, TopologySpreadConstraint } from 'kubernetes-types/core/v1.d.ts';
import type { ReplicaSet } from 'kubernetes-types/apps/v1.d.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { RandomSource } from '../../engine/index.ts';
import { Cache } from './cache/cache.ts';
import { DecisionLog } from './decision-log.ts';
import type { Lister, Listers } from './framework/listers.ts';
import { PodInfo } from './framework/pod-info.ts';
import { Framework } from './framework/runtime.ts';
import { defaultProfile } from './plugins/registry.ts';
import { NominatedPods } from './queue/nominated-pods.ts';
import { Algorithm } from './schedule-one.ts';

export type Workload = 'plain' | 'affinity' | 'anti-affinity' | 'spread';

export interface Throughput {
  readonly nodes: number;
  readonly workload: Workload;
  readonly podsPerSecond: number;
}

const none: Lister<never> = { get: () => undefined, inNamespace: () => [], all: () => [], size: 0 };

function node(index: number): Typed<Node> {
  const name = `node-${index}`;
  const labels = { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': `zone-${index % 3}`, 'kubernetes.io/os': 'linux' };
  const allocatable = { cpu: '64', memory: '256Gi', 'ephemeral-storage': '100Gi', pods: '250' };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec: {}, status: { allocatable, capacity: allocatable } };
}

function constraintsOf(workload: Workload, labels: Record<string, string>): { affinity?: Affinity; topologySpreadConstraints?: TopologySpreadConstraint[] } {
  const near = { labelSelector: { matchLabels: { app: labels.app! } }, topologyKey: 'topology.kubernetes.io/zone' };
  switch (workload) {
    case 'affinity':
      return { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [near], preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 10, podAffinityTerm: near }] } } };
    case 'anti-affinity':
      return { affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 10, podAffinityTerm: { ...near, topologyKey: 'kubernetes.io/hostname' } }] } } };
    case 'spread':
      return { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: labels.app! } } },
        { maxSkew: 5, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: labels.app! } } }] };
    default:
      return {};
  }
}

/** Schedules `pods` pods of ten Deployments with the default profile onto empty nodes: cycles only, no API server. */
export function schedulingThroughput(nodes: number, pods: number, workload: Workload): Throughput {
  const replicaSets = new Map<string, Typed<ReplicaSet>>();
  for (let i = 0; i < 10; i++) {
    const selector = { matchLabels: { app: `app-${i}`, 'pod-template-hash': `hash-${i}` } };
    replicaSets.set(`default/app-${i}`, { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: `app-${i}`, namespace: 'default' }, spec: { selector } });
  }
  const listers: Listers = {
    namespaces: none, services: none, replicationControllers: none, statefulSets: none, persistentVolumes: none, persistentVolumeClaims: none, storageClasses: none, csiNodes: none,
    podDisruptionBudgets: none,
    replicaSets: { get: (namespace, name) => replicaSets.get(`${namespace}/${name}`), inNamespace: () => replicaSets.values(), all: () => replicaSets.values(), size: replicaSets.size },
  };
  const cache = new Cache();
  for (let i = 0; i < nodes; i++) cache.setNode(node(i));
  const random = new RandomSource('throughput');
  const framework = new Framework({ profile: defaultProfile, snapshot: cache, listers, nominator: new NominatedPods(), random: (purpose) => random.stream(purpose), nowUs: () => 0 });
  const algorithm = new Algorithm(cache, random.stream('tie-break'), new DecisionLog(() => 0));
  const specs = [...replicaSets.values()].map((set) => specOf(workload, set.spec!.selector.matchLabels as Record<string, string>));
  const startedUs = cpuUs();
  for (let i = 0; i < pods; i++) {
    const info = new PodInfo(podOf(i, specs[i % 10]!));
    const result = algorithm.schedule(framework, info);
    if (result.node === null) throw new Error(result.diagnosis?.message() ?? result.error?.message);
    cache.assume(info, result.node.name);
    // The API server tells of the bound pod.
    cache.setPod({ ...info.pod, spec: { ...info.pod.spec!, nodeName: result.node.name } });
  }
  return { nodes, workload, podsPerSecond: Math.round((pods * 1_000_000) / (cpuUs() - startedUs)) };
}

/** CPU time rather than time: other work on the machine does not count. */
function cpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

interface Template {
  readonly labels: Record<string, string>;
  readonly spec: Pod['spec'];
}

function specOf(workload: Workload, labels: Record<string, string>): Template {
  const resources = { requests: { cpu: '100m', memory: '128Mi' } };
  const tolerations = ['not-ready', 'unreachable'].map((name) => ({ key: `node.kubernetes.io/${name}`, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }));
  return { labels, spec: { containers: [{ name: 'web', image: 'nginx:1.27', resources }], priority: 0, tolerations, ...constraintsOf(workload, labels) } };
}

function podOf(index: number, { labels, spec }: Template): Typed<Pod> {
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: labels.app!, uid: `uid-${labels.app}`, controller: true };
  const metadata = { name: `pod-${index}`, namespace: 'default', uid: `uid-${index}`, labels, ownerReferences: [owner] };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { ...spec! } };
}

/** What `npm run bench` prints of the scheduler. */
export function benchScheduling(): Throughput[] {
  const rows: Throughput[] = [];
  for (const workload of ['plain', 'affinity', 'anti-affinity', 'spread'] as const) {
    rows.push(schedulingThroughput(100, 10_000, workload), schedulingThroughput(5_000, 10_000, workload));
  }
  return rows;
}
