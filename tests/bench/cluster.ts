import '../../src/simulation/cluster/with-kubectl.ts';
import { type Topology, workers } from '../../src/protocol/index.ts';
import { Cluster } from '../../src/simulation/cluster/cluster.ts';
import { nginxDeployment } from '../harness/manifests.ts';
import { allNodesReady, runUntilDone } from '../harness/wait.ts';
import { cpuSeconds, heapMegabytes, median } from './cpu.ts';
import type { Figure } from './table.ts';

const SECOND_US = 1_000_000;
const ROUNDS = 5;

const large = { cpu: '32', memory: '128Gi' } as const;

function booted(topology: Topology): Cluster {
  const cluster = Cluster.create({ seed: 'bench', topology });
  runUntilDone(cluster, 'boot', () => allNodesReady(cluster), 300 * SECOND_US, SECOND_US);
  return cluster;
}

/** CPU seconds from apply to the Deployment's own word that all replicas are ready. */
function rollOut(cluster: Cluster, deployments: number, replicas: number): number {
  const done = (name: string): boolean => cluster.object(`deployments/default/${name}`)?.status?.readyReplicas === replicas;
  return cpuSeconds(() => {
    for (let i = 0; i < deployments; i++) cluster.execute({ type: 'apply', manifest: nginxDeployment(replicas, `web-${i}`).replaceAll('app: nginx', `app: web-${i}`) });
    for (let i = 0; i < deployments; i++) runUntilDone(cluster, `rollout ${i}`, () => done(`web-${i}`), 7_200 * SECOND_US, SECOND_US);
  });
}

/**
 * The headline: 1,000 pods on 10 nodes, then 10,000 on 100, per pod. The first time is that of a process that has just
 * started and still compiles what it runs; the others are those of one that runs for a while, as a worker does.
 */
export function deployments(): Figure[] {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS + 3; round++) times.push(rollOut(booted(workers({ count: 10, ...large })), 1, 1_000));
  const thousand = median(times.slice(-ROUNDS));
  const tenThousand = rollOut(booted(workers({ count: 100, ...large })), 10, 1_000);
  return [
    { name: 'Deployment of 1,000 on 10 nodes, apply to all Ready', value: thousand, unit: 'CPU s', target: '≤ 1 (peer: 43)' },
    { name: '… in a process that has just started', value: times[0], unit: 'CPU s', target: '' },
    { name: '10,000 pods on 100 nodes: cost per pod, ratio to 1,000', value: tenThousand / 10 / thousand, unit: '×', target: '≤ 1.5' },
  ];
}

/** How much faster than real time a cluster goes in which nothing but heartbeats happens. */
export function idle(): Figure {
  const cluster = booted(workers({ count: 100 }));
  const tenMinutes = (): number => cpuSeconds(() => cluster.runUntil(cluster.nowUs + 600 * SECOND_US));
  tenMinutes();
  return { name: 'idle cluster of 100 nodes', value: 600 / median(Array.from({ length: ROUNDS }, tenMinutes)), unit: '× real time', target: '≥ 1,000' };
}

/** 1,000 nodes and 30,000 pods. */
export function up(): Figure[] {
  const startMs = performance.now();
  const cluster = booted(workers({ count: 1_000, ...large }));
  const cpu = rollOut(cluster, 30, 1_000);
  const seconds = (performance.now() - startMs) / 1000;
  const heap = heapMegabytes();
  // Asked for after the measurement, so that the cluster is still there while the heap is measured.
  const pods = cluster.objects('pods').length;
  return [
    { name: `1,000 nodes and ${pods.toLocaleString('en-US')} pods come up`, value: seconds, unit: 's', target: '≤ 60' },
    { name: '… CPU from the first apply on', value: cpu, unit: 'CPU s', target: '' },
    { name: '… heap afterwards', value: heap, unit: 'MB', target: '≤ 1,500' },
  ];
}

/** A Deployment from nothing to 10,000 replicas and back, on 1,000 nodes. */
export function scale(): Figure {
  const cluster = booted(workers({ count: 1_000, ...large }));
  cluster.execute({ type: 'apply', manifest: nginxDeployment(0, 'web') });
  cluster.runUntil(cluster.nowUs + 5 * SECOND_US);
  const ready = (): number => cluster.object('deployments/default/web')?.status?.readyReplicas ?? 0;
  const to = (replicas: number, done: () => boolean): void => {
    cluster.execute({ type: 'kubectl', line: `scale deployment web --replicas=${replicas}` });
    runUntilDone(cluster, `scale to ${replicas}`, done, 7_200 * SECOND_US, 5 * SECOND_US);
  };
  const seconds = cpuSeconds(() => {
    to(10_000, () => ready() === 10_000);
    to(0, () => ready() === 0 && cluster.objects('pods').length === 0);
  });
  return { name: 'a Deployment from 0 to 10,000 to 0 on 1,000 nodes', value: seconds, unit: 'CPU s', target: '≤ 20' };
}
