import { compareStrings } from '../../../apimachinery/equality.ts';
import { selectorFromLabelSelector } from '../../../apimachinery/labels.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { Process } from '../../../engine/index.ts';
import type { Session } from '../session.ts';
import type { DescribeContext } from './describer.ts';
import { describeEvents } from './events.ts';
import type { Lines } from './lines.ts';
import { httpTime } from './time.ts';

interface Limit {
  readonly type: string;
  readonly [field: string]: Readonly<Record<string, string>> | string | undefined;
}

const fields = ['min', 'max', 'defaultRequest', 'default', 'maxLimitRequestRatio'] as const;

/** Source: kubectl describe, describeLimitRange. */
export function* describeLimitRange(_session: Session, object: KubeObject, lines: Lines): Process<void> {
  lines.line(`Name:\t${object.metadata.name}`);
  lines.line(`Namespace:\t${object.metadata.namespace}`);
  lines.line('Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio');
  lines.line('----\t--------\t---\t---\t---------------\t-------------\t-----------------------');
  for (const limit of (object.spec.limits ?? []) as readonly Limit[]) {
    const lists = fields.map((field) => (limit[field] ?? {}) as Readonly<Record<string, string>>);
    const names = [...new Set(lists.flatMap((list) => Object.keys(list)))].sort(compareStrings);
    for (const name of names) lines.line([limit.type, name, ...lists.map((list) => list[name] ?? '-')].join('\t'));
  }
}

/** Source: kubectl describe, describePodDisruptionBudgetV1. */
export function* describeBudget(session: Session, object: KubeObject, lines: Lines, { showEvents }: DescribeContext): Process<void> {
  const { metadata, spec, status = {} } = object;
  lines.line(`Name:\t${metadata.name}`);
  lines.line(`Namespace:\t${metadata.namespace}`);
  if (spec.minAvailable !== undefined) lines.line(`Min available:\t${spec.minAvailable}`);
  else if (spec.maxUnavailable !== undefined) lines.line(`Max unavailable:\t${spec.maxUnavailable}`);
  lines.line(`Selector:\t${spec.selector ? selectorFromLabelSelector(spec.selector).toString() : '<unset>'}`);
  lines.line('Status:');
  lines.line(`    Allowed disruptions:\t${status.disruptionsAllowed ?? 0}`);
  lines.line(`    Current:\t${status.currentHealthy ?? 0}`);
  lines.line(`    Desired:\t${status.desiredHealthy ?? 0}`);
  lines.line(`    Total:\t${status.expectedPods ?? 0}`);
  if (showEvents) yield* describeEvents(session, object, lines);
}

/** Source: kubectl describe, describePriorityClass. */
export function* describePriorityClass(session: Session, object: KubeObject, lines: Lines, { showEvents }: DescribeContext): Process<void> {
  lines.line(`Name:\t${object.metadata.name}`);
  lines.line(`Value:\t${object.value}`);
  lines.line(`GlobalDefault:\t${Boolean(object.globalDefault)}`);
  lines.line(`PreemptionPolicy:\t${object.preemptionPolicy}`);
  lines.line(`Description:\t${object.description ?? ''}`);
  const annotations = Object.entries(object.metadata.annotations ?? {}).sort(([a], [b]) => compareStrings(a, b)).map(([key, value]) => `${key}=${value}`);
  lines.line(`Annotations:\t${annotations.join(',') || '<none>'}`);
  if (showEvents) yield* describeEvents(session, object, lines);
}

interface Metric {
  readonly resource?: { readonly name: string; readonly target: { readonly averageUtilization?: number; readonly averageValue?: string }; readonly current?: { readonly averageUtilization?: number; readonly averageValue?: string } };
}

/** Source: kubectl describe, describeHorizontalPodAutoscalerV2. */
export function* describeAutoscaler(session: Session, object: KubeObject, lines: Lines, { showEvents }: DescribeContext): Process<void> {
  const { metadata, spec, status = {} } = object;
  lines.line(`Name:\t${metadata.name}`);
  lines.line(`Namespace:\t${metadata.namespace}`);
  lines.labels(0, metadata.labels);
  lines.annotations(metadata.annotations);
  lines.line(`CreationTimestamp:\t${httpTime(metadata.creationTimestamp)}`);
  lines.line(`Reference:\t${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`);
  lines.line('Metrics:\t( current / target )');
  ((spec.metrics ?? []) as readonly Metric[]).forEach((metric, i) => metricLine(metric, (status.currentMetrics as readonly Metric[] | undefined)?.[i], lines));
  lines.line(`Min replicas:\t${spec.minReplicas ?? '<unset>'}`);
  lines.line(`Max replicas:\t${spec.maxReplicas}`);
  lines.line(`${spec.scaleTargetRef.kind} pods:\t${status.currentReplicas ?? 0} current / ${status.desiredReplicas ?? 0} desired`);
  if (status.conditions?.length > 0) {
    lines.line('Conditions:\n  Type\tStatus\tReason\tMessage');
    lines.at(1, '----\t------\t------\t-------');
    for (const one of status.conditions as readonly Record<string, string>[]) lines.at(1, `${one.type}\t${one.status}\t${one.reason}\t${one.message}`);
  }
  if (showEvents) yield* describeEvents(session, object, lines);
}

function metricLine({ resource }: Metric, current: Metric | undefined, lines: Lines): void {
  if (!resource) return;
  const { target, name } = resource;
  const now = current?.resource?.current;
  const value = now?.averageUtilization === undefined ? '<unknown>' : `${now.averageUtilization}% (${now.averageValue ?? '0'})`;
  if (target.averageUtilization === undefined) lines.at(1, `resource ${name} on pods:\t${now?.averageValue ?? '<unknown>'} / ${target.averageValue}`);
  else lines.at(1, `resource ${name} on pods  (as a percentage of request):\t${value} / ${target.averageUtilization}%`);
}
