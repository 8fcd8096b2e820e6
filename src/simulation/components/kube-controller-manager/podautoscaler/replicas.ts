import { timeToUs } from '../../../apimachinery/time.ts';
import { podCondition, type PodObject } from '../pod-state.ts';

/** What one pod uses of one resource: cpu in millicores, memory in bytes. */
export interface PodUsage {
  readonly usage: number;
  readonly timestampUs: number;
  readonly windowUs: number;
}

/** What a metric wants: per cent of the request, or an amount per pod. */
export type UsageTarget = { readonly kind: 'utilization'; readonly percent: number } | { readonly kind: 'average'; readonly amount: number };

export interface Proposal {
  readonly replicas: number;
  /** Of the pods that were measured. */
  readonly percent: number | undefined;
  readonly average: number;
}

interface Groups {
  readonly ready: number;
  readonly unready: Set<string>;
  readonly missing: Set<string>;
  readonly ignored: Set<string>;
}

const CPU_INITIALIZATION_US = 300_000_000;
const INITIAL_READINESS_US = 30_000_000;
/** Within a tenth of the target nothing is scaled. */
const TOLERANCE = 0.1;

/** Sorts pods by what their metrics are worth. Source: kubernetes v1.32 pkg/controller/podautoscaler/replica_calculator.go, groupPods. */
export function groupPods(pods: readonly PodObject[], usages: ReadonlyMap<string, PodUsage>, resource: string, nowUs: number): Groups {
  const groups = { ready: 0, unready: new Set<string>(), missing: new Set<string>(), ignored: new Set<string>() };
  for (const pod of pods) {
    const name = pod.metadata.name!;
    const usage = usages.get(name);
    if (pod.metadata.deletionTimestamp || pod.status?.phase === 'Failed') groups.ignored.add(name);
    else if (pod.status?.phase === 'Pending') groups.unready.add(name);
    else if (!usage) groups.missing.add(name);
    else if (resource === 'cpu' && isStarting(pod, usage, nowUs)) groups.unready.add(name);
    else groups.ready++;
  }
  return groups;
}

/** The cpu that a program burns to start says nothing about its load. */
function isStarting(pod: PodObject, usage: PodUsage, nowUs: number): boolean {
  const ready = podCondition(pod, 'Ready');
  const startUs = timeToUs(pod.status?.startTime);
  if (!ready || startUs === undefined) return true;
  const changedUs = timeToUs(ready.lastTransitionTime) ?? 0;
  if (startUs + CPU_INITIALIZATION_US > nowUs) return ready.status === 'False' || usage.timestampUs < changedUs + usage.windowUs;
  return ready.status === 'False' && startUs + INITIAL_READINESS_US > changedUs;
}

/**
 * How many replicas would bring the measured usage to the target; undefined when nothing was measured.
 * Source: replica_calculator.go, GetResourceReplicas and calcPlainMetricReplicas.
 */
export function proposeReplicas(
  current: number, pods: readonly PodObject[], usages: ReadonlyMap<string, PodUsage>, requests: ReadonlyMap<string, number>, resource: string, target: UsageTarget, nowUs: number,
): Proposal | undefined {
  const groups = groupPods(pods, usages, resource, nowUs);
  const measured = new Map<string, number>();
  for (const [name, { usage }] of usages) if (!groups.ignored.has(name) && !groups.unready.has(name)) measured.set(name, usage);
  const first = ratioOf(measured, requests, target);
  if (!first) return undefined;
  const { ratio } = first;
  const proposal = { percent: first.percent, average: first.average };
  const countsUnready = groups.unready.size > 0 && ratio > 1;
  if (!countsUnready && groups.missing.size === 0) return { ...proposal, replicas: isNear(ratio) ? current : Math.ceil(ratio * groups.ready) };
  for (const name of groups.missing) {
    // Unknown pods are taken for what would scale least.
    if (ratio < 1) measured.set(name, target.kind === 'average' ? target.amount : Math.floor(((requests.get(name) ?? 0) * Math.max(100, target.percent)) / 100));
    else if (ratio > 1) measured.set(name, 0);
  }
  if (countsUnready) for (const name of groups.unready) measured.set(name, 0);
  const again = ratioOf(measured, requests, target)!.ratio;
  if (isNear(again) || (ratio < 1 && again > 1) || (ratio > 1 && again < 1)) return { ...proposal, replicas: current };
  const replicas = Math.ceil(again * measured.size);
  const wrongWay = (again < 1 && replicas > current) || (again > 1 && replicas < current);
  return { ...proposal, replicas: wrongWay ? current : replicas };
}

const isNear = (ratio: number): boolean => Math.abs(1 - ratio) <= TOLERANCE;

function ratioOf(measured: ReadonlyMap<string, number>, requests: ReadonlyMap<string, number>, target: UsageTarget): { ratio: number; percent: number | undefined; average: number } | undefined {
  let [usage, request] = [0, 0];
  for (const [name, amount] of measured) {
    usage += amount;
    request += requests.get(name) ?? 0;
  }
  if (measured.size === 0) return undefined;
  const average = Math.floor(usage / measured.size);
  if (target.kind === 'average') return { ratio: usage / (target.amount * measured.size), percent: undefined, average };
  if (request === 0) return undefined;
  const percent = Math.floor((usage * 100) / request);
  return { ratio: percent / target.percent, percent, average };
}
