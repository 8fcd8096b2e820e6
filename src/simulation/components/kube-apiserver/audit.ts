import type { ApiRequest } from '../../apimachinery/request.ts';
import type { Machine, SpanId } from '../../engine/index.ts';
import type { Passage, Station } from './stations.ts';

/** One request, when it was answered. Keeps what it was given; texts are made when somebody reads them. */
export class AuditRecord {
  /** The instant of the answer. */
  readonly atUs: number;
  readonly startUs: number;
  readonly code: number;
  /** The span of the request message. */
  readonly span: SpanId;
  private readonly committedUs: number | undefined;
  private readonly passage: Passage;
  private readonly request: ApiRequest;

  constructor(atUs: number, startUs: number, committedUs: number | undefined, passage: Passage, request: ApiRequest, code: number, span: SpanId) {
    this.atUs = atUs;
    this.startUs = startUs;
    this.committedUs = committedUs;
    this.passage = passage;
    this.request = request;
    this.code = code;
    this.span = span;
  }

  get verb(): string {
    return this.request.verb;
  }

  /** `pods`, `pods/status`. */
  get resource(): string {
    const { resource, subresource } = this.request;
    return subresource ? `${resource}/${subresource}` : resource;
  }

  /** `pods/default/web`, `nodes/node-1`; of a list, its namespace. */
  get about(): string {
    const { resource, namespace, name, body } = this.request;
    const named = name ?? (body as { metadata?: { name?: string } } | undefined)?.metadata?.name ?? '';
    return namespace ? `${resource}/${namespace}/${named}` : `${resource}/${named}`;
  }

  get user(): string {
    return this.request.user;
  }

  get userAgent(): string {
    return this.request.userAgent;
  }

  get latencyUs(): number {
    return this.atUs - this.startUs;
  }

  /** Of a write: where it was, and until when. */
  get stations(): readonly Station[] | undefined {
    return this.committedUs === undefined ? undefined : this.passage.ofWrite(this.startUs, this.committedUs);
  }
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
