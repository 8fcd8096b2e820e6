import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { WatchEvent } from '../../../apimachinery/request.ts';
import type { Stream } from '../../../engine/index.ts';
import type { Selection } from '../selection.ts';
import type { CacheEvent } from './event.ts';

/** Turns an object into what the client asked for: itself, a Table, or another version of it. */
export type Present = (object: KubeObject) => KubeObject;

/** One watch of one client. */
export class CacheWatcher {
  /** What happens before the first events are sent has to wait behind them. */
  private held: CacheEvent[] | null = [];
  readonly stream: Stream;
  readonly selection: Selection;
  readonly bookmarks: boolean;
  private readonly resource: string;
  private readonly methods: Readonly<Record<WatchEvent['type'], string>>;
  private readonly present: Present | undefined;

  constructor(stream: Stream, selection: Selection, resource: string, bookmarks: boolean, present: Present | undefined) {
    this.stream = stream;
    this.selection = selection;
    this.resource = resource;
    this.methods = methodsOf(resource);
    this.bookmarks = bookmarks;
    this.present = present;
  }

  /** Sends the state that the watch begins with, or what it missed; from then on events go out as they come. */
  begin(state: readonly KubeObject[], missed: readonly CacheEvent[]): void {
    const held = this.held!;
    this.held = null;
    for (const object of state) this.send({ type: 'ADDED', object }, aboutOf(this.resource, object), false);
    for (const event of missed) this.handle(event);
    for (const event of held) this.handle(event);
  }

  /** Sends the event, as it looks through the watcher's selection, if it is seen at all. */
  handle(event: CacheEvent): void {
    if (this.held !== null) {
      this.held.push(event);
      return;
    }
    const { selection } = this;
    const sees = event.type !== 'DELETED' && selection.matches(event.object);
    const saw = event.previous !== undefined && selection.matches(event.previous);
    if (!sees && !saw) return;
    const about = (event.about ??= aboutOf(this.resource, event.object));
    this.send(sees ? (saw ? event.plain : event.arrival) : event.departure, about, event.heartbeat);
  }

  /** Tells the client how far it has seen. */
  bookmark(object: KubeObject): void {
    this.stream.send('heartbeat', this.methods.BOOKMARK, '', { type: 'BOOKMARK', object });
  }

  private send(event: WatchEvent, about: string, heartbeat: boolean): void {
    const body = this.present ? { type: event.type, object: this.present(event.object) } : event;
    this.stream.send(heartbeat ? 'heartbeat' : 'watch', this.methods[event.type], about, body);
  }
}

/** How the trace names an object: `pods/default/web`. */
function aboutOf(resource: string, { metadata: { namespace, name } }: KubeObject): string {
  return namespace === undefined ? `${resource}/${name}` : `${resource}/${namespace}/${name}`;
}

const methods = new Map<string, Readonly<Record<WatchEvent['type'], string>>>();

/** `MODIFIED pods`: the methods of a resource's watches, made once. */
function methodsOf(resource: string): Readonly<Record<WatchEvent['type'], string>> {
  let found = methods.get(resource);
  if (found === undefined) {
    found = { ADDED: `ADDED ${resource}`, MODIFIED: `MODIFIED ${resource}`, DELETED: `DELETED ${resource}`, BOOKMARK: `BOOKMARK ${resource}`, ERROR: `ERROR ${resource}` };
    methods.set(resource, found);
  }
  return found;
}
