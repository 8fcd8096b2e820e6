import type { Event } from 'kubernetes-types/events/v1.d.ts';
import { invalid, path, required } from '../../apimachinery/field.ts';
import type { FieldError } from '../../apimachinery/field.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { deepEqual } from '../../apimachinery/equality.ts';

/** What the newer API asks beyond the older one's rules. Source: kubernetes v1.32 pkg/apis/core/validation/events.go, ValidateEventCreate. */
export function validateNewEvent(event: Typed<Event>): FieldError[] {
  const errors = validateSeries(event);
  if (!event.eventTime) errors.push(required(path('eventTime'), ''));
  if (event.type !== 'Normal' && event.type !== 'Warning') errors.push(invalid(path('type'), '', `has invalid value: ${event.type ?? ''}`));
  const unset: readonly (readonly [string, unknown])[] = [
    ['firstTimestamp', event.deprecatedFirstTimestamp], ['lastTimestamp', event.deprecatedLastTimestamp], ['count', event.deprecatedCount],
    ['source', event.deprecatedSource?.component || event.deprecatedSource?.host],
  ];
  for (const [field, value] of unset) if (value) errors.push(invalid(path(field), '', 'needs to be unset'));
  return errors;
}

function validateSeries(event: Typed<Event>): FieldError[] {
  if (!event.series) return [];
  const errors = event.series.count < 2 ? [invalid(path('series.count'), '', 'should be at least 2')] : [];
  return event.series.lastObservedTime ? errors : [...errors, required(path('series.lastObservedTime'), '')];
}

const immutable: readonly (readonly [keyof Event, string])[] = [
  ['regarding', 'involvedObject'], ['reason', 'reason'], ['note', 'message'], ['deprecatedSource', 'source'], ['deprecatedFirstTimestamp', 'firstTimestamp'],
  ['deprecatedLastTimestamp', 'lastTimestamp'], ['deprecatedCount', 'count'], ['type', 'type'], ['eventTime', 'eventTime'], ['action', 'action'],
  ['related', 'related'], ['reportingController', 'reportingController'], ['reportingInstance', 'reportingInstance'],
];

/** Of an event only its series goes on. Source: kubernetes v1.32 pkg/apis/core/validation/events.go, ValidateEventUpdate. */
export function validateNewEventUpdate(event: Typed<Event>, old: Typed<Event>): FieldError[] {
  const errors = deepEqual(event.series, old.series) ? [] : validateSeries(event);
  for (const [field, name] of immutable) if (!deepEqual(event[field], old[field])) errors.push(invalid(path(name), event[field], 'field is immutable'));
  return errors;
}
