import type { Lease } from 'kubernetes-types/coordination/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { isAlreadyExists, isNotFound } from '../../../apimachinery/status.ts';
import { formatMicroTime } from '../../../apimachinery/time.ts';
import { isFailure, type ResourceClient, resources } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import type { KubeletContext } from '../context.ts';

const NAMESPACE = 'kube-node-lease';
const MAX_UPDATE_RETRIES = 5;
const ENSURE_BACKOFF_US = 100_000;
const ENSURE_BACKOFF_MAX_US = 7_000_000;
const HEARTBEAT = { kind: 'heartbeat' } as const;

/**
 * Renews the node's Lease, four times per lease duration. Source: kubernetes v1.32 staging component-helpers
 * apimachinery/lease/controller.go.
 */
export class LeaseController {
  private latest: Typed<Lease> | undefined;
  lastRenewedUs = -1;
  private readonly context: KubeletContext;
  private readonly client: ResourceClient<Typed<Lease>>;
  private readonly nodeUid: () => string | undefined;

  constructor(context: KubeletContext, nodeUid: () => string | undefined) {
    this.context = context;
    this.client = context.heartbeatClient.resource(resources.leases);
    this.nodeUid = nodeUid;
  }

  *run(): Process<void> {
    const periodUs = this.context.config.nodeLeaseDurationSeconds * 250_000;
    for (;;) {
      yield* this.sync();
      yield this.context.jitter(periodUs, 4);
    }
  }

  private *sync(): Process<void> {
    // Nobody else writes the Lease, so what we have is most likely the newest.
    if (this.latest && (yield* this.update(this.latest))) return;
    const { lease, created } = yield* this.ensure();
    this.latest = lease;
    if (created) this.renewed(lease);
    else yield* this.update(lease);
  }

  private *update(base: Typed<Lease>): Process<boolean> {
    let lease = base;
    for (let i = 0; i < MAX_UPDATE_RETRIES; i++) {
      const reply = yield* this.client.update(this.renew(lease), HEARTBEAT);
      if (!isFailure(reply)) {
        this.renewed(reply);
        return true;
      }
      if (reply.code === 409) lease = (yield* this.ensure()).lease;
    }
    return false;
  }

  /** Gets the Lease or creates it, for as long as it takes. */
  private *ensure(): Process<{ lease: Typed<Lease>; created: boolean }> {
    const { nodeName } = this.context.options;
    for (let sleepUs = ENSURE_BACKOFF_US; ; sleepUs = sleepUs * 2 > ENSURE_BACKOFF_MAX_US ? ENSURE_BACKOFF_MAX_US : sleepUs * 2) {
      const found = yield* this.client.get(NAMESPACE, nodeName, HEARTBEAT);
      if (!isFailure(found)) return { lease: found, created: false };
      if (isNotFound(found)) {
        const created = yield* this.client.create(this.renew(undefined), HEARTBEAT);
        if (!isFailure(created)) return { lease: created, created: true };
        if (isAlreadyExists(created)) continue;
      }
      yield sleepUs;
    }
  }

  private renewed(lease: Typed<Lease>): void {
    this.latest = lease;
    this.lastRenewedUs = this.context.nowUs;
    this.context.self.touch();
  }

  private renew(base: Typed<Lease> | undefined): Typed<Lease> {
    const { options, config, nowUs } = this.context;
    const renewTime = formatMicroTime(nowUs);
    if (base) return { ...base, spec: { ...base.spec, renewTime } };
    const uid = this.nodeUid();
    const ownerReferences = uid ? { ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: options.nodeName, uid }] } : {};
    return {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: options.nodeName, namespace: NAMESPACE, ...ownerReferences },
      spec: { holderIdentity: options.nodeName, leaseDurationSeconds: config.nodeLeaseDurationSeconds, renewTime },
    } as Typed<Lease>;
  }
}
