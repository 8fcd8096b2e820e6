import type { ApiServer } from './server.ts';

/** What `inspect` of a kube-apiserver answers. Every request since the start is counted, by verb and by class of code. */
export interface Inspection {
  readonly requestsByVerb: Readonly<Record<string, number>>;
  readonly requestsByCode: Readonly<Record<string, number>>;
  readonly readingInFlight: number;
  readonly writingInFlight: number;
  /** Requests that wait for a seat. */
  readonly waiting: number;
  readonly watchers: number;
  /** Resources with their number of objects and watches; those without either are left out. */
  readonly resources: readonly { readonly resource: string; readonly objects: number; readonly watchers: number }[];
}

/** Counts answered requests. */
export class RequestCounts {
  readonly byVerb = new Map<string, number>();
  readonly byCode = new Map<string, number>();

  count(verb: string, code: number): void {
    this.byVerb.set(verb, (this.byVerb.get(verb) ?? 0) + 1);
    const codes = classes[Math.floor(code / 100)] ?? 'other';
    this.byCode.set(codes, (this.byCode.get(codes) ?? 0) + 1);
  }
}

const classes = ['other', 'other', '2xx', '3xx', '4xx', '5xx'];

export function inspectionOf(server: ApiServer): Inspection {
  const resources = [...server.resources.all()]
    .map(({ qualified, cacher }) => ({ resource: qualified, objects: cacher.shelves.size, watchers: cacher.watchers.size }))
    .filter(({ objects, watchers }) => objects > 0 || watchers > 0);
  return {
    requestsByVerb: Object.fromEntries(server.counts.byVerb),
    requestsByCode: Object.fromEntries(server.counts.byCode),
    readingInFlight: server.reading.taken,
    writingInFlight: server.writing.taken,
    waiting: server.reading.waiting + server.writing.waiting,
    watchers: resources.reduce((sum, { watchers }) => sum + watchers, 0),
    resources,
  };
}
