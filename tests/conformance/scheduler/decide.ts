import type { PersistentVolume } from 'kubernetes-types/core/v1.d.ts';
import type { KubeObject } from '../../../src/simulation/apimachinery/meta.ts';
import { objectKey } from '../../../src/simulation/apimachinery/meta.ts';
import { RandomSource } from '../../../src/simulation/engine/index.ts';
import { Cache } from '../../../src/simulation/components/kube-scheduler/cache/cache.ts';
import type { Decision } from '../../../src/simulation/components/kube-scheduler/decision.ts';
import { DecisionLog } from '../../../src/simulation/components/kube-scheduler/decision-log.ts';
import type { Lister, Listers } from '../../../src/simulation/components/kube-scheduler/framework/listers.ts';
import type { PreemptionCandidate } from '../../../src/simulation/components/kube-scheduler/framework/interface.ts';
import { PodInfo } from '../../../src/simulation/components/kube-scheduler/framework/pod-info.ts';
import { Framework } from '../../../src/simulation/components/kube-scheduler/framework/runtime.ts';
import { defaultProfile } from '../../../src/simulation/components/kube-scheduler/plugins/registry.ts';
import { NominatedPods } from '../../../src/simulation/components/kube-scheduler/queue/nominated-pods.ts';
import { Algorithm } from '../../../src/simulation/components/kube-scheduler/schedule-one.ts';
import { admit } from './admission.ts';
import type { SchedulerCase } from './case.ts';

/** What our scheduler does with a case. */
export interface Outcome {
  readonly gated: boolean;
  readonly decision: Decision | undefined;
  /** The condition's message, empty when the pod got a node. */
  readonly message: string;
  readonly error: string;
  readonly nominatedNode: string;
  readonly victims: readonly string[];
  readonly candidates: readonly PreemptionCandidate[];
}

const always = ['default', 'kube-system', 'kube-public', 'kube-node-lease'].map((name) => namespace(name, {}));
const teams = [namespace('team-a', { team: 'a', env: 'prod' }), namespace('team-b', { team: 'b', env: 'dev' }), namespace('team-c', { team: 'c', env: 'prod' })];

function namespace(name: string, labels: Record<string, string>): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'kubernetes.io/metadata.name': name, ...labels } } };
}

/** Objects by kind, read like informers' stores. */
class Objects {
  private readonly kinds = new Map<string, Map<string, KubeObject>>();

  add(object: KubeObject): void {
    const key = objectKey(object);
    const known = this.kinds.get(object.kind);
    if (known) known.set(key, object);
    else this.kinds.set(object.kind, new Map([[key, object]]));
  }

  lister<T>(kind: string): Lister<T> {
    const items = this.kinds.get(kind) ?? new Map<string, KubeObject>();
    return {
      get: (namespace, name) => items.get(namespace === '' ? name : `${namespace}/${name}`) as T | undefined,
      inNamespace: (namespace) => [...items.values()].filter(({ metadata }) => metadata.namespace === namespace) as T[],
      all: () => items.values() as Iterable<T>,
      size: items.size,
    };
  }
}

function stored(objects: readonly KubeObject[]): Objects {
  const store = new Objects();
  for (const object of [...always, ...teams, ...objects]) store.add(withIdentity(object, objects));
  return store;
}

/** uids, and a namespace for what needs one; a volume's claimRef gets the uid of the claim of that name. */
function withIdentity(object: KubeObject, objects: readonly KubeObject[]): KubeObject {
  const cluster = ['Namespace', 'PriorityClass', 'RuntimeClass', 'StorageClass', 'PersistentVolume', 'CSINode'];
  const metadata = { uid: `uid-${object.kind}-${object.metadata.name}`, ...object.metadata, ...(cluster.includes(object.kind) ? {} : { namespace: object.metadata.namespace ?? 'default' }) };
  if (object.kind === 'Namespace') metadata.labels = { 'kubernetes.io/metadata.name': metadata.name!, ...metadata.labels };
  const reference = object.kind === 'PersistentVolume' ? (object as unknown as PersistentVolume).spec?.claimRef : undefined;
  if (!reference || reference.uid) return { ...object, metadata };
  const claim = objects.find(({ kind, metadata: other }) => kind === 'PersistentVolumeClaim' && other.name === reference.name && (other.namespace ?? 'default') === reference.namespace);
  const claimRef = claim ? { ...reference, uid: claim.metadata.uid ?? `uid-PersistentVolumeClaim-${claim.metadata.name}` } : reference;
  return { ...object, metadata, spec: { ...object.spec, claimRef } };
}

function listersOf(store: Objects): Listers {
  return {
    namespaces: store.lister('Namespace'), services: store.lister('Service'), replicationControllers: store.lister('ReplicationController'),
    replicaSets: store.lister('ReplicaSet'), statefulSets: store.lister('StatefulSet'), persistentVolumes: store.lister('PersistentVolume'),
    persistentVolumeClaims: store.lister('PersistentVolumeClaim'), storageClasses: store.lister('StorageClass'), csiNodes: store.lister('CSINode'),
    podDisruptionBudgets: store.lister('PodDisruptionBudget'),
  };
}

/** Runs the framework of the default profile over the case, as the scheduler does for one attempt. */
export function decide({ nodes, existing, objects, pod }: SchedulerCase): Outcome {
  const others = objects ?? [];
  const cache = new Cache();
  for (const node of nodes) cache.setNode(node);
  for (const other of existing ?? []) {
    const phase = other.status?.phase;
    if (phase !== 'Succeeded' && phase !== 'Failed') cache.setPod(admit(other, others));
  }
  const random = new RandomSource('conformance');
  const log = new DecisionLog(() => 0);
  const framework = new Framework({
    profile: defaultProfile, snapshot: cache, listers: listersOf(stored(others)), nominator: new NominatedPods(), random: (purpose) => random.stream(purpose), nowUs: () => Number.MAX_SAFE_INTEGER,
  });
  const info = new PodInfo(admit(pod, others));
  const nothing = { gated: false, message: '', error: '', nominatedNode: '', victims: [], candidates: [] };
  if (framework.runPreEnqueue(info) !== null) return { ...nothing, gated: true, decision: undefined, message: 'Scheduling is blocked due to non-empty scheduling gates' };
  const result = new Algorithm(cache, random.stream('tie-break'), log).schedule(framework, info);
  const decision = log.of(info.key);
  if (result.error !== null) return { ...nothing, decision, error: result.error.message, message: result.error.message };
  if (result.diagnosis === null) return { ...nothing, decision };
  const { status, victims, nominatedNode, candidates } = framework.runPostFilter(result.state, info, result.diagnosis);
  result.diagnosis.postFilterMessage = status?.message ?? '';
  return { ...nothing, decision, message: result.diagnosis.message(), nominatedNode: nominatedNode ?? '', victims: victims.map(({ key }) => key), candidates };
}
