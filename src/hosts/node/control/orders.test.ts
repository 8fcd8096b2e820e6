import { expect, test } from 'vitest';
import { parseClockOrder } from './clock.ts';
import { parseFault } from './fault.ts';

test.each([[{ speed: 10 }], [{ speed: 'max' }], [{ paused: true }], [{ advanceMs: 60_000 }], [{}]])('the clock understands %j', (order) => {
  expect(parseClockOrder(order)).toEqual(order);
});

test.each([[{ speed: 'fast' }], [{ speed: 0 }], [{ paused: 1 }], [{ advanceMs: -1 }], [{ advance: 1 }], [null], ['x'], [[]]])('the clock refuses %j', (order) => {
  expect(parseClockOrder(order)).toBeTypeOf('string');
});

test('faults become commands', () => {
  expect(parseFault({ type: 'power-off', target: 'node-1' })).toEqual({ type: 'fault', fault: 'power-off', target: 'node-1' });
  expect(parseFault({ type: 'freeze', target: ['kube-scheduler', 'node-0/kubelet'] })).toEqual({ type: 'fault', fault: 'freeze', target: ['kube-scheduler', 'node-0/kubelet'] });
  expect(parseFault({ type: 'cut', target: ['node-1', 'node-2'] })).toEqual({ type: 'fault', fault: 'cut', target: 'node-1', peer: 'node-2' });
});

test.each([[{ type: 'explode', target: 'node-1' }], [{ type: 'crash' }], [{ type: 'crash', target: [] }], [{ type: 'slow', target: 'a', extraMs: 'x' }], [undefined]])('no fault: %j', (body) => {
  expect(parseFault(body)).toBeTypeOf('string');
});
