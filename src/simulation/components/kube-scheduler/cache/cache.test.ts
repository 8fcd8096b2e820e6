import type { Node, Pod } from 'kubernetes-types/core/v1.d.ts';
import { describe, expect, test } from 'vitest';
import { selectorFromSet } from '../../../apimachinery/labels.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { RandomStream } from '../../../engine/index.ts';
import { NodeInfo } from '../framework/node-info.ts';
import { PodInfo } from '../framework/pod-info.ts';
import { Cache } from './cache.ts';
import type { PodQuery } from './pod-counts.ts';

const ZONE = 'topology.kubernetes.io/zone';

const node = (name: string, zone: string): Typed<Node> =>
  ({ apiVersion: 'v1', kind: 'Node', metadata: { name, labels: { [ZONE]: zone } }, spec: {}, status: { allocatable: { cpu: '4', memory: '8Gi', pods: '10' }, images: [{ names: [`img-${zone}`], sizeBytes: 5 }] } });

const pod = (uid: string, nodeName: string, app: string, deleted = false): Typed<Pod> => ({
  apiVersion: 'v1', kind: 'Pod',
  metadata: { name: uid, namespace: 'default', uid, labels: { app }, ...(deleted && { deletionTimestamp: '2025-01-01T00:00:00Z' }) },
  spec: {
    nodeName, containers: [{ name: 'c', image: 'nginx', ports: [{ containerPort: 80, hostPort: 8000 }], resources: { requests: { cpu: '100m', memory: '1Mi', 'example.com/gpu': '1' } } }],
    affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: ZONE, labelSelector: { matchLabels: { app } } }] } },
  },
});

const query = (app: string): PodQuery => ({ key: app, namespaces: new Set(['default']), selectors: [selectorFromSet({ app })], aliveOnly: true });

/** What the cache must say, counted anew from the objects. */
function expected(nodes: ReadonlyMap<string, Typed<Node>>, pods: ReadonlyMap<string, Typed<Pod>>) {
  const perZone = new Map<string, number>();
  const terms = new Map<string, number>();
  const infos = new Map([...nodes].map(([name, object]) => [name, new NodeInfo(object)]));
  for (const object of pods.values()) {
    const info = infos.get(object.spec!.nodeName!);
    if (!info) continue;
    info.addPod(new PodInfo(object));
    const zone = info.labels[ZONE]!;
    const app = object.metadata.labels!.app!;
    terms.set(`${app}/${zone}`, (terms.get(`${app}/${zone}`) ?? 0) + 1);
    if (app === 'a' && !object.metadata.deletionTimestamp) perZone.set(zone, (perZone.get(zone) ?? 0) + 1);
  }
  return { perZone, terms, infos };
}

describe('Cache', () => {
  test('whatever comes and goes, the sums are those counted anew', () => {
    const random = new RandomStream('cache');
    const cache = new Cache();
    const nodes = new Map<string, Typed<Node>>();
    const pods = new Map<string, Typed<Pod>>();
    const count = cache.counts.count(query('a'));
    for (let step = 0; step < 3000; step++) {
      const name = `n${random.int(6)}`;
      const uid = `p${random.int(30)}`;
      switch (random.int(6)) {
        case 0: {
          const object = node(name, `z${random.int(3)}`);
          nodes.set(name, object);
          cache.setNode(object);
          break;
        }
        case 1:
          if (!random.chance(1, 4)) break;
          nodes.delete(name);
          cache.removeNode(name);
          break;
        case 2:
          pods.delete(uid);
          cache.removePod(uid);
          break;
        default: {
          const object = pod(uid, pods.get(uid)?.spec!.nodeName ?? name, random.chance(1, 2) ? 'a' : 'b', random.chance(1, 5));
          pods.set(uid, object);
          cache.setPod(object);
        }
      }
      if (step % 50 !== 0) continue;
      const { perZone, terms, infos } = expected(nodes, pods);
      expect(new Map(count.table([ZONE]).sums[0])).toEqual(perZone);
      const ours = new Map([...cache.terms.requiredAnti.values()].flatMap(({ term, byValue }) => [...byValue].map(([zone, pods]) => [`${term.selector.toString().slice(4)}/${zone}`, pods] as const)));
      expect(ours).toEqual(terms);
      expect(cache.nodes.map((info) => info.name).sort()).toEqual([...nodes.keys()].sort());
      for (const [i, info] of cache.nodes.entries()) {
        const anew = infos.get(info.name)!;
        expect(info.index).toBe(i);
        expect({ cpu: info.milliCpu, memory: info.memoryBytes, pods: info.pods.length, gpu: info.scalars.get('example.com/gpu') ?? 0, ports: info.ports?.size ?? 0, affinity: info.podsWithAffinity })
          .toEqual({ cpu: anew.milliCpu, memory: anew.memoryBytes, pods: anew.pods.length, gpu: anew.scalars.get('example.com/gpu') ?? 0, ports: anew.ports?.size ?? 0, affinity: anew.podsWithAffinity });
        const zone = info.labels[ZONE]!;
        expect(info.images!.get(`img-${zone}`)!.numNodes).toBe([...nodes.values()].filter(({ metadata }) => metadata.labels![ZONE] === zone).length);
      }
      const domains = new Map<string, number>();
      for (const { metadata } of nodes.values()) domains.set(metadata.labels![ZONE]!, (domains.get(metadata.labels![ZONE]!) ?? 0) + 1);
      expect(new Map(cache.domains([ZONE])[0])).toEqual(domains);
    }
  });

  test('an assumed pod takes room until it is forgotten or confirmed', () => {
    const cache = new Cache();
    cache.setNode(node('n1', 'z'));
    const info = new PodInfo(pod('p', '', 'a'));
    cache.assume(info, 'n1');
    expect(cache.get('n1')!.milliCpu).toBe(100);
    cache.forget(info);
    expect(cache.get('n1')!.milliCpu).toBe(0);
    cache.assume(info, 'n1');
    cache.setPod(pod('p', 'n1', 'a'));
    expect(cache.isAssumed('p')).toBe(false);
    cache.forget(info);
    expect(cache.get('n1')!.pods).toHaveLength(1);
  });

  test('a pod may be known before its node', () => {
    const cache = new Cache();
    cache.setPod(pod('p', 'n1', 'a'));
    expect(cache.counts.count(query('a')).byNode.size).toBe(0);
    cache.setNode(node('n1', 'z'));
    expect(cache.get('n1')!.pods).toHaveLength(1);
    expect(cache.counts.count(query('a')).byNode.size).toBe(1);
  });
});
