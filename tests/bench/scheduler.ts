import { schedulingThroughput, type Workload } from '../../src/simulation/components/kube-scheduler/throughput.bench.ts';
import type { Figure } from './table.ts';

/** Scheduling cycles per CPU second with the default profile: plain pods, and how much harder constraints make it. */
export function scheduler(): Figure[] {
  return [...ofSize(100, 10_000, '≥ 5,000'), ...ofSize(5_000, 5_000, '≥ 2,000')];
}

function ofSize(nodes: number, pods: number, target: string): Figure[] {
  const perSecond = (workload: Workload): number => schedulingThroughput(nodes, pods, workload).podsPerSecond;
  perSecond('plain');
  const plain = perSecond('plain');
  const slowest = Math.min(...(['affinity', 'anti-affinity', 'spread'] as const).map(perSecond));
  return [
    { name: `kube-scheduler, ${nodes.toLocaleString('en-US')} nodes: pods per CPU second`, value: plain, unit: '/s', target },
    { name: '… plain against the slowest of affinity, anti-affinity, spreading', value: plain / slowest, unit: '×', target: '≤ 4' },
  ];
}
