import type { Machine, SpanId } from '../../engine/index.ts';

/** One request, when it was answered. */
export interface AuditRecord {
  /** The instant of the answer. */
  readonly atUs: number;
  readonly verb: string;
  /** `pods`, `pods/status`, `deployments.apps`. */
  readonly resource: string;
  /** `default/web`, `node-1`, or the namespace of a list. */
  readonly about: string;
  readonly user: string;
  readonly code: number;
  readonly latencyUs: number;
  readonly span: SpanId;
}

const CAPACITY = 2_000;

/** The last 2,000 requests, as an audit log keeps them: `machine.disk.get('kube-apiserver/audit')`. */
export class AuditLog {
  /** How many requests were ever recorded; the next one has this number. */
  total = 0;
  private readonly ring: AuditRecord[] = [];

  /** The log of that machine, made when there is none. */
  static of(machine: Machine): AuditLog {
    const found = machine.disk.get('kube-apiserver/audit');
    if (found instanceof AuditLog) return found;
    const log = new AuditLog();
    machine.disk.set('kube-apiserver/audit', log);
    return log;
  }

  record(record: AuditRecord): void {
    this.ring[this.total % CAPACITY] = record;
    this.total++;
  }

  /** The records from number `first` on that are still kept, oldest first. */
  since(first: number): AuditRecord[] {
    const records: AuditRecord[] = [];
    for (let i = Math.max(first, this.total - CAPACITY, 0); i < this.total; i++) records.push(this.ring[i % CAPACITY]);
    return records;
  }
}
