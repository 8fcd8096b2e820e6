import { describe, expect, it } from 'vitest';
import { MESSAGE_ON_SCREEN_MS, Pace, RACE_SPEED } from './pace.ts';

const quiet = { count: 0, shortestUs: Infinity };

describe('pace', () => {
  it('shows the shortest message under way for its time on screen', () => {
    const pace = new Pace();
    let shownMs = 0;
    for (let leftUs = 500; leftUs > 0; shownMs += 16) leftUs -= pace.plan(16, { count: 1, shortestUs: 500 }).runUs;
    expect(shownMs).toBeGreaterThanOrEqual(MESSAGE_ON_SCREEN_MS * 0.9);
    expect(shownMs).toBeLessThanOrEqual(MESSAGE_ON_SCREEN_MS * 1.2);
  });

  it('races up to minutes per second while nothing happens, and stops at the first message', () => {
    const pace = new Pace();
    let plan = pace.plan(16, quiet);
    for (let i = 0; i < 200; i++) plan = pace.plan(16, quiet);
    expect(plan).toEqual({ runUs: RACE_SPEED * 16 * 1000, stopsAtTraffic: true });
    expect(pace.speed).toBe(RACE_SPEED);
  });

  it('goes faster when there are more messages than anybody can follow', () => {
    const pace = new Pace();
    const few = pace.plan(16, { count: 4, shortestUs: 1_000 }).runUs;
    const many = pace.plan(16, { count: 400, shortestUs: 1_000 }).runUs;
    expect(many).toBeGreaterThan(few * 5);
  });

  it('keeps a fixed speed within its limits', () => {
    const pace = new Pace();
    pace.setSpeed(2);
    expect(pace.plan(10, quiet)).toEqual({ runUs: 20_000, stopsAtTraffic: false });
    pace.setSpeed(1e9);
    expect(pace.plan(1, quiet).runUs).toBe(10_000_000);
    pace.setSpeed(0);
    expect(pace.plan(1000, quiet).runUs).toBe(10_000);
  });
});
