import { selectorFromLabelSelector } from '../../../apimachinery/labels.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import { humanDuration, parseTime } from '../../../apimachinery/time.ts';
import type { Process } from '../../../engine/index.ts';
import type { Session } from '../session.ts';
import type { DescribeContext } from './describer.ts';
import { describeEvents } from './events.ts';
import type { Lines } from './lines.ts';
import { describePodTemplate } from './pod-template.ts';
import { httpTime } from './time.ts';
import { controlledBy } from './workload.ts';

const orUnset = (value: unknown): string => (value === undefined || value === null ? '<unset>' : String(value));

/** Source: kubectl describe, describeJob. */
export function* describeJob(session: Session, object: KubeObject, lines: Lines, { showEvents }: DescribeContext): Process<void> {
  const { metadata, spec, status = {} } = object;
  lines.line(`Name:\t${metadata.name}`);
  lines.line(`Namespace:\t${metadata.namespace}`);
  if (spec.selector) lines.line(`Selector:\t${selectorFromLabelSelector(spec.selector).toString()}`);
  lines.labels(0, metadata.labels);
  lines.annotations(metadata.annotations);
  controlledBy(object, lines);
  lines.line(`Parallelism:\t${orUnset(spec.parallelism)}`);
  lines.line(`Completions:\t${orUnset(spec.completions)}`);
  if (spec.completionMode) lines.line(`Completion Mode:\t${spec.completionMode}`);
  if (spec.suspend !== undefined) lines.line(`Suspend:\t${spec.suspend}`);
  if (spec.backoffLimit !== undefined) lines.line(`Backoff Limit:\t${spec.backoffLimit}`);
  if (spec.ttlSecondsAfterFinished !== undefined) lines.line(`TTL Seconds After Finished:\t${spec.ttlSecondsAfterFinished}`);
  times(object, lines);
  lines.line(status.ready === undefined
    ? `Pods Statuses:\t${status.active ?? 0} Active / ${status.succeeded ?? 0} Succeeded / ${status.failed ?? 0} Failed`
    : `Pods Statuses:\t${status.active ?? 0} Active (${status.ready} Ready) / ${status.succeeded ?? 0} Succeeded / ${status.failed ?? 0} Failed`);
  if (spec.completionMode === 'Indexed') lines.line(`Completed Indexes:\t${status.completedIndexes || '<none>'}`);
  describePodTemplate(spec.template, lines);
  if (showEvents) yield* describeEvents(session, object, lines);
}

function times({ spec, status = {} }: KubeObject, lines: Lines): void {
  if (status.startTime) lines.line(`Start Time:\t${httpTime(status.startTime)}`);
  if (status.completionTime) lines.line(`Completed At:\t${httpTime(status.completionTime)}`);
  if (status.startTime && status.completionTime) lines.line(`Duration:\t${humanDuration(parseTime(status.completionTime) - parseTime(status.startTime))}`);
  if (spec.activeDeadlineSeconds !== undefined) lines.line(`Active Deadline Seconds:\t${spec.activeDeadlineSeconds}s`);
}

/** Source: kubectl describe, describeCronJob. */
export function* describeCronJob(session: Session, object: KubeObject, lines: Lines, { showEvents }: DescribeContext): Process<void> {
  const { metadata, spec, status = {} } = object;
  const job = spec.jobTemplate.spec;
  lines.line(`Name:\t${metadata.name}`);
  lines.line(`Namespace:\t${metadata.namespace}`);
  lines.labels(0, metadata.labels);
  lines.annotations(metadata.annotations);
  lines.line(`Schedule:\t${spec.schedule}`);
  lines.line(`Concurrency Policy:\t${spec.concurrencyPolicy}`);
  lines.line(`Suspend:\t${spec.suspend === undefined ? '<unset>' : spec.suspend ? 'True' : 'False'}`);
  lines.line(`Successful Job History Limit:\t${orUnset(spec.successfulJobsHistoryLimit)}`);
  lines.line(`Failed Job History Limit:\t${orUnset(spec.failedJobsHistoryLimit)}`);
  lines.line(`Starting Deadline Seconds:\t${spec.startingDeadlineSeconds === undefined ? '<unset>' : `${spec.startingDeadlineSeconds}s`}`);
  lines.line(`Selector:\t${job.selector ? selectorFromLabelSelector(job.selector).toString() : '<unset>'}`);
  lines.line(`Parallelism:\t${orUnset(job.parallelism)}`);
  lines.line(`Completions:\t${orUnset(job.completions)}`);
  describePodTemplate(job.template, lines);
  lines.line(`Last Schedule Time:\t${status.lastScheduleTime ? httpTime(status.lastScheduleTime) : '<unset>'}`);
  const active = ((status.active ?? []) as readonly { name: string }[]).map(({ name }) => name);
  lines.line(`Active Jobs:\t${active.join(', ') || '<none>'}`);
  if (showEvents) yield* describeEvents(session, object, lines);
}
