import { describe, expect, it } from 'vitest';
import { Actor, Engine, isMessage, Machine, type Stream } from './index.ts';

describe('Stream', () => {
  it('keeps what arrives in the same instant as the answer until somebody listens, with its cause', () => {
    const engine = new Engine({ seed: 'stream', network: { loopback: { baseUs: 10, jitterUs: 0 }, sameZone: { baseUs: 10, jitterUs: 0 }, crossZone: { baseUs: 10, jitterUs: 0 } } });
    const machine = new Machine('m', 'z');
    const seen: unknown[] = [];
    const server = new Actor(engine, machine, 'server', function* (self) {
      self.serve('watch', function* (_body, context) {
        const stream = context.openStream();
        self.spawn((function* () {
          stream.send('watch', 'first', '', 1);
          stream.send('watch', 'second', '', 2);
          stream.end();
        })());
        return stream;
      });
    });
    const client = new Actor(engine, machine, 'client', function* (self) {
      const stream = (yield* engine.network.call<Stream>(self, server, 'watch', 'watch', null)) as Stream;
      stream.onMessage = (body) => {
        const cause = engine.trace.get(engine.span)!;
        seen.push([body, isMessage(cause) && cause.method]);
      };
      stream.onClose = (reason) => seen.push(reason);
    });
    server.start();
    client.start();
    engine.runUntil(1_000);
    expect(seen).toEqual([[1, 'first'], [2, 'second'], 'end']);
  });
});
