import type { EtcdCall, EtcdError } from '../../../contracts/etcd.ts';
import { type Actor, isNetworkFailure, type MessageKind, type NetworkFailure, type Process } from '../../../engine/index.ts';

const REQUEST_TIMEOUT_US = 10_000_000;
/** A refused connection is tried again until the API request itself gives up. */
const DIAL_TIMEOUT_US = 60_000_000;
const BACKOFF_MIN_US = 100_000;
const BACKOFF_MAX_US = 1_600_000;

/** etcd did not answer: nobody knows whether a write took effect. */
export class EtcdUnavailable {
  readonly reason: NetworkFailure['reason'];
  constructor(reason: NetworkFailure['reason']) {
    this.reason = reason;
  }
}

/** The server's one connection to etcd. */
export class EtcdClient {
  private readonly self: Actor;
  private readonly etcd: () => Actor;

  constructor(self: Actor, etcd: () => Actor) {
    this.self = self;
    this.etcd = etcd;
  }

  /** Asks etcd. What was refused was never carried out, so it is tried again; what was lost on the way is not. */
  *call<T>(body: EtcdCall, about: string, kind: MessageKind): Process<T | EtcdError | EtcdUnavailable> {
    const { engine } = this.self;
    const deadlineAtUs = engine.nowUs + DIAL_TIMEOUT_US;
    for (let backoffUs = BACKOFF_MIN_US; ; backoffUs = Math.min(2 * backoffUs, BACKOFF_MAX_US)) {
      const reply = (yield engine.network.request(this.self, this.etcd(), 'etcd', methodLabels[body.method], body, kind, about, REQUEST_TIMEOUT_US)) as T | EtcdError | NetworkFailure;
      if (!isNetworkFailure(reply)) return reply;
      if (reply.reason !== 'connection refused' || engine.nowUs + backoffUs > deadlineAtUs) return new EtcdUnavailable(reply.reason);
      yield backoffUs;
    }
  }
}

const methodLabels: Readonly<Record<EtcdCall['method'], string>> = {
  range: 'etcd Range', txn: 'etcd Txn', watch: 'etcd Watch', compact: 'etcd Compact',
  leaseGrant: 'etcd LeaseGrant', leaseKeepAlive: 'etcd LeaseKeepAlive', leaseRevoke: 'etcd LeaseRevoke', status: 'etcd Status',
};

/** What is behind every key that begins with `prefix`: the end of its range. */
export function prefixEnd(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}

export const isEtcdError = (answer: unknown): answer is EtcdError => typeof answer === 'object' && answer !== null && 'error' in answer;
