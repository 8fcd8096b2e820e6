import type { Event } from 'kubernetes-types/core/v1.d.ts';
import { describe, expect, it } from 'vitest';
import type { Typed } from '../apimachinery/meta.ts';
import { Engine } from '../engine/index.ts';
import { EventCorrelator } from './event-correlator.ts';

const event = (name: string, reason: string, message: string, at = '2025-01-01T00:00:00Z'): Typed<Event> => ({
  apiVersion: 'v1', kind: 'Event', metadata: { name: `${name}.1`, namespace: 'default' }, type: 'Warning', reason, message, count: 1,
  involvedObject: { kind: 'Pod', namespace: 'default', name, uid: name }, source: { component: 'kubelet' }, firstTimestamp: at, lastTimestamp: at,
});

function world() {
  const engine = new Engine({ seed: 'events' });
  return { engine, correlator: new EventCorrelator(engine) };
}

describe('the event correlator', () => {
  it('counts an event that was sent before, and keeps its name', () => {
    const { correlator } = world();
    expect(correlator.correlate(event('web', 'BackOff', 'waits'))).toEqual({ event: event('web', 'BackOff', 'waits') });
    correlator.correlate(event('web', 'BackOff', 'waits'));
    const third = correlator.correlate({ ...event('web', 'BackOff', 'waits', '2025-01-01T00:05:00Z'), metadata: { name: 'web.3', namespace: 'default' } })!;
    expect(third.patch).toEqual({ count: 3, lastTimestamp: '2025-01-01T00:05:00Z', message: 'waits' });
    expect(third.event).toMatchObject({ metadata: { name: 'web.1' }, count: 3, firstTimestamp: '2025-01-01T00:00:00Z' });
  });

  it('tells events of other objects, reasons and messages apart', () => {
    const { correlator } = world();
    const sent = [event('web', 'BackOff', 'waits'), event('web', 'Failed', 'waits'), event('web', 'BackOff', 'waits long'), event('db', 'BackOff', 'waits')].map((one) => correlator.correlate(one));
    expect(sent.every((one) => one !== undefined && one.patch === undefined)).toBe(true);
  });

  it('combines similar events from the tenth message on', () => {
    const { correlator } = world();
    const sent = Array.from({ length: 12 }, (_, i) => correlator.correlate(event('web', 'Failed', `try ${i}`))!);
    expect(sent.slice(0, 9).map((one) => one.event.message)).toEqual(Array.from({ length: 9 }, (_, i) => `try ${i}`));
    expect(sent[9].event.message).toBe('(combined from similar events): try 9');
    expect(sent[9].patch).toBeUndefined();
    expect(sent[11].patch).toMatchObject({ count: 3, message: '(combined from similar events): try 11' });
  });

  it('forgets similar messages after ten quiet minutes', () => {
    const { engine, correlator } = world();
    for (let i = 0; i < 9; i++) correlator.correlate(event('web', 'Failed', `try ${i}`));
    engine.runUntil(601_000_000);
    expect(correlator.correlate(event('web', 'Failed', 'try 9'))!.event.message).toBe('try 9');
  });

  it('cuts off who talks too much about one object, and lets others talk', () => {
    const { engine, correlator } = world();
    const passed = Array.from({ length: 40 }, () => correlator.correlate(event('web', 'BackOff', 'waits'))).filter((one) => one !== undefined);
    expect(passed).toHaveLength(25);
    expect(correlator.correlate(event('db', 'BackOff', 'waits'))).toBeDefined();
    engine.runUntil(300_000_000);
    expect(correlator.correlate(event('web', 'BackOff', 'waits'))!.patch).toMatchObject({ count: 26 });
  });
});
