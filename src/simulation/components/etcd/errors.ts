import type { EtcdError } from '../../contracts/etcd.ts';

/** Expected failures, in etcd's words. Source: etcd 3.5 api/v3rpc/rpctypes/error.go. */
export const isEtcdError = (answer: unknown): answer is EtcdError => typeof answer === 'object' && answer !== null && 'error' in answer;

export function compacted(compactRevision: number): EtcdError {
  return { error: 'compacted', message: 'etcdserver: mvcc: required revision has been compacted', compactRevision };
}

export function futureRevision(): EtcdError {
  return { error: 'future-revision', message: 'etcdserver: mvcc: required revision is a future revision' };
}

export function leaseNotFound(): EtcdError {
  return { error: 'lease-not-found', message: 'etcdserver: requested lease not found' };
}
