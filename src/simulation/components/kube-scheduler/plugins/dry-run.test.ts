import type { Node, Pod, PodSpec } from 'kubernetes-types/core/v1.d.ts';
import { describe, expect, test } from 'vitest';
import type { Typed } from '../../../apimachinery/meta.ts';
import { RandomStream } from '../../../engine/index.ts';
import { Cache } from '../cache/cache.ts';
import { CycleState } from '../framework/cycle-state.ts';
import type { Lister, Listers } from '../framework/listers.ts';
import { PodInfo } from '../framework/pod-info.ts';
import { Framework } from '../framework/runtime.ts';
import { NominatedPods } from '../queue/nominated-pods.ts';
import { defaultProfile } from './registry.ts';

const ZONE = 'topology.kubernetes.io/zone';
const HOST = 'kubernetes.io/hostname';
const none: Lister<never> = { get: () => undefined, inNamespace: () => [], all: () => [], size: 0 };
const listers: Listers = {
  namespaces: none, services: none, replicationControllers: none, replicaSets: none, statefulSets: none, persistentVolumes: none,
  persistentVolumeClaims: none, storageClasses: none, csiNodes: none, podDisruptionBudgets: none,
};

function node(index: number): Typed<Node> {
  const name = `n${index}`;
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels: { [HOST]: name, [ZONE]: `z${index % 3}` } }, spec: {}, status: { allocatable: { cpu: '100', memory: '100Gi', pods: '110' } } };
}

const app = (random: RandomStream): string => random.pick(['a', 'b', 'c']);
const term = (random: RandomStream) => ({ topologyKey: random.pick([ZONE, HOST]), labelSelector: { matchLabels: { app: app(random) } } });

/** A pod with some constraints on where others are. */
function pod(uid: string, random: RandomStream, nodeName?: string): Typed<Pod> {
  const spec: PodSpec = { containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu: '1' } } }], ...(nodeName && { nodeName }) };
  if (random.chance(1, 3)) spec.affinity = { ...spec.affinity, podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term(random)] } };
  if (random.chance(1, 3)) spec.affinity = { ...spec.affinity, podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: random.chance(1, 2) ? [term(random)] : [term(random), term(random)] } };
  if (random.chance(1, 2)) {
    spec.topologySpreadConstraints = [ZONE, HOST].slice(random.int(2)).map((topologyKey) => ({
      topologyKey, maxSkew: random.between(1, 2), whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: app(random) } }, ...(random.chance(1, 3) && { minDomains: random.between(1, 4) }),
    }));
  }
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: uid, uid, namespace: 'default', labels: { app: app(random) } }, spec };
}

function world(pods: readonly Typed<Pod>[], count: number) {
  const cache = new Cache();
  for (let i = 0; i < count; i++) cache.setNode(node(i));
  for (const other of pods) cache.setPod(other);
  const random = new RandomStream('world');
  const framework = new Framework({ profile: defaultProfile, snapshot: cache, listers, nominator: new NominatedPods(), random: () => random, nowUs: () => 0 });
  return { cache, framework };
}

describe('dry runs', () => {
  test('taking pods off a node, and putting some back, gives the verdict of a cluster that is like that', () => {
    const random = new RandomStream('dry-run');
    const verdicts = new Set<string>();
    for (let round = 0; round < 400; round++) {
      const count = random.between(2, 5);
      const pods = Array.from({ length: random.between(0, 12) }, (_, i) => pod(`p${i}`, random, `n${random.int(count)}`));
      const incoming = new PodInfo(pod('incoming', random));
      const { cache, framework } = world(pods, count);
      const state = new CycleState();
      expect(framework.runPreFilter(state, incoming).rejection).toBeNull();
      for (const original of cache.nodes) {
        const trial = original.clone();
        const trialState = state.clone();
        const gone = original.pods.filter(() => random.chance(1, 2));
        for (const other of original.pods) {
          trial.removePod(other.uid);
          framework.removePod(trialState, incoming, other, trial);
        }
        for (const other of original.pods.filter((other) => !gone.includes(other))) {
          trial.addPod(other);
          framework.addPod(trialState, incoming, other, trial);
        }
        const anew = world(pods.filter(({ metadata }) => !gone.some(({ uid }) => uid === metadata.uid)), count);
        const anewState = new CycleState();
        anew.framework.runPreFilter(anewState, incoming);
        const expected = anew.framework.runFilters(anewState, incoming, anew.cache.get(original.name)!);
        const ours = framework.runFilters(trialState, incoming, trial);
        verdicts.add(expected?.message ?? 'fits');
        expect(ours?.message).toBe(expected?.message);
      }
    }
    expect(verdicts.size).toBe(5);
  });
});
