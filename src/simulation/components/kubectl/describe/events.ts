import type { KubeObject } from '../../../apimachinery/meta.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import { humanDuration, timeToUs } from '../../../apimachinery/time.ts';
import type { Process } from '../../../engine/index.ts';
import { builtIn } from '../arguments/mapping.ts';
import type { Session } from '../session.ts';
import type { Lines } from './lines.ts';

interface EventFields {
  readonly lastTimestamp?: string | null;
  readonly firstTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly count?: number;
  readonly series?: { readonly count: number; readonly lastObservedTime: string };
  readonly source?: { readonly component?: string; readonly host?: string };
  readonly reportingComponent?: string;
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
}

/** The events of an object, oldest first, as describe prints them at its end. Source: kubectl describe, DescribeEvents. */
export function* describeEvents(session: Session, object: KubeObject, lines: Lines): Process<void> {
  const { name, namespace = '', uid } = object.metadata;
  const fieldSelector = [`involvedObject.name=${name}`, ...(namespace ? [`involvedObject.namespace=${namespace}`] : []), `involvedObject.kind=${object.kind}`, `involvedObject.uid=${uid}`].sort((a, b) => (a < b ? -1 : 1)).join(',');
  const events = yield* session.list(builtIn('', 'events'), namespace, { fieldSelector });
  if (isStatusFailure(events)) return;
  printEvents(events as readonly KubeObject[], session.nowUs, lines);
}

export function printEvents(events: readonly KubeObject[], nowUs: number, lines: Lines): void {
  if (events.length === 0) return lines.line('Events:\t<none>');
  lines.line('Events:\n  Type\tReason\tAge\tFrom\tMessage');
  lines.at(1, '----\t------\t----\t----\t-------');
  const sorted = [...events].sort((a, b) => lastUs(a as unknown as EventFields) - lastUs(b as unknown as EventFields));
  for (const event of sorted) lines.at(1, eventLine(event as unknown as EventFields, nowUs));
}

function eventLine(event: EventFields, nowUs: number): string {
  const from = event.source?.component ? event.source.component : (event.reportingComponent ?? '');
  return [event.type, event.reason, ageText(event, nowUs), from, (event.message ?? '').trim()].join('\t');
}

const since = (time: string | null | undefined, nowUs: number): string => (time ? humanDuration(nowUs - timeToUs(time)!) : '<unknown>');

/** '5s', or '3s (x4 over 2m)' of an event that came more than once. */
export function ageText(event: EventFields, nowUs: number): string {
  const first = event.firstTimestamp || event.eventTime;
  if (event.series) return `${since(event.series.lastObservedTime, nowUs)} (x${event.series.count} over ${since(first, nowUs)})`;
  if ((event.count ?? 0) > 1) return `${since(event.lastTimestamp, nowUs)} (x${event.count} over ${since(first, nowUs)})`;
  return since(first, nowUs);
}

export const lastUs = (event: EventFields): number => timeToUs(event.series?.lastObservedTime || event.lastTimestamp || event.eventTime || event.firstTimestamp) ?? 0;
export type { EventFields };
