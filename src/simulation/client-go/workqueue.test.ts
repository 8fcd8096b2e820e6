import { describe, expect, it } from 'vitest';
import { Actor, Engine, Machine } from '../engine/index.ts';
import { runWorkers, Workqueue, type RateLimiterOptions } from './workqueue.ts';

/** A queue with one worker that takes 10 ms per key and answers what the test says. */
function world(options: RateLimiterOptions = {}, errors: Record<string, (string | undefined)[]> = {}, workers = 1) {
  const engine = new Engine({ seed: 'workqueue' });
  const worked: string[] = [];
  const atUs: number[] = [];
  const causes: number[] = [];
  let queue!: Workqueue;
  const actor = new Actor(engine, new Machine('machine', 'a'), 'controller', function* (self) {
    queue = new Workqueue(self, 'queue', options);
    runWorkers(self, queue, workers, function* (key) {
      worked.push(key);
      atUs.push(engine.nowUs);
      causes.push(engine.span);
      yield 10_000;
      return errors[key]?.shift();
    });
  });
  actor.start();
  engine.runUntil(0);
  return { engine, queue, worked, atUs, causes };
}

describe('a work queue', () => {
  it('holds a key once, however often it is added', () => {
    const { engine, queue, worked } = world();
    for (const key of ['a', 'b', 'a', 'a', 'b']) queue.add(key);
    expect(queue.length).toBe(2);
    engine.runUntil(1_000_000);
    expect(worked).toEqual(['a', 'b']);
    expect(queue.length).toBe(0);
  });

  it('hands no key to two workers; one added meanwhile comes again afterwards', () => {
    const { engine, queue, worked, atUs } = world({}, {}, 5);
    queue.add('a');
    engine.runUntil(5_000);
    expect([...queue.active]).toEqual(['a']);
    queue.add('a');
    queue.add('a');
    engine.runUntil(9_000);
    expect(worked).toEqual(['a']);
    engine.runUntil(1_000_000);
    expect(worked).toEqual(['a', 'a']);
    expect(atUs[1]).toBe(10_000);
  });

  it('adds later, at the earliest time that was asked for', () => {
    const { engine, queue, atUs } = world();
    queue.addAfter('a', 500_000);
    queue.addAfter('a', 200_000);
    queue.addAfter('a', 900_000);
    expect(queue.delayed.get('a')).toBe(200_000);
    engine.runUntil(2_000_000);
    expect(atUs).toEqual([200_000]);
    queue.addAfter('b', 0);
    expect(queue.length).toBe(1);
  });

  it('lets a key that fails wait twice as long each time, and forgets when it succeeds', () => {
    const { engine, queue, atUs } = world({}, { a: ['no', 'no', 'no', 'no', undefined] });
    queue.add('a');
    engine.runUntil(1_000_000);
    const gapsUs = atUs.slice(1).map((at, i) => at - atUs[i] - 10_000);
    expect(gapsUs).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(queue.numRequeues('a')).toBe(0);
  });

  it('lets no key wait longer than the greatest delay', () => {
    const { engine, queue, atUs } = world({ baseDelayUs: 1_000_000, maxDelayUs: 4_000_000 }, { a: Array(6).fill('no') });
    queue.add('a');
    engine.runUntil(60_000_000);
    expect(atUs.slice(1).map((at, i) => at - atUs[i] - 10_000)).toEqual([1_000_000, 2_000_000, 4_000_000, 4_000_000, 4_000_000, 4_000_000]);
  });

  it('slows down when very many keys fail', () => {
    const { engine, queue } = world({ qps: 10, burst: 100 });
    for (let i = 0; i < 120; i++) queue.addRateLimited(`key-${i}`);
    const waits = [...queue.delayed.values()];
    expect(waits.slice(0, 100).every((wait) => wait === 5_000)).toBe(true);
    expect(waits[100]).toBe(100_000);
    expect(waits[119]).toBe(2_000_000);
    engine.runUntil(5_000_000);
    expect(queue.length).toBe(0);
  });

  it('remembers what first asked for a key, and lets the worker follow it', () => {
    const { engine, queue, causes } = world();
    engine.span = 41;
    queue.add('a');
    engine.span = 42;
    queue.add('a');
    engine.span = 0;
    engine.runUntil(1_000_000);
    expect(causes).toEqual([41]);
  });

  it('keeps its order through thousands of keys', () => {
    const { engine, queue, worked } = world();
    const keys = Array.from({ length: 3_000 }, (_, i) => `key-${i}`);
    for (const key of keys) queue.add(key);
    engine.runUntil(60_000_000);
    expect(worked).toEqual(keys);
  });
});
