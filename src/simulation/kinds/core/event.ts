import type { Event, EventSource } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { ageOf } from '../age.ts';
import { column, nameColumn, wideColumn } from '../columns.ts';
import { declareKind } from '../declare.ts';
import { fill } from '../fill.ts';
import type { Printer } from '../kind.ts';
import { validateEvent, validateEventUpdate } from './event-validation.ts';

/** kube-apiserver's --event-ttl. */
const eventTtlSeconds = 3600;

/** Source: kubernetes v1.32 pkg/printers/internalversion/printers.go, printEvent. */
export const eventPrinter: Printer<Typed<Event>> = {
  columns: [
    column('Last Seen', 'The time at which the most recent occurrence of this event was recorded.'),
    column('Type', 'Type of this event (Normal, Warning), new types could be added in the future'),
    column('Reason', "This should be a short, machine understandable string that gives the reason for the transition into the object's current status."),
    column('Object', 'The object that this event is about.'),
    wideColumn('Subobject', 'If referring to a piece of an object instead of an entire object, this string should contain a valid JSON/Go field access statement.'),
    wideColumn('Source', 'The component reporting this event. Should be a short machine understandable string.'),
    column('Message', 'A human-readable description of the status of this operation.'),
    wideColumn('First Seen', 'The time at which the event was first recorded. (Time of server receipt is in TypeMeta.)'),
    wideColumn('Count', 'The number of times this event has occurred.'),
    { ...nameColumn, priority: 1 },
  ],
  row(event, nowUs) {
    const first = ageOf(event.firstTimestamp || event.eventTime, nowUs);
    const last = event.series ? ageOf(event.series.lastObservedTime, nowUs) : event.lastTimestamp ? ageOf(event.lastTimestamp, nowUs) : first;
    const about = event.involvedObject;
    const kind = (about.kind ?? '').toLowerCase();
    return [
      last, event.type ?? '', event.reason ?? '', about.name ? `${kind}/${about.name}` : kind, about.fieldPath ?? '',
      sourceText(event), (event.message ?? '').trim(), first, event.series?.count ?? (event.count || 1), event.metadata.name ?? '',
    ];
  },
};

function sourceText(event: Event): string {
  const component = event.source?.component || event.reportingComponent || '';
  const host = event.source?.host || event.reportingInstance || '';
  return host === '' ? component : `${component}, ${host}`;
}

/** Source: kubernetes v1.32 pkg/registry/core/event/strategy.go, ToSelectableFields. */
export function eventFields(event: Typed<Event>): Record<string, string> {
  const about = event.involvedObject ?? {};
  const source: EventSource = event.source ?? {};
  return {
    'involvedObject.kind': about.kind ?? '', 'involvedObject.namespace': about.namespace ?? '', 'involvedObject.name': about.name ?? '',
    'involvedObject.uid': about.uid ?? '', 'involvedObject.apiVersion': about.apiVersion ?? '',
    'involvedObject.resourceVersion': about.resourceVersion ?? '', 'involvedObject.fieldPath': about.fieldPath ?? '',
    'reason': event.reason ?? '', 'reportingComponent': event.reportingComponent || source.component || '',
    'source': source.component || event.reportingComponent || '', 'type': event.type ?? '',
  };
}

export const eventKind = declareKind<Typed<Event>>({
  group: '', version: 'v1', kind: 'Event', resource: 'events', shortNames: ['ev'], categories: [],
  namespaced: true, subresources: [], etcdPrefix: 'events', nameRule: 'path-segment',
  default: defaultEvent,
  strategy: { validate: validateEvent, validateUpdate: validateEventUpdate, selectableFields: eventFields, allowCreateOnUpdate: true },
  printer: eventPrinter,
  ttlSeconds: () => eventTtlSeconds,
});

// These are served even when nobody set them.
function defaultEvent(event: Typed<Event>): Typed<Event> {
  const absent = null as unknown as string;
  if (event.source !== undefined && event.firstTimestamp !== undefined && event.lastTimestamp !== undefined && event.eventTime !== undefined) {
    // As every recorder of the cluster sends it: nothing to copy.
    if (typeof event.reportingComponent === 'string' && typeof event.reportingInstance === 'string') return event;
    return fill(event, { reportingComponent: '', reportingInstance: '' });
  }
  return {
    ...event,
    eventTime: event.eventTime ?? absent, firstTimestamp: event.firstTimestamp ?? absent, lastTimestamp: event.lastTimestamp ?? absent,
    source: event.source ?? {}, reportingComponent: event.reportingComponent ?? '', reportingInstance: event.reportingInstance ?? '',
  };
}
