import { describe, expect, it } from 'vitest';
import { type Actor, Engine, isNetworkFailure, Machine, powerOff, powerOn, type Process, sleep, type Stream } from './index.ts';
import { Actor as ActorClass } from './actor.ts';

function world(seed = 'test') {
  const engine = new Engine({ seed });
  const one = new Machine('one', 'zone-a');
  const two = new Machine('two', 'zone-b');
  const actor = (machine: Machine, name: string, program: (actor: Actor) => Process<void> = function* () {}) => new ActorClass(engine, machine, name, program);
  return { engine, one, two, actor };
}

describe('engine', () => {
  it('runs equal instants in the order in which they were set', () => {
    const { engine } = world();
    const seen: string[] = [];
    engine.after(5, () => seen.push('a'));
    engine.after(3, () => seen.push('b'));
    engine.after(5, () => seen.push('c'));
    engine.runUntil(10);
    expect(seen).toEqual(['b', 'a', 'c']);
    expect(engine.nowUs).toBe(10);
  });

  it('carries a request to its handler and the answer back, with causes', () => {
    const { engine, one, two, actor } = world();
    let got: unknown;
    const server = actor(two, 'server', function* (self) {
      self.serve('echo', function* (body) {
        yield* sleep(100);
        return `${body}!`;
      });
    });
    const client = actor(one, 'client', function* (self) {
      got = yield* engine.network.call(self, server, 'echo', 'say', 'hello');
    });
    server.start();
    client.start();
    engine.runUntil(1_000_000);
    expect(got).toBe('hello!');
    const [request, response] = engine.trace.range(1, engine.trace.next);
    expect(response.cause).toBe(request.id);
  });

  it('answers connection refused from a live machine and times out on a dead one', () => {
    const { engine, one, two, actor } = world();
    const server = actor(two, 'server');
    const replies: unknown[] = [];
    const client = actor(one, 'client', function* (self) {
      replies.push(yield* engine.network.call(self, server, 'echo', 'say', 1));
      powerOff(two);
      replies.push(yield* engine.network.call(self, server, 'echo', 'say', 2, { timeoutUs: 10_000_000 }));
    });
    client.start();
    engine.runUntil(9_000_000);
    expect(replies.map((reply) => isNetworkFailure(reply) && reply.reason)).toEqual(['connection refused']);
    engine.runUntil(11_000_000);
    expect(replies.map((reply) => isNetworkFailure(reply) && reply.reason)).toEqual(['connection refused', 'timeout']);
    powerOn(two);
    expect(two.powered).toBe(true);
  });

  it('holds messages behind a cut link and delivers them after it heals, in order', () => {
    const { engine, one, two, actor } = world();
    const got: unknown[] = [];
    let stream!: Stream;
    const server = actor(two, 'server', function* (self) {
      self.serve('watch', function* (_body, context) {
        stream = context.openStream();
        return stream;
      });
    });
    const client = actor(one, 'client', function* (self) {
      const answer = (yield* engine.network.call<Stream>(self, server, 'watch', 'watch', null)) as Stream;
      answer.onMessage = (body) => got.push(body);
    });
    server.start();
    client.start();
    engine.runUntil(1_000_000);
    engine.network.cut('one', 'two');
    stream.send('watch', 'event', '', 1);
    stream.send('watch', 'event', '', 2);
    engine.runUntil(20_000_000);
    expect(got).toEqual([]);
    engine.network.heal('one', 'two');
    engine.runUntil(21_000_000);
    expect(got).toEqual([1, 2]);
  });

  it('gives a stream up at both ends when the link stays cut for 45 s', () => {
    const { engine, one, two, actor } = world();
    const ends: string[] = [];
    const server = actor(two, 'server', function* (self) {
      self.serve('watch', function* (_body, context) {
        const stream = context.openStream();
        stream.onClosed = () => ends.push('server');
        return stream;
      });
    });
    const client = actor(one, 'client', function* (self) {
      const answer = (yield* engine.network.call<Stream>(self, server, 'watch', 'watch', null)) as Stream;
      answer.onClose = (reason) => ends.push(reason);
    });
    server.start();
    client.start();
    engine.runUntil(1_000_000);
    engine.network.cut('one', 'two');
    engine.runUntil(45_900_000);
    expect(ends).toEqual([]);
    engine.runUntil(46_100_000);
    expect(ends).toEqual(['http2: client connection lost', 'server']);
  });

  it('holds a frozen actor back and lets it go on in order', () => {
    const { engine, one, actor } = world();
    const ticks: number[] = [];
    const ticker = actor(one, 'ticker', function* () {
      for (;;) {
        yield* sleep(1_000);
        ticks.push(engine.nowUs);
      }
    });
    ticker.start();
    engine.runUntil(2_500);
    ticker.freeze();
    engine.runUntil(9_000);
    ticker.thaw();
    engine.runUntil(10_500);
    expect(ticks).toEqual([1_000, 2_000, 9_000, 10_000]);
  });

  it('forgets tasks and memory at a crash and starts anew', () => {
    const { engine, one, actor } = world();
    const starts: number[] = [];
    const program = actor(one, 'program', function* () {
      starts.push(engine.nowUs);
      yield* sleep(1_000);
      starts.push(-1);
    });
    program.start();
    engine.runUntil(500);
    program.crash();
    engine.runUntil(5_000);
    program.start();
    engine.runUntil(5_500);
    expect(starts).toEqual([0, 5_000]);
  });

  it('reports seed, time and event number of an impossible state', () => {
    const { engine, one, actor } = world('s7');
    actor(one, 'bad', function* () {
      yield* sleep(42);
      throw new Error('broken');
    }).start();
    expect(() => engine.runUntil(100)).toThrow(/broken \(seed s7, virtual time 42 µs, event 2, actor one\/bad\)/);
  });
});
