import { type Actor, Future, type Process } from '../../engine/index.ts';

/** Source: kubernetes v1.32 staging/src/k8s.io/apiserver/pkg/server/config.go, MaxRequestsInFlight and MaxMutatingRequestsInFlight. */
export interface InFlightLimits {
  readonly readOnly: number;
  readonly mutating: number;
}

export const defaultInFlightLimits: InFlightLimits = { readOnly: 400, mutating: 200 };

/** A quarter of the request timeout, as API Priority and Fairness lets a request wait. */
const QUEUE_WAIT_US = 15_000_000;
const QUEUE_LENGTH_MAX = 6_400;

/**
 * Seats for the requests that are worked on. Who finds none waits in line, and is sent away when the line is too long
 * or the wait takes too long. Watches sit nowhere.
 * Differs from API Priority and Fairness: one line per kind of request, first come, first served.
 */
export class Seats {
  taken = 0;
  private readonly line: Future<boolean>[] = [];
  private readonly self: Actor;
  private readonly limit: number;

  constructor(self: Actor, limit: number) {
    this.self = self;
    this.limit = limit;
  }

  /** How many wait for a seat. */
  get waiting(): number {
    return this.line.length;
  }

  /** Takes a seat at once when one is free. */
  trySit(): boolean {
    if (this.taken >= this.limit) return false;
    this.taken++;
    return true;
  }

  /** Waits for a seat; false when the request must be sent away. */
  *sit(): Process<boolean> {
    if (this.trySit()) return true;
    if (this.line.length >= QUEUE_LENGTH_MAX) return false;
    const turn = new Future<boolean>();
    const deadline = this.self.engine.deadlines.add(QUEUE_WAIT_US, () => this.sendAway(turn));
    this.line.push(turn);
    const seated = yield* turn.wait();
    deadline.callback = null;
    return seated;
  }

  /** Gives a seat back, to the next in line if there is one. */
  stand(): void {
    const next = this.line.shift();
    if (next === undefined) this.taken--;
    else next.resolve(true);
  }

  private sendAway(turn: Future<boolean>): void {
    const index = this.line.indexOf(turn);
    if (index < 0) return;
    this.line.splice(index, 1);
    turn.resolve(false);
  }
}
