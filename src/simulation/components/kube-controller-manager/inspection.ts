/** The last times a controller looked at something. */
export interface SyncRecord {
  readonly key: string;
  readonly atUs: number;
  /** What it did, in few words; empty when there was nothing to do. */
  readonly what: string;
  readonly error: boolean;
}

/** One controller as the card and the inside view show it. */
export interface ControllerInspection {
  readonly name: string;
  /** Keys that wait for a worker, keys that wait for their time, keys in hand. */
  readonly queued: number;
  readonly delayed: number;
  readonly active: readonly string[];
  readonly syncs: number;
  /** Newest last, at most twenty. */
  readonly last: readonly SyncRecord[];
}

/** What `inspect` of kube-controller-manager answers. */
export interface KubeControllerManagerInspection {
  readonly identity: string;
  readonly leader: boolean;
  readonly controllers: readonly ControllerInspection[];
}

const RING = 20;
const MAX_ACTIVE = 10;

interface QueueView {
  readonly length: number;
  readonly delayed: ReadonlyMap<string, number>;
  readonly active: ReadonlySet<string>;
}

/** Keeps what one controller did lately. */
export class SyncLog {
  readonly name: string;
  readonly queues: QueueView[] = [];
  private readonly ring: SyncRecord[] = [];
  private syncs = 0;

  constructor(name: string) {
    this.name = name;
  }

  record(key: string, atUs: number, what: string, error: boolean): void {
    this.ring[this.syncs++ % RING] = { key, atUs, what, error };
  }

  inspect(): ControllerInspection {
    let queued = 0;
    let delayed = 0;
    const active: string[] = [];
    for (const queue of this.queues) {
      queued += queue.length;
      delayed += queue.delayed.size;
      for (const key of queue.active) if (active.length < MAX_ACTIVE) active.push(key);
    }
    const start = this.syncs % RING;
    const last = this.syncs <= RING ? this.ring.slice() : [...this.ring.slice(start), ...this.ring.slice(0, start)];
    return { name: this.name, queued, delayed, active, syncs: this.syncs, last };
  }
}
