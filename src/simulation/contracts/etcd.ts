/** What kube-apiserver and etcd say to each other. Source: etcd 3.5 api/etcdserverpb/rpc.proto, in shape. */

/** A key with its newest value. Values are frozen objects that are shared, never copied. */
export interface KeyValue {
  readonly key: string;
  readonly value: unknown;
  readonly createRevision: number;
  readonly modRevision: number;
  /** 1 at creation, one more per put; begins anew after a delete. */
  readonly version: number;
  /** Lease that the key is attached to, 0 for none. */
  readonly lease: number;
}

export interface EtcdEvent {
  readonly type: 'put' | 'delete';
  /** For a delete: the key with the tombstone's modRevision and value null. */
  readonly kv: KeyValue;
  readonly previous: KeyValue | undefined;
}

/** Keys in [key, rangeEnd). Without `rangeEnd` just `key`. `revision` 0 or absent: the newest. */
export interface RangeRequest {
  readonly key: string;
  readonly rangeEnd?: string;
  readonly revision?: number;
  readonly limit?: number;
  readonly countOnly?: boolean;
}

export interface RangeResponse {
  readonly revision: number;
  readonly kvs: readonly KeyValue[];
  readonly more: boolean;
  readonly count: number;
}

export interface Compare {
  readonly key: string;
  readonly target: 'mod' | 'create' | 'version';
  readonly result: '=' | '!=' | '<' | '>';
  readonly to: number;
}

export type Operation =
  | { readonly op: 'put'; readonly key: string; readonly value: unknown; readonly lease?: number }
  | { readonly op: 'delete'; readonly key: string; readonly rangeEnd?: string }
  | { readonly op: 'range'; readonly key: string; readonly rangeEnd?: string };

/** If all comparisons hold, `success` is carried out, else `failure`; all of it at one revision. */
export interface TxnRequest {
  readonly compare: readonly Compare[];
  readonly success: readonly Operation[];
  readonly failure: readonly Operation[];
}

export interface TxnResponse {
  readonly succeeded: boolean;
  readonly revision: number;
  /** One per operation: the put key value, the deleted ones, or the range read. */
  readonly responses: readonly (readonly KeyValue[])[];
}

export interface WatchRequest {
  readonly key: string;
  readonly rangeEnd?: string;
  /** First revision of interest; 0 or absent: from now on. */
  readonly startRevision?: number;
}

/** Sent on the watch stream. `compactRevision` set: the start was compacted and the stream ends. */
export interface WatchResponse {
  readonly revision: number;
  readonly events: readonly EtcdEvent[];
  readonly compactRevision?: number;
}

export type EtcdErrorCode = 'compacted' | 'future-revision' | 'no-leader' | 'lease-not-found' | 'no-space';
export interface EtcdError {
  readonly error: EtcdErrorCode;
  /** In etcd's words, such as `etcdserver: mvcc: required revision has been compacted`. */
  readonly message: string;
  readonly compactRevision?: number;
}

/** Requests by service name; call as `network.call(self, etcd, 'etcd', '<method>', {method, request})`. */
export type EtcdCall =
  | { readonly method: 'range'; readonly request: RangeRequest }
  | { readonly method: 'txn'; readonly request: TxnRequest }
  | { readonly method: 'watch'; readonly request: WatchRequest }
  | { readonly method: 'compact'; readonly request: { readonly revision: number } }
  | { readonly method: 'leaseGrant'; readonly request: { readonly ttlSeconds: number } }
  | { readonly method: 'leaseKeepAlive'; readonly request: { readonly lease: number } }
  | { readonly method: 'leaseRevoke'; readonly request: { readonly lease: number } }
  | { readonly method: 'status'; readonly request: Record<string, never> };
