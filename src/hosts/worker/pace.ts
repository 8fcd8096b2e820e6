import type { ClockState } from '../../protocol/index.ts';

/** How long a message that matters is on screen at least, in real ms. */
export const MESSAGE_ON_SCREEN_MS = 600;
/** In auto mode: virtual ms per real ms while nothing but heartbeats happens. Five minutes pass in a second. */
export const RACE_SPEED = 300;
const RACE_START = 1;
/** The race doubles its speed in this many real ms. */
const RACE_DOUBLING_MS = 150;
/** With more messages than this in flight nobody follows one; the clock goes proportionally faster. */
const FOLLOWED_MESSAGES = 40;
export const MIN_SPEED = 0.01;
export const MAX_SPEED = 10_000;

/** What the pace looks at: latency of the shortest message under way, and how many there are. */
export interface Traffic {
  readonly count: number;
  readonly shortestUs: number;
}

/**
 * How fast virtual time goes. Pure bookkeeping: the host tells it how much real time went by and asks how far to run.
 */
export class Pace {
  paused = true;
  mode: ClockState['mode'] = 'auto';
  private fixedSpeed = 1;
  private raceSpeed = RACE_START;
  /** The speed of the last tick, for the screen. */
  speed = 1;

  get state(): ClockState {
    return { paused: this.paused, mode: this.mode, speed: this.paused ? 0 : this.speed };
  }

  setSpeed(speed: number | 'auto' | 'max'): void {
    if (speed === 'auto' || speed === 'max') {
      this.mode = speed;
      return;
    }
    this.mode = 'fixed';
    this.fixedSpeed = Math.min(MAX_SPEED, Math.max(MIN_SPEED, speed));
    this.speed = this.fixedSpeed;
  }

  /** Virtual µs to run for `elapsedMs` of real time, Infinity in max mode. `stopsAtTraffic`: run no further than the first message that matters. */
  plan(elapsedMs: number, traffic: Traffic): { runUs: number; stopsAtTraffic: boolean } {
    if (this.mode === 'max') return { runUs: Infinity, stopsAtTraffic: false };
    if (this.mode === 'fixed') return { runUs: Math.max(1, Math.round(this.fixedSpeed * elapsedMs * 1000)), stopsAtTraffic: false };
    if (traffic.count > 0) return this.follow(elapsedMs, traffic);
    return this.race(elapsedMs);
  }

  private follow(elapsedMs: number, traffic: Traffic): { runUs: number; stopsAtTraffic: boolean } {
    this.raceSpeed = RACE_START;
    const crowd = Math.max(1, traffic.count / FOLLOWED_MESSAGES);
    const usPerMs = (traffic.shortestUs / MESSAGE_ON_SCREEN_MS) * crowd;
    this.speed = usPerMs / 1000;
    return { runUs: Math.max(1, Math.round(usPerMs * elapsedMs)), stopsAtTraffic: false };
  }

  private race(elapsedMs: number): { runUs: number; stopsAtTraffic: boolean } {
    this.raceSpeed = Math.min(RACE_SPEED, this.raceSpeed * 2 ** (elapsedMs / RACE_DOUBLING_MS));
    this.speed = this.raceSpeed;
    return { runUs: Math.max(1, Math.round(this.raceSpeed * elapsedMs * 1000)), stopsAtTraffic: true };
  }
}
