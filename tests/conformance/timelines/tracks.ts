import type { TimelineEvent } from './case.ts';

/** A property of an object took a value. */
export interface Change {
  readonly tMs: number;
  readonly value: string;
}

/**
 * How one property of an object went. A `sure` property is written once per change and never missed; the others are
 * summaries, and a value that stands only briefly may never be written.
 */
export interface Track {
  readonly sure: boolean;
  readonly changes: Change[];
}

/** An object's life by property. */
export interface Life {
  readonly kind: string;
  readonly name: string;
  readonly tracks: Map<string, Track>;
}

const SURE = new Set(['life', 'node', 'phase', 'podIP', 'DisruptionTarget', 'deletion', 'replicas', 'unschedulable', 'Ready of the node']);

/** The lives of all objects in a timeline, by `kind/name`. */
export function livesOf(events: readonly TimelineEvent[]): Map<string, Life> {
  const lives = new Map<string, Life>();
  for (const event of events) for (const { kind, name, property, value } of changesOf(event)) {
    const key = `${kind}/${name}`;
    let life = lives.get(key);
    if (!life) lives.set(key, (life = { kind, name, tracks: new Map() }));
    let track = life.tracks.get(property);
    if (!track) life.tracks.set(property, (track = { sure: SURE.has(property) || property.startsWith('taint '), changes: [] }));
    track.changes.push({ tMs: event.tMs, value });
  }
  return lives;
}

interface Said {
  readonly kind: string;
  readonly name: string;
  readonly property: string;
  readonly value: string;
}

function changesOf(event: TimelineEvent): Said[] {
  if (event.tMs < 0) return [];
  const { kind, name, what } = event;
  const say = (property: string, value: string): Said[] => [{ kind, name, property, value }];
  switch (kind) {
    case 'Node':
      return nodeChange(what, say);
    case 'Pod':
      return podChange(what, say);
    case 'EndpointSlice':
      return endpointChanges(name, what);
    case 'Step': case 'Kubectl': case 'Event': case 'Lease':
      return [];
    default:
      return workloadChange(kind, what, say);
  }
}

type Say = (property: string, value: string) => Said[];

function nodeChange(what: string, say: Say): Said[] {
  const taint = /^taint (added|removed) (.*)$/.exec(what);
  if (taint) return say(`taint ${taint[2]}`, taint[1]);
  if (what === 'deleted' || what.startsWith('added')) return say('life', what);
  if (what.startsWith('unschedulable')) return say('unschedulable', what);
  const [type] = what.split('=');
  return say(type === 'Ready' ? 'Ready of the node' : type, what);
}

function podChange(what: string, say: Say): Said[] {
  if (what.startsWith('created') || what.startsWith('removed')) return say('life', what);
  // Which node it is is a matter of chance between equals.
  if (what.startsWith('scheduled')) return say('node', 'scheduled');
  if (what.startsWith('unschedulable')) return say('pending', what);
  if (what.startsWith('phase')) return say('phase', what);
  if (what.startsWith('Ready')) return say('Ready', what);
  if (what.startsWith('container')) return say('container', what);
  if (what.startsWith('podIP')) return say('podIP', what);
  if (what.startsWith('DisruptionTarget')) return say('DisruptionTarget', what);
  return say('deletion', what);
}

function endpointChanges(slice: string, what: string): Said[] {
  const service = slice.replace(/-slice-\d+$/, '');
  if (what === 'created' || what === 'deleted') return [{ kind: 'EndpointSlice', name: service, property: 'life', value: what }];
  return [...what.matchAll(/([+~-])(\S+(?: \(incarnation \d+\))?)(?: (\(ready=.*?\)))?(?=, [+~-]|$)/g)].map(([, sign, pod, text]) => ({
    kind: 'Pod', name: pod, property: `endpoint of ${service}`, value: sign === '-' ? 'absent' : text,
  }));
}

function workloadChange(kind: string, what: string, say: Say): Said[] {
  if (what.startsWith('status')) return say('status', what);
  if (/^(Available|Progressing|ReplicaFailure)=/.test(what)) return say(what.split('=')[0], what);
  if (what.startsWith('created') || what === 'deleted') return say('life', what);
  // A rollout's steps may be taken one by one or at once: where they lead to counts.
  return kind === 'ReplicaSet' ? say('scale', `to ${what.split('->')[1]}`) : say('replicas', what);
}
