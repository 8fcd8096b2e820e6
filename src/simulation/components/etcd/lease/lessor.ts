/** A lease. Its keys are the store's business: see Attachments. */
export interface Lease {
  readonly id: number;
  readonly ttlUs: number;
  readonly expiresAtUs: number;
}

/**
 * Knows every lease and which one runs out first. Pure: the server asks with the present instant.
 * Source: etcd 3.5 server/lease/lessor.go.
 */
export class Lessor {
  private readonly leases = new Map<number, Lease>();
  /** Sorted by (expiry, id), soonest first. */
  private readonly byExpiry: Lease[] = [];
  private nextId = 1;

  get size(): number {
    return this.leases.size;
  }

  get(id: number): Lease | undefined {
    return this.leases.get(id);
  }

  grant(ttlUs: number, nowUs: number): Lease {
    return this.insert({ id: this.nextId++, ttlUs, expiresAtUs: nowUs + ttlUs });
  }

  /** Starts the lease's time anew. Undefined when there is no such lease. */
  renew(id: number, nowUs: number): Lease | undefined {
    const lease = this.remove(id);
    return lease && this.insert({ ...lease, expiresAtUs: nowUs + lease.ttlUs });
  }

  remove(id: number): Lease | undefined {
    const lease = this.leases.get(id);
    if (lease === undefined) return undefined;
    this.leases.delete(id);
    this.byExpiry.splice(this.byExpiry.indexOf(lease), 1);
    return lease;
  }

  /** A member that starts cannot know how much time was left, so everybody gets it all again. */
  renewAll(nowUs: number): void {
    for (const id of [...this.leases.keys()]) this.renew(id, nowUs);
  }

  /** The lease that runs out first. */
  get soonest(): Lease | undefined {
    return this.byExpiry[0];
  }

  private insert(lease: Lease): Lease {
    this.leases.set(lease.id, lease);
    let index = this.byExpiry.length;
    while (index > 0 && isLater(this.byExpiry[index - 1], lease)) index--;
    this.byExpiry.splice(index, 0, lease);
    return lease;
  }
}

const isLater = (one: Lease, other: Lease): boolean => one.expiresAtUs > other.expiresAtUs || (one.expiresAtUs === other.expiresAtUs && one.id > other.id);
