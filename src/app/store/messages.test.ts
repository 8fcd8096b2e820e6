import { expect, test } from 'vitest';
import type { MessageRecord } from '../../protocol/index.ts';
import { Messages } from './messages.ts';

const message = (id: number, sentUs: number, receivedUs: number, more: Partial<MessageRecord> = {}): MessageRecord => ({
  id, cause: 0, kind: 'request', from: 'a/x', to: 'b/y', method: 'get pods', about: '', sentUs, receivedUs, fate: 'flying', ...more,
});
const ids = (list: readonly MessageRecord[]): number[] => list.map(({ id }) => id);

test('what is under way at an instant: sent, not yet received, in the past as now', () => {
  const messages = new Messages();
  messages.take([message(1, 100, 300), message(3, 200, 250), message(4, 400, 900)], [], []);
  expect([99, 100, 220, 260, 300, 500].map((us) => ids(messages.inFlight(us)))).toEqual([[], [1], [1, 3], [1], [], [4]]);
});

test('a held message stays on its wire until its fate is known', () => {
  const messages = new Messages();
  messages.take([message(1, 100, 300, { fate: 'held' })], [], []);
  expect(ids(messages.inFlight(60_000_000))).toEqual([1]);
  messages.take([], [[1, 'delivered', 61_000_000]], []);
  expect(ids(messages.inFlight(62_000_000))).toEqual([]);
  expect(messages.get(1)?.fate).toBe('delivered');
});

test('a fork forgets what was sent after it', () => {
  const messages = new Messages();
  messages.take([message(1, 100, 300), message(2, 500, 600)], [], []);
  messages.truncate(400);
  expect(ids(messages.between(0, 1_000))).toEqual([1]);
  messages.take([message(2, 450, 470)], [], []);
  expect(messages.get(2)?.sentUs).toBe(450);
});

test('the newest 20,000 or so are kept', () => {
  const messages = new Messages();
  for (let round = 0; round < 50; round++) messages.take(Array.from({ length: 1_000 }, (_, i) => message(round * 1_000 + i, round * 1_000 + i, 1e9)), [], []);
  expect(messages.size).toBeLessThanOrEqual(22_000);
  expect(messages.get(49_999)?.id).toBe(49_999);
  expect(messages.get(1)).toBeUndefined();
});
