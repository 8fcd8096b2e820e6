import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { ApiResponse } from '../../../apimachinery/request.ts';
import { isStatusFailure, type Status, tooOldResourceVersion } from '../../../apimachinery/status.ts';
import type { Process, Stream } from '../../../engine/index.ts';
import type { CacheEvent } from '../cacher/event.ts';
import { CacheWatcher, type Present } from '../cacher/watcher.ts';
import { freshEnough, parseResourceVersion } from '../freshness.ts';
import { respond, type Scope } from '../scope.ts';
import { type Selection, select } from '../selection.ts';
import type { ApiServer } from '../server.ts';
import { partialMetadata, tableOf } from '../table.ts';

/** Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/storage/cacher/cacher.go, defaultBookmarkFrequency. */
const BOOKMARK_US = 60_000_000;
/** Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/endpoints/handlers/get.go: 30 to 60 min when the client names no timeout. */
const TIMEOUT_MIN_SECONDS = 1_800;

/** What a watch begins with. */
interface Beginning {
  readonly state: readonly KubeObject[];
  readonly missed: readonly CacheEvent[];
}

/** GET …?watch=true: answers `{stream}`; each message of the stream is one WatchEvent. */
export function* watch(server: ApiServer, scope: Scope): Process<ApiResponse<unknown>> {
  const { resourceVersion = '', labelSelector, fieldSelector } = scope.query;
  const { cacher } = scope.resource;
  const selection = select(scope.resource, scope.namespace, scope.request.name, labelSelector, fieldSelector);
  if (isStatusFailure(selection)) return respond(selection);
  const malformed = resourceVersion !== '' && parseResourceVersion(resourceVersion) === undefined;
  const stale = !cacher.ready || malformed ? yield* freshEnough(server, scope.resource, malformed ? resourceVersion : '0') : undefined;
  if (stale !== undefined) return respond(stale);
  const stream = scope.context.openStream();
  const beginning = begin(scope, selection, resourceVersion);
  if (isStatusFailure(beginning)) refuse(server, stream, beginning);
  else open(server, scope, stream, selection, beginning);
  return { code: 200, body: { stream } };
}

/** No version or "0": all that there is now. A version: what happened since, or a refusal when that is forgotten. */
function begin(scope: Scope, selection: Selection, resourceVersion: string): Beginning | Status {
  const { window, revision } = scope.resource.cacher;
  const wantsState = scope.query.sendInitialEvents === true || resourceVersion === '' || resourceVersion === '0';
  if (wantsState) return { state: selection.list(), missed: [] };
  const since = parseResourceVersion(resourceVersion)!;
  if (since >= revision) return { state: [], missed: [] };
  const missed = window.since(since);
  return missed === undefined ? tooOldResourceVersion(since, window.oldestAfter + 1) : { state: [], missed };
}

/** The watch is granted and fails at once, as a real server does it. */
function refuse(server: ApiServer, stream: Stream, status: Status): void {
  server.self.spawn((function* (): Process<void> {
    stream.send('watch', 'ERROR', '', { type: 'ERROR', object: status });
    stream.end();
  })());
}

function open(server: ApiServer, scope: Scope, stream: Stream, selection: Selection, beginning: Beginning): void {
  const { watchers } = scope.resource.cacher;
  const bookmarks = scope.query.allowWatchBookmarks === true;
  const watcher = new CacheWatcher(stream, selection, scope.resource.kind.resource, bookmarks, presentFor(server, scope));
  watchers.add(watcher);
  stream.onClosed = () => {
    watchers.delete(watcher);
    server.self.touch();
  };
  endInTime(server, scope, watcher);
  // Behind the answer, so that the client has the stream before its first event.
  server.self.spawn((function* (): Process<void> {
    watcher.begin(beginning.state, beginning.missed);
    if (scope.query.sendInitialEvents && bookmarks) watcher.bookmark(bookmarkObject(scope, true));
  })());
  if (bookmarks) remindLater(server, scope, watcher);
}

function presentFor(server: ApiServer, scope: Scope): Present | undefined {
  const { accept } = scope.request;
  if (accept === 'partial-metadata') return partialMetadata;
  if (accept !== 'table') return scope.conversion?.fromStored;
  const { kind } = scope.resource;
  const include = scope.query.includeObject;
  return (object) => tableOf(kind, [object], { resourceVersion: object.metadata.resourceVersion }, server.clock.nowUs, include) as unknown as KubeObject;
}

function endInTime(server: ApiServer, scope: Scope, watcher: CacheWatcher): void {
  const { engine } = server.self;
  const seconds = scope.query.timeoutSeconds || TIMEOUT_MIN_SECONDS + engine.random.stream('kube-apiserver/watch-timeout').int(TIMEOUT_MIN_SECONDS);
  engine.deadlines.add(seconds * 1_000_000, () => {
    if (!watcher.stream.open) return;
    scope.resource.cacher.watchers.delete(watcher);
    watcher.stream.end();
    server.self.touch();
  });
}

function remindLater(server: ApiServer, scope: Scope, watcher: CacheWatcher): void {
  server.self.engine.deadlines.add(BOOKMARK_US, () => {
    if (!watcher.stream.open) return;
    // A frozen server sends nothing; its watchers hear again when it has thawed.
    if (server.self.state === 'running') watcher.bookmark(bookmarkObject(scope, false));
    remindLater(server, scope, watcher);
  });
}

function bookmarkObject(scope: Scope, initialEventsEnd: boolean): KubeObject {
  const { kind, apiVersion, cacher } = scope.resource;
  const annotations = initialEventsEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
  return { kind: kind.kind, apiVersion, metadata: { resourceVersion: String(cacher.revision), ...annotations } };
}
