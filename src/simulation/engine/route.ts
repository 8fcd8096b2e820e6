import type { Actor } from './actor.ts';
import type { Delivery } from './delivery.ts';
import type { RandomStream } from './random.ts';

/** How long a message travels: `baseUs` plus a uniformly drawn [0, jitterUs]. */
export interface Latency {
  readonly baseUs: number;
  readonly jitterUs: number;
}

export interface NetworkOptions {
  /** Between processes of one machine. */
  readonly loopback: Latency;
  readonly sameZone: Latency;
  readonly crossZone: Latency;
}

export const defaultNetworkOptions: NetworkOptions = {
  // A call between two processes of one machine costs its encoding and two context switches, not only the copy.
  loopback: { baseUs: 120, jitterUs: 60 },
  sameZone: { baseUs: 250, jitterUs: 150 },
  crossZone: { baseUs: 400, jitterUs: 200 },
};

/** The way from one actor to another. First in, first out, as a TCP connection is. */
export class Route {
  lastArrivalUs = 0;
  cut = false;
  /** Added by a `slow` fault. */
  extraUs = 0;
  /** What was sent into a cut link. TCP keeps trying, so it arrives after the link heals. */
  readonly held: Delivery[] = [];
  /** The way back, once it was used. */
  back: Route | undefined;
  readonly from: Actor;
  readonly to: Actor;
  private readonly latency: Latency;
  private readonly random: RandomStream;

  constructor(from: Actor, to: Actor, latency: Latency, random: RandomStream) {
    this.from = from;
    this.to = to;
    this.latency = latency;
    this.random = random;
  }

  /** Draws when a message sent now arrives, never before one that was sent earlier. */
  arrivalUs(nowUs: number): number {
    const drawn = nowUs + this.latency.baseUs + this.random.int(this.latency.jitterUs + 1) + this.extraUs;
    return (this.lastArrivalUs = drawn > this.lastArrivalUs ? drawn : this.lastArrivalUs);
  }
}

/** The latency that the places of two machines imply. */
export function latencyBetween(from: Actor, to: Actor, options: NetworkOptions): Latency {
  if (from.machine === to.machine) return options.loopback;
  return from.machine.zone === to.machine.zone ? options.sameZone : options.crossZone;
}
