import type { World } from '../store/index.ts';

/** An event as a list shows it. `at` is the wall-clock time of its last occurrence, hh:mm:ss. */
export interface ShownEvent {
  readonly key: string;
  readonly at: string;
  readonly sortBy: string;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly from: string;
  /** Object key of what it is about. */
  readonly about: string;
  readonly objectName: string;
}

const SHOWN = 200;

const plural = (kind: string): string => `${kind.toLowerCase()}s`;

/** The newest events about an object key, or about anything. */
export function eventsAbout(world: World, keys: readonly string[], about: string | undefined): ShownEvent[] {
  const shown: ShownEvent[] = [];
  for (const key of keys) {
    const event = world.object(key)?.object;
    if (!event) continue;
    const regarding = event['involvedObject'] ?? {};
    const resource = plural(regarding.kind ?? '');
    // Nodes have no namespace, though their events do.
    const place = regarding.namespace ? `${resource}/${regarding.namespace}/${regarding.name}` : `${resource}/${regarding.name}`;
    if (about !== undefined && place !== about) continue;
    shown.push(asShown(key, event, place));
  }
  return shown.sort((a, b) => (a.sortBy < b.sortBy ? 1 : a.sortBy > b.sortBy ? -1 : 0)).slice(0, SHOWN);
}

type EventObject = NonNullable<ReturnType<World['object']>>['object'];

function asShown(key: string, event: EventObject, about: string): ShownEvent {
  const last: string = event['series']?.lastObservedTime ?? event['lastTimestamp'] ?? event['eventTime'] ?? event.metadata.creationTimestamp ?? '';
  const source = event['source'] ?? {};
  return {
    key,
    at: last.slice(11, 19),
    sortBy: `${last.slice(0, 19)}/${String(event.metadata.resourceVersion).padStart(12, '0')}`,
    type: event['type'] ?? '',
    reason: event['reason'] ?? '',
    message: event['message'] ?? '',
    count: event['series']?.count ?? event['count'] ?? 1,
    from: [source.component ?? event['reportingComponent'], source.host].filter(Boolean).join(', '),
    about,
    objectName: `${(event['involvedObject']?.kind ?? '').toLowerCase()}/${event['involvedObject']?.name ?? ''}`,
  };
}
