import { controllerOf, type KubeObject } from '../../../src/simulation/apimachinery/meta.ts';
import type { Names } from './names.ts';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

interface ContainerStatus {
  readonly name: string;
  readonly restartCount: number;
  readonly state?: { readonly waiting?: { reason?: string }; readonly running?: object; readonly terminated?: { exitCode: number; reason?: string } };
}

/** What changed of a pod, a line each. */
export function describePod(before: KubeObject | undefined, after: KubeObject | undefined, names: Names): string[] {
  if (!after) return [`removed phase=${before!.status?.phase}`];
  const lines: string[] = [];
  const owner = controllerOf(after);
  if (!before) lines.push(`created by ${owner ? names.ownerText(owner) : 'nobody'}`);
  lines.push(...placement(before, after));
  if (before?.status?.phase !== after.status?.phase) lines.push(`phase=${after.status?.phase}`);
  lines.push(...ready(before, after), ...containers(before, after));
  if (!before?.status?.podIP && after.status?.podIP) lines.push('podIP assigned');
  lines.push(...disruption(before, after), ...deletion(before, after));
  return lines;
}

const conditionOf = (pod: KubeObject | undefined, type: string): Condition | undefined => (pod?.status?.conditions as Condition[] | undefined)?.find((condition) => condition.type === type);

function placement(before: KubeObject | undefined, after: KubeObject): string[] {
  if (!before?.spec?.nodeName && after.spec?.nodeName) return [`scheduled to ${after.spec.nodeName}`];
  const [old, now] = [conditionOf(before, 'PodScheduled'), conditionOf(after, 'PodScheduled')];
  return now?.status === 'False' && now.message !== old?.message ? [`unschedulable: ${now.message}`] : [];
}

function ready(before: KubeObject | undefined, after: KubeObject): string[] {
  const [old, now] = [conditionOf(before, 'Ready'), conditionOf(after, 'Ready')];
  if (!now || (old?.status === now.status && old.reason === now.reason)) return [];
  return [`Ready=${now.status}${now.reason ? ` reason=${now.reason}` : ''}`];
}

const statuses = (pod: KubeObject | undefined): readonly ContainerStatus[] => (pod?.status?.containerStatuses as ContainerStatus[] | undefined) ?? [];

function containers(before: KubeObject | undefined, after: KubeObject): string[] {
  return statuses(after).flatMap((status) => {
    const old = statuses(before).find(({ name }) => name === status.name);
    const [was, is] = [old && stateText(old), stateText(status)];
    return was === is ? [] : [`container ${status.name} ${is}`];
  });
}

function stateText({ state, restartCount }: ContainerStatus): string {
  const restarts = restartCount > 0 ? ` restarts=${restartCount}` : '';
  if (state?.running) return `running${restarts}`;
  if (state?.terminated) return `terminated exit=${state.terminated.exitCode} reason=${state.terminated.reason}${restarts}`;
  return `waiting ${state?.waiting?.reason ?? ''}${restarts}`;
}

function disruption(before: KubeObject | undefined, after: KubeObject): string[] {
  const [old, now] = [conditionOf(before, 'DisruptionTarget'), conditionOf(after, 'DisruptionTarget')];
  return now && (old?.status !== now.status || old.reason !== now.reason) ? [`DisruptionTarget=${now.status} reason=${now.reason}`] : [];
}

function deletion(before: KubeObject | undefined, after: KubeObject): string[] {
  const [old, now] = [before?.metadata, after.metadata];
  if (!now.deletionTimestamp) return [];
  if (!old?.deletionTimestamp) return [`deletionTimestamp set grace=${now.deletionGracePeriodSeconds}`];
  return old.deletionGracePeriodSeconds === now.deletionGracePeriodSeconds ? [] : [`deletion grace changed to ${now.deletionGracePeriodSeconds}`];
}
