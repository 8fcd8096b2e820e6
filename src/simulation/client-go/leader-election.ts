import type { Lease } from 'kubernetes-types/coordination/v1.d.ts';
import type { Typed } from '../apimachinery/meta.ts';
import { formatMicroTime } from '../apimachinery/time.ts';
import type { Process } from '../engine/index.ts';
import { type Client, isFailure } from './client.ts';
import { leases } from './resources.ts';

export interface LeaderElectionOptions {
  readonly namespace: string;
  readonly name: string;
  readonly identity: string;
  readonly leaseDurationUs?: number;
  readonly renewDeadlineUs?: number;
  readonly retryPeriodUs?: number;
}

/**
 * Competes for a Lease and keeps it. Source: client-go v0.32 tools/leaderelection/leaderelection.go, in behaviour:
 * duration 15 s, renew deadline 10 s, retry 2 s with up to 20 % jitter; a rival's clock counts from when we saw its record change.
 */
export class LeaderElector {
  private observed: Typed<Lease> | undefined;
  private observedUs = 0;
  isLeader = false;
  private readonly client: Client;
  private readonly options: LeaderElectionOptions;
  private readonly durationUs: number;
  private readonly deadlineUs: number;
  private readonly retryUs: number;

  constructor(client: Client, options: LeaderElectionOptions) {
    this.client = client;
    this.options = options;
    this.durationUs = options.leaseDurationUs ?? 15_000_000;
    this.deadlineUs = options.renewDeadlineUs ?? 10_000_000;
    this.retryUs = options.retryPeriodUs ?? 2_000_000;
  }

  /** Returns once this actor leads. */
  *acquire(): Process<void> {
    const random = this.client.actor.engine.random.stream(`${this.client.actor.id}/leader-election`);
    while (!(yield* this.tryAcquireOrRenew())) yield this.retryUs + random.int(Math.floor(this.retryUs / 5));
    this.isLeader = true;
    this.client.actor.touch();
  }

  /** Returns when the lease is lost; the real binary then exits. */
  *keep(): Process<void> {
    const { engine } = this.client.actor;
    let renewedUs = engine.nowUs;
    for (;;) {
      yield this.retryUs;
      if (yield* this.tryAcquireOrRenew()) renewedUs = engine.nowUs;
      else if (engine.nowUs - renewedUs >= this.deadlineUs) break;
    }
    this.isLeader = false;
    this.client.actor.touch();
  }

  private *tryAcquireOrRenew(): Process<boolean> {
    const door = this.client.resource(leases);
    const request = { kind: 'heartbeat', timeoutUs: 5_000_000 } as const;
    const { namespace, name, identity } = this.options;
    if (!this.observed || this.observed.spec?.holderIdentity !== identity) {
      const found = yield* door.get(namespace, name, request);
      if (isFailure(found)) return found.code === 404 ? this.accept(yield* door.create(this.record(undefined), request)) : false;
      this.observe(found);
      if (this.heldByOther()) return false;
    }
    return this.accept(yield* door.update(this.record(this.observed), request));
  }

  private heldByOther(): boolean {
    const holder = this.observed?.spec?.holderIdentity;
    if (!holder || holder === this.options.identity) return false;
    return this.observedUs + this.durationUs > this.client.actor.engine.nowUs;
  }

  private accept(reply: unknown): boolean {
    if (isFailure(reply)) {
      this.observed = undefined;
      return false;
    }
    this.observe(reply as Typed<Lease>);
    return true;
  }

  private observe(lease: Typed<Lease>): void {
    if (this.observed?.spec?.renewTime !== lease.spec?.renewTime) this.observedUs = this.client.actor.engine.nowUs;
    this.observed = lease;
  }

  private record(old: Typed<Lease> | undefined): Typed<Lease> {
    const { namespace, name, identity } = this.options;
    const now = formatMicroTime(this.client.actor.engine.nowUs);
    const kept = old?.spec?.holderIdentity === identity;
    const spec = {
      holderIdentity: identity,
      leaseDurationSeconds: Math.floor(this.durationUs / 1_000_000),
      acquireTime: kept ? old!.spec!.acquireTime : now,
      renewTime: now,
      leaseTransitions: (old?.spec?.leaseTransitions ?? 0) + (old && !kept ? 1 : 0),
    };
    return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: old?.metadata ?? { namespace, name }, spec } as Typed<Lease>;
  }
}
