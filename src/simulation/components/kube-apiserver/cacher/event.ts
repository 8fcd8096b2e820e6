import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { WatchEvent } from '../../../apimachinery/request.ts';
import { withResourceVersion } from '../storage/stamp.ts';

type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** One change of a resource as the watch cache hands it on. Objects are frozen and carry their resourceVersion. */
export class CacheEvent {
  readonly type: ChangeType;
  /** Of a DELETED event: the last state, with the revision of the deletion. */
  readonly object: KubeObject;
  readonly previous: KubeObject | undefined;
  readonly revision: number;
  readonly atUs: number;
  readonly heartbeat: boolean;
  /** How the trace names the object, once somebody was sent the event. */
  about: string | undefined;
  private asItIs: WatchEvent | undefined;
  private asArrival: WatchEvent | undefined;
  private asDeparture: WatchEvent | undefined;

  constructor(type: ChangeType, object: KubeObject, previous: KubeObject | undefined, revision: number, atUs: number, heartbeat: boolean) {
    this.type = type;
    this.object = object;
    this.previous = previous;
    this.revision = revision;
    this.atUs = atUs;
    this.heartbeat = heartbeat;
  }

  /** The event for those who could see the object before and can see it now. Shared by all of them. */
  get plain(): WatchEvent {
    return (this.asItIs ??= { type: this.type, object: this.object });
  }

  /** The event for those who see the object from now on. */
  get arrival(): WatchEvent {
    return (this.asArrival ??= { type: 'ADDED', object: this.object });
  }

  /**
   * The event for those who see the object no longer: its last state that they could see, at the present revision.
   * Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/storage/cacher/cache_watcher.go, convertToWatchEvent.
   */
  get departure(): WatchEvent {
    return (this.asDeparture ??= { type: 'DELETED', object: this.type === 'DELETED' ? this.object : withResourceVersion(this.previous!, this.revision) });
  }
}
