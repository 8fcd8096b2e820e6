import { type Event, EVENT_ID, parseEvents } from 'js-yaml';

export interface Position {
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
}

interface Reader {
  readonly source: string;
  readonly events: readonly Event[];
  at: number;
}

/**
 * Where a field such as `spec.containers[0].image` stands in a YAML document. When the field is not there, the nearest
 * field around it; undefined when the document cannot be read.
 */
export function positionOf(source: string, field: string): Position | undefined {
  const events = eventsOf(source);
  if (!events) return undefined;
  const reader: Reader = { source, events, at: 1 };
  const offset = find(reader, pathOf(field), startOf(events[1]));
  return placeAt(source, offset);
}

function eventsOf(source: string): readonly Event[] | undefined {
  try {
    return parseEvents(source, {});
  } catch {
    return undefined;
  }
}

export function placeAt(source: string, offset: number): Position {
  const before = source.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** 'a.b[0].c' and 'a[b.c]' to their steps. */
function pathOf(field: string): string[] {
  return [...field.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map((match) => match[1] ?? match[2]);
}

function find(reader: Reader, path: readonly string[], best: number): number {
  const event = reader.events[reader.at];
  if (path.length === 0 || event === undefined) return best;
  if (event.type === EVENT_ID.MAPPING) return findKey(reader, path, best);
  if (event.type === EVENT_ID.SEQUENCE) return findItem(reader, path, best);
  return best;
}

function findKey(reader: Reader, path: readonly string[], best: number): number {
  reader.at++;
  while (reader.at < reader.events.length && reader.events[reader.at].type !== EVENT_ID.POP) {
    const key = reader.events[reader.at];
    const name = key.type === EVENT_ID.SCALAR ? reader.source.slice(key.valueStart, key.valueEnd).replace(/^["']|["']$/g, '') : undefined;
    skip(reader);
    if (name === path[0]) return find(reader, path.slice(1), startOf(key));
    skip(reader);
  }
  return best;
}

function findItem(reader: Reader, path: readonly string[], best: number): number {
  const index = Number(path[0]);
  reader.at++;
  for (let i = 0; reader.at < reader.events.length && reader.events[reader.at].type !== EVENT_ID.POP; i++) {
    if (i === index) return find(reader, path.slice(1), startOf(reader.events[reader.at]));
    skip(reader);
  }
  return best;
}

function skip(reader: Reader): void {
  let depth = 0;
  do {
    const { type } = reader.events[reader.at++];
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth++;
    else if (type === EVENT_ID.POP) depth--;
  } while (depth > 0 && reader.at < reader.events.length);
}

function startOf(event: Event | undefined): number {
  if (event === undefined) return 0;
  if (event.type === EVENT_ID.SCALAR) return event.valueStart;
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart;
  return event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE ? event.start : 0;
}
