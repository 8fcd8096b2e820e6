import type { KubeList, KubeObject } from '../apimachinery/meta.ts';
import type { ApiQuery, WatchEvent } from '../apimachinery/request.ts';
import { Future, type MessageKind, type Process, type RandomStream, type Stream } from '../engine/index.ts';
import { isConnectionFailure, isFailure, type ResourceClient } from './client.ts';

/** Where a reflector puts what it sees. */
export interface ReflectorTarget<T> {
  /** The whole list, at the start and after a relist. */
  replace(items: readonly T[]): void;
  apply(event: WatchEvent<T>): void;
}

const BACKOFF_INITIAL_US = 800_000;
const BACKOFF_MAX_US = 30_000_000;

/**
 * Keeps a target equal to a resource: lists once, then watches from there; resumes a broken watch where it stopped and
 * lists again when that point is gone.
 * Source: client-go v0.32 tools/cache/reflector.go, ListAndWatch. Differs: lists without pages; no bookmark timeout.
 */
export class Reflector<T extends KubeObject> {
  private resourceVersion = '';
  private backoffUs = BACKOFF_INITIAL_US;
  private readonly random: RandomStream;
  private readonly resource: ResourceClient<T>;
  private readonly namespace: string;
  private readonly query: ApiQuery;
  private readonly target: ReflectorTarget<T>;
  private readonly kind: MessageKind;

  constructor(resource: ResourceClient<T>, namespace: string, query: ApiQuery, target: ReflectorTarget<T>, kind: MessageKind = 'request') {
    this.resource = resource;
    this.namespace = namespace;
    this.query = query;
    this.target = target;
    this.kind = kind;
    const { actor } = resource.client;
    this.random = actor.engine.random.stream(`${actor.id}/reflector`);
  }

  *run(): Process<void> {
    for (;;) {
      if (this.resourceVersion === '' && !(yield* this.list())) {
        yield* this.backOff();
        continue;
      }
      yield* this.watch();
    }
  }

  private *list(): Process<boolean> {
    const list = yield* this.resource.list(this.namespace, { query: { ...this.query, resourceVersion: '0' }, kind: this.kind });
    if (isFailure(list)) return false;
    const items = (list as KubeList<T>).items;
    this.resourceVersion = list.metadata.resourceVersion ?? '';
    this.target.replace(items);
    return true;
  }

  /** Watches until the stream ends; decides whether the next round lists again. */
  private *watch(): Process<void> {
    const query = { ...this.query, resourceVersion: this.resourceVersion, allowWatchBookmarks: true };
    const answer = yield* this.resource.watch(this.namespace, { query, kind: this.kind });
    if (isFailure(answer)) {
      if (!isConnectionFailure(answer) && answer.code === 410) this.resourceVersion = '';
      return yield* this.backOff();
    }
    const ended = new Future<string>();
    this.follow(answer.stream, ended);
    const startedUs = this.resource.client.actor.engine.nowUs;
    yield ended;
    if (this.resource.client.actor.engine.nowUs - startedUs > 10_000_000) this.backoffUs = BACKOFF_INITIAL_US;
    yield* this.backOff();
  }

  private follow(stream: Stream, ended: Future<string>): void {
    stream.onMessage = (body) => {
      const event = body as WatchEvent<T>;
      if (event.type === 'ERROR') {
        this.resourceVersion = '';
        stream.close();
        ended.resolve('error');
        return;
      }
      this.resourceVersion = event.object.metadata.resourceVersion!;
      if (event.type !== 'BOOKMARK') this.target.apply(event);
    };
    stream.onClose = (reason) => ended.resolve(reason);
  }

  private *backOff(): Process<void> {
    // Up to twice the base, so that a thousand kubelets do not come back in the same instant.
    yield this.backoffUs + this.random.int(this.backoffUs);
    this.backoffUs = this.backoffUs * 2 > BACKOFF_MAX_US ? BACKOFF_MAX_US : this.backoffUs * 2;
  }
}
