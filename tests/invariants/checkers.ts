import { type KubeObject, objectKey } from '../../src/simulation/apimachinery/meta.ts';
import { Client, resources, SharedInformer } from '../../src/simulation/client-go/index.ts';
import type { Cluster } from '../../src/simulation/cluster/cluster.ts';
import { Actor, Machine } from '../../src/simulation/engine/index.ts';
import { allNodesReady } from '../harness/wait.ts';

/** Looks on during a run and complains about what must never happen. */
export class Checkers {
  readonly complaints: string[] = [];
  private lastRevision = 0;
  private readonly nodeOfPod = new Map<string, string>();
  /** Per pod key: the revisions that etcd committed, and those that an informer saw. */
  private readonly committed = new Map<string, Set<number>>();
  private readonly seen = new Map<string, number[]>();
  private readonly cluster: Cluster;
  private hooked = false;

  constructor(cluster: Cluster) {
    this.cluster = cluster;
    this.startInformer();
  }

  /** Starts to look as soon as etcd is there. */
  attach(): void {
    const { store } = this.cluster;
    if (this.hooked) return;
    this.hooked = true;
    for (const kv of store.rangeAt({ key: '/registry/pods/', rangeEnd: '/registry/pods0' }, store.revision).kvs) this.note(kv.key, kv.modRevision);
    store.onCommit(({ kv, type }) => {
      if (kv.modRevision < this.lastRevision) this.complaints.push(`revision went back from ${this.lastRevision} to ${kv.modRevision}`);
      this.lastRevision = kv.modRevision;
      if (!kv.key.startsWith('/registry/pods/')) return;
      this.note(kv.key, kv.modRevision);
      if (type === 'put') this.checkNode(kv.value as KubeObject);
    });
  }

  /** An informer's history of an object must be a subsequence of etcd's. */
  checkInformer(): void {
    for (const [key, revisions] of this.seen) {
      const committed = this.committed.get(key);
      revisions.forEach((revision, i) => {
        if (!committed?.has(revision)) this.complaints.push(`informer saw ${key} at revision ${revision}, which etcd never had`);
        // A relist tells of the same revision again, as client-go does; an older one must never come.
        if (i > 0 && revision < revisions[i - 1]) this.complaints.push(`informer saw ${key} go back from ${revisions[i - 1]} to ${revision}`);
      });
    }
  }

  get informerEvents(): number {
    let sum = 0;
    for (const revisions of this.seen.values()) sum += revisions.length;
    return sum;
  }

  private note(etcdKey: string, revision: number): void {
    const key = etcdKey.slice('/registry/pods/'.length);
    let revisions = this.committed.get(key);
    if (!revisions) this.committed.set(key, (revisions = new Set()));
    revisions.add(revision);
  }

  private checkNode(pod: KubeObject): void {
    const uid = pod.metadata.uid!;
    const node = pod.spec?.nodeName as string | undefined;
    const known = this.nodeOfPod.get(uid);
    if (known !== undefined && known !== node) this.complaints.push(`pod ${objectKey(pod)} moved from ${known} to ${node}`);
    if (node) this.nodeOfPod.set(uid, node);
  }

  private startInformer(): void {
    const { cluster, seen } = this;
    const machine = new Machine('onlooker', 'outside');
    const actor = new Actor(cluster.engine, machine, 'informer', function* (self) {
      const client = new Client(self, () => cluster.assembly.apiserver, { user: 'kubernetes-admin', userAgent: 'onlooker', qps: -1 });
      const informer = new SharedInformer(client, resources.pods);
      const note = (pod: KubeObject): void => {
        const key = objectKey(pod);
        const revisions = seen.get(key) ?? [];
        revisions.push(Number(pod.metadata.resourceVersion));
        seen.set(key, revisions);
      };
      informer.addHandler({ onAdd: note, onUpdate: (_old, pod) => note(pod) });
      yield* informer.run();
    });
    actor.start();
  }
}

/** What is not yet whole: empty once the cluster has become what its specs say. */
export function unfinished(cluster: Cluster, replicas: number): string[] {
  const problems: string[] = [];
  if (!allNodesReady(cluster)) problems.push('not all nodes are ready');
  const deployment = cluster.object('deployments/default/nginx-deployment');
  const status = deployment?.status;
  const spec = deployment?.spec;
  if (spec?.replicas !== replicas) problems.push(`spec.replicas is ${spec?.replicas}, not ${replicas}`);
  for (const field of ['replicas', 'readyReplicas', 'updatedReplicas', 'availableReplicas'] as const) {
    if ((status?.[field] ?? 0) !== replicas) problems.push(`status.${field} is ${status?.[field] ?? 0}, not ${replicas}`);
  }
  const pods = cluster.objects('pods').filter((pod) => pod.metadata.namespace === 'default');
  if (pods.length !== replicas) problems.push(`there are ${pods.length} pods, not ${replicas}`);
  const slices = cluster.objects('endpointslices').filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === 'nginx');
  const endpoints = slices.flatMap((slice): { conditions?: { ready?: boolean } }[] => slice.endpoints ?? []);
  const ready = endpoints.filter((endpoint) => endpoint.conditions?.ready).length;
  if (ready !== replicas) problems.push(`the Service has ${ready} ready endpoints, not ${replicas}`);
  return problems;
}
