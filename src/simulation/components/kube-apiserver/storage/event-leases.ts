import { isStatusFailure, type Status } from '../../../apimachinery/status.ts';
import type { Actor, Process } from '../../../engine/index.ts';
import type { Storage } from './storage.ts';

const REUSE_US = 60_000_000;
const OBJECTS_MAX = 1_000;

interface Granted {
  readonly id: number;
  /** Until then new keys may hang on it and still live their whole time. */
  readonly reusableUntilUs: number;
  objects: number;
}

/**
 * Leases for objects that expire. One lease serves all objects of a minute, so that a flood of Events is no flood of leases.
 * Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/storage/etcd3/lease_manager.go.
 */
export class LeaseManager {
  private readonly byTtl = new Map<number, Granted>();
  private readonly self: Actor;
  private readonly storage: Storage;

  constructor(self: Actor, storage: Storage) {
    this.self = self;
    this.storage = storage;
  }

  /** A lease that lasts `ttlSeconds` at least. */
  *leaseFor(ttlSeconds: number): Process<number | Status> {
    const found = this.byTtl.get(ttlSeconds);
    if (found !== undefined && found.reusableUntilUs >= this.self.engine.nowUs && found.objects < OBJECTS_MAX) {
      found.objects++;
      return found.id;
    }
    const reuseUs = Math.min(REUSE_US, ttlSeconds * 50_000);
    const id = yield* this.storage.grantLease(ttlSeconds + Math.floor(reuseUs / 1_000_000));
    if (isStatusFailure(id)) return id;
    this.byTtl.set(ttlSeconds, { id, reusableUntilUs: this.self.engine.nowUs + reuseUs, objects: 1 });
    return id;
  }
}
