import { type Topology, workers } from '../../src/protocol/index.ts';
import { Cluster } from '../../src/simulation/cluster/cluster.ts';
import { nginxDeployment } from '../harness/manifests.ts';
import { allNodesReady, runUntilDone } from '../harness/wait.ts';
import { cpuSeconds, heapMegabytes } from './cpu.ts';
import type { Figure } from './table.ts';

function booted(topology: Topology): Cluster {
  const cluster = Cluster.create({ seed: 'bench', topology });
  runUntilDone(cluster, 'boot', () => allNodesReady(cluster), 300_000_000, 1_000_000);
  return cluster;
}

/** CPU seconds from apply to the Deployment's own word that all replicas are ready. */
function rollOut(cluster: Cluster, deployments: number, replicas: number): number {
  const done = (name: string): boolean => cluster.object(`deployments/default/${name}`)?.status?.readyReplicas === replicas;
  return cpuSeconds(() => {
    for (let i = 0; i < deployments; i++) cluster.execute({ type: 'apply', manifest: nginxDeployment(replicas, `web-${i}`).replaceAll('app: nginx', `app: web-${i}`) });
    for (let i = 0; i < deployments; i++) runUntilDone(cluster, `rollout ${i}`, () => done(`web-${i}`), 7_200_000_000, 1_000_000);
  });
}

/** The headline: 1,000 pods on 10 nodes, then 10,000 on 100, per pod. */
export function deployments(): Figure[] {
  rollOut(booted(workers({ count: 10 })), 1, 200);
  const thousand = rollOut(booted(workers({ count: 10, cpu: '32', memory: '128Gi' })), 1, 1_000);
  const tenThousand = rollOut(booted(workers({ count: 100, cpu: '32', memory: '128Gi' })), 10, 1_000);
  return [
    { name: 'Deployment of 1,000 on 10 nodes, apply to all Ready', value: thousand, unit: 'CPU s', target: '≤ 1 (peer: 43)' },
    { name: '10,000 pods on 100 nodes: cost per pod, ratio to 1,000', value: tenThousand / 10 / thousand, unit: '×', target: '≤ 1.5' },
  ];
}

/** How much faster than real time a cluster goes in which nothing but heartbeats happens. */
export function idle(): Figure {
  const cluster = booted(workers({ count: 100 }));
  cluster.runUntil(cluster.nowUs + 60_000_000);
  const seconds = cpuSeconds(() => cluster.runUntil(cluster.nowUs + 600_000_000));
  return { name: 'idle cluster of 100 nodes', value: 600 / seconds, unit: '× real time', target: '≥ 1,000' };
}

/** 1,000 nodes and 30,000 pods. */
export function large(): Figure[] {
  const startMs = performance.now();
  const cluster = booted(workers({ count: 1_000, cpu: '32', memory: '128Gi' }));
  rollOut(cluster, 30, 1_000);
  const seconds = (performance.now() - startMs) / 1000;
  return [
    { name: '1,000 nodes and 30,000 pods come up', value: seconds, unit: 's', target: '≤ 60' },
    { name: '… heap afterwards', value: heapMegabytes(), unit: 'MB', target: '≤ 1,500' },
  ];
}
