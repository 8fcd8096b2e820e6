import { deepEqual } from '../../../apimachinery/equality.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import { failure, isStatusFailure, type Status, timeout } from '../../../apimachinery/status.ts';
import type { Compare, EtcdError, KeyValue, Operation, RangeResponse, TxnRequest, TxnResponse } from '../../../contracts/etcd.ts';
import type { MessageKind, Process } from '../../../engine/index.ts';
import { type EtcdClient, EtcdUnavailable, isEtcdError } from './etcd-client.ts';
import { objectOf, revisionOf } from './stamp.ts';

/** Where an object is kept, and how the trace speaks of it. */
export interface Place {
  readonly key: string;
  readonly about: string;
  readonly kind: MessageKind;
}

/** Given the present object (undefined: there is none), the one to store; the same one stores nothing; a Status refuses. */
export type Change = (current: KubeObject | undefined) => KubeObject | Status;

/**
 * Objects in etcd with optimistic concurrency. What it answers carries its resourceVersion.
 * Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/storage/etcd3/store.go.
 */
export class Storage {
  private readonly etcd: EtcdClient;

  constructor(etcd: EtcdClient) {
    this.etcd = etcd;
  }

  /** The newest revision of etcd. */
  *revision(kind: MessageKind = 'request'): Process<number | Status> {
    const answer = yield* this.etcd.call<{ revision: number }>({ method: 'status', request: {} }, '', kind);
    return answer instanceof EtcdUnavailable || isEtcdError(answer) ? unavailable(answer) : answer.revision;
  }

  /** The object at that key, or undefined. */
  *get(place: Place): Process<KubeObject | undefined | Status> {
    const answer = yield* this.etcd.call<RangeResponse>({ method: 'range', request: { key: place.key } }, place.about, place.kind);
    if (answer instanceof EtcdUnavailable || isEtcdError(answer)) return unavailable(answer);
    return answer.kvs.length === 0 ? undefined : objectOf(answer.kvs[0]);
  }

  /** Stores a new object; answers undefined when the key is taken. `object` and its metadata must belong to nobody else. */
  *create(place: Place, object: KubeObject, lease: number): Process<KubeObject | undefined | Status> {
    const request: TxnRequest = { compare: [at(place.key, 0)], success: [put(place.key, object, lease)], failure: [] };
    const answer = yield* this.etcd.call<TxnResponse>({ method: 'txn', request }, place.about, place.kind);
    if (answer instanceof EtcdUnavailable || isEtcdError(answer)) return unavailable(answer);
    return answer.succeeded ? objectOf(answer.responses[0][0]) : undefined;
  }

  /**
   * Puts an object through `change` until it could be stored on top of exactly the state that was changed. `cached` is
   * where it begins; since a cache may be behind, no refusal and no "nothing to do" is believed before etcd was asked.
   */
  *guaranteedUpdate(place: Place, cached: KubeObject | undefined, change: Change, lease = 0): Process<KubeObject | Status> {
    let current = cached;
    let certain = false;
    for (;;) {
      const next = current === undefined && !certain ? undefined : change(current);
      if (next === undefined || isStatusFailure(next) || (current !== undefined && deepEqual(next, current))) {
        if (certain) return next!;
        const read: KubeObject | undefined | Status = yield* this.get(place);
        if (isStatusFailure(read)) return read;
        if (next !== undefined && read !== undefined && current !== undefined && revisionOf(read) === revisionOf(current)) return isStatusFailure(next) ? next : current;
        current = read;
        certain = true;
        continue;
      }
      const request = swap(place.key, current, next, lease);
      const answer: TxnResponse | EtcdError | EtcdUnavailable = yield* this.etcd.call<TxnResponse>({ method: 'txn', request }, place.about, place.kind);
      if (answer instanceof EtcdUnavailable || isEtcdError(answer)) return unavailable(answer);
      if (answer.succeeded) return objectOf(answer.responses[0][0]);
      const [found] = answer.responses[0];
      current = found === undefined ? undefined : objectOf(found);
      certain = true;
    }
  }

  /** Deletes the key if it still is at `current`'s revision; otherwise answers what is there now, or undefined. */
  *delete(place: Place, current: KubeObject): Process<{ readonly deleted: boolean; readonly found: KubeObject | undefined; readonly revision: number } | Status> {
    const { key } = place;
    const request: TxnRequest = { compare: [at(key, revisionOf(current))], success: [{ op: 'delete', key }], failure: [{ op: 'range', key }] };
    const answer = yield* this.etcd.call<TxnResponse>({ method: 'txn', request }, place.about, place.kind);
    if (answer instanceof EtcdUnavailable || isEtcdError(answer)) return unavailable(answer);
    const kv: KeyValue | undefined = answer.responses[0][0];
    return { deleted: answer.succeeded, found: kv && objectOf(kv), revision: answer.revision };
  }

  /** The keys in [key, rangeEnd) at a revision, at most `limit`. */
  *list(key: string, rangeEnd: string, revision: number, limit: number): Process<RangeResponse | Status | 'compacted'> {
    const answer = yield* this.etcd.call<RangeResponse>({ method: 'range', request: { key, rangeEnd, revision, limit } }, '', 'request');
    if (answer instanceof EtcdUnavailable) return unavailable(answer);
    if (!isEtcdError(answer)) return answer;
    return answer.error === 'compacted' ? 'compacted' : unavailable(answer);
  }

  /** Lets etcd forget what is older than `revision`. */
  *compact(revision: number): Process<void> {
    yield* this.etcd.call<unknown>({ method: 'compact', request: { revision } }, '', 'heartbeat');
  }

  /** A new lease for keys that expire. */
  *grantLease(ttlSeconds: number): Process<number | Status> {
    const answer = yield* this.etcd.call<{ lease: number }>({ method: 'leaseGrant', request: { ttlSeconds } }, '', 'request');
    return answer instanceof EtcdUnavailable || isEtcdError(answer) ? unavailable(answer) : answer.lease;
  }
}

/** Replaces `current` (undefined: nothing) by `next`, or reads what is there instead. */
function swap(key: string, current: KubeObject | undefined, next: KubeObject, lease: number): TxnRequest {
  // etcd writes the revision into what it is given, so that must be ours alone.
  const own = { ...next, metadata: { ...next.metadata } };
  const revision = current === undefined ? 0 : revisionOf(current);
  return { compare: [at(key, revision)], success: [put(key, own, lease)], failure: [{ op: 'range', key }] };
}

const at = (key: string, revision: number): Compare => ({ key, target: 'mod', result: '=', to: revision });
const put = (key: string, value: KubeObject, lease: number): Operation => (lease === 0 ? { op: 'put', key, value } : { op: 'put', key, value, lease });

/** What the client is told when etcd does not answer, in the words of its gRPC client. */
function unavailable(answer: EtcdUnavailable | { readonly message: string }): Status {
  if (!(answer instanceof EtcdUnavailable)) return failure(500, '', answer.message);
  if (answer.reason === 'timeout') return failure(500, '', 'etcdserver: request timed out');
  if (answer.reason === 'connection refused') return timeout('request did not complete within requested timeout - context deadline exceeded');
  return failure(500, '', 'rpc error: code = Unavailable desc = error reading from server: EOF');
}
