import type { MarkRecord, WireChange } from '../../protocol/index.ts';

export type Lane = 'you' | 'nodes' | 'pods' | 'control';
export const LANES: readonly Lane[] = ['you', 'nodes', 'pods', 'control'];

/** Where a change is drawn; undefined for what beats all the time and would fill the picture. */
export function laneOf({ table, key }: WireChange): Lane | undefined {
  if (table === 'machines') return 'nodes';
  if (table !== 'objects') return undefined;
  const resource = key.slice(0, key.indexOf('/'));
  if (resource === 'leases' || resource === 'events') return undefined;
  if (resource === 'nodes') return 'nodes';
  return resource === 'pods' ? 'pods' : 'control';
}

export const isYours = ({ kind }: MarkRecord): boolean => kind === 'command' || kind === 'fault';

/** Counts per lane and bucket over [fromUs, toUs]. Grows with what is added, never recounts what was counted. */
export class Density {
  readonly counts: Readonly<Record<Lane, Uint32Array>>;
  readonly fromUs: number;
  readonly toUs: number;
  private readonly buckets: number;

  constructor(fromUs: number, toUs: number, buckets: number) {
    this.fromUs = fromUs;
    this.toUs = toUs;
    this.buckets = buckets;
    this.counts = { you: new Uint32Array(buckets), nodes: new Uint32Array(buckets), pods: new Uint32Array(buckets), control: new Uint32Array(buckets) };
  }

  addChanges(changes: readonly WireChange[]): void {
    for (const change of changes) {
      const lane = laneOf(change);
      if (lane) this.add(lane, change.atUs);
    }
  }

  addMarks(marks: readonly MarkRecord[]): void {
    for (const mark of marks) if (isYours(mark)) this.add('you', mark.atUs);
  }

  private add(lane: Lane, atUs: number): void {
    const bucket = Math.floor(((atUs - this.fromUs) / Math.max(1, this.toUs - this.fromUs)) * this.buckets);
    this.counts[lane][Math.min(this.buckets - 1, Math.max(0, bucket))]!++;
  }
}
