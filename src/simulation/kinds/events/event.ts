import type { Event as CoreEvent } from 'kubernetes-types/core/v1.d.ts';
import type { Event } from 'kubernetes-types/events/v1.d.ts';
import type { KubeObject, Typed } from '../../apimachinery/meta.ts';
import { eventFields, eventPrinter } from '../core/event.ts';
import { validateEvent } from '../core/event-validation.ts';
import { declareKind } from '../declare.ts';
import { validateNewEvent, validateNewEventUpdate } from './event-validation.ts';

/** Names of the same field here and in the core group. */
const renamed: ReadonlyMap<string, string> = new Map([
  ['regarding', 'involvedObject'], ['note', 'message'], ['reportingController', 'reportingComponent'], ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'], ['deprecatedLastTimestamp', 'lastTimestamp'], ['deprecatedCount', 'count'],
]);

/** The event as it is stored, and served by the core group. Source: kubernetes v1.32 pkg/apis/events/v1/conversion.go. */
export function toCoreEvent(event: Typed<Event>): Typed<CoreEvent> {
  return rename(event, renamed) as Typed<CoreEvent>;
}

function rename(object: KubeObject, names: ReadonlyMap<string, string>): KubeObject {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(object)) result[names.get(key) ?? key] = object[key];
  return { ...result, apiVersion: 'v1', kind: 'Event' } as KubeObject;
}

/** The same objects as the core group's events, under newer names. */
export const eventsEventKind = declareKind<Typed<Event>>({
  group: 'events.k8s.io', version: 'v1', kind: 'Event', resource: 'events', shortNames: ['ev'], categories: [],
  namespaced: true, subresources: [], etcdPrefix: 'events',
  strategy: {
    validate: (event) => [...validateEvent(toCoreEvent(event)), ...validateNewEvent(event)],
    validateUpdate: (event, old) => [...validateEvent(toCoreEvent(event)), ...validateNewEventUpdate(event, old)],
    selectableFields: (event) => eventFields(toCoreEvent(event)),
    allowCreateOnUpdate: true,
  },
  printer: { columns: eventPrinter.columns, row: (event, nowUs) => eventPrinter.row(toCoreEvent(event), nowUs) },
  ttlSeconds: () => 3600,
});
