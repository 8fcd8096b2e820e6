import { MAX_SPEED, MIN_SPEED, type Speed } from '../options.ts';

/** `{speed}`, `{paused}` or `{advanceMs}`, or several of them. */
export interface ClockOrder {
  readonly speed?: Speed;
  readonly paused?: boolean;
  readonly advanceMs?: number;
}

/** A virtual year. */
const MAX_ADVANCE_MS = 365 * 24 * 3_600_000;

/** A text says what is wrong. */
export function parseClockOrder(body: unknown): ClockOrder | string {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'the body must be a JSON object';
  const { speed, paused, advanceMs, ...rest } = body as Record<string, unknown>;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) return `${unknown}: unknown field`;
  if (speed !== undefined && speed !== 'max' && !inRange(speed, MIN_SPEED, MAX_SPEED)) return `speed: must be "max" or a number between ${MIN_SPEED} and ${MAX_SPEED}`;
  if (paused !== undefined && typeof paused !== 'boolean') return 'paused: must be true or false';
  if (advanceMs !== undefined && !inRange(advanceMs, 0, MAX_ADVANCE_MS)) return `advanceMs: must be a number between 0 and ${MAX_ADVANCE_MS}`;
  return body as ClockOrder;
}

const inRange = (value: unknown, least: number, most: number): boolean => typeof value === 'number' && value >= least && value <= most;
