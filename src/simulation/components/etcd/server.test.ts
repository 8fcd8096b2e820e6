import { describe, expect, it } from 'vitest';
import type { EtcdCall, EtcdEvent, RangeResponse, TxnResponse, WatchResponse } from '../../contracts/etcd.ts';
import { Actor, Engine, isNetworkFailure, Machine, type Process } from '../../engine/index.ts';
import { EtcdDisk, type EtcdInspection, etcdProgram, type WatchAnswer } from './index.ts';

function world() {
  const engine = new Engine({ seed: 'etcd' });
  const machine = new Machine('control-plane', 'zone-a');
  const etcd = new Actor(engine, machine, 'etcd', etcdProgram());
  etcd.start();
  const client = (program: (call: <T>(body: EtcdCall, kind?: 'request' | 'heartbeat') => Process<T>) => Process<void>) => {
    const actor = new Actor(engine, machine, 'client', (self) => program(function* <T>(body: EtcdCall, kind: 'request' | 'heartbeat' = 'request'): Process<T> {
      return (yield* engine.network.call<T>(self, etcd, 'etcd', `etcd ${body.method}`, body, { kind })) as T;
    }));
    actor.start();
    return actor;
  };
  return { engine, machine, etcd, client, store: EtcdDisk.of(machine).store };
}

const put = (key: string, value: unknown, lease?: number): EtcdCall => ({ method: 'txn', request: { compare: [], success: [{ op: 'put', key, value, ...(lease === undefined ? {} : { lease }) }], failure: [] } });

describe('etcdProgram', () => {
  it('answers a write after an fsync, and the watch hears of it before the writer does', () => {
    const { engine, client } = world();
    const seen: string[] = [];
    client(function* (call) {
      const { stream } = yield* call<WatchAnswer>({ method: 'watch', request: { key: 'a', rangeEnd: 'b' } });
      stream.onMessage = (body) => seen.push(`watch ${(body as WatchResponse).revision}`);
      const start = engine.nowUs;
      const answer = yield* call<TxnResponse>(put('a', 1));
      seen.push(`answer ${answer.revision}`);
      expect(engine.nowUs - start).toBeGreaterThanOrEqual(380);
      expect(engine.nowUs - start).toBeLessThanOrEqual(920);
    });
    engine.runUntil(10_000);
    expect(seen).toEqual(['watch 2', 'answer 2']);
  });

  it('shares one fsync among writes that arrive during another', () => {
    const { engine, machine, client, store } = world();
    const doneAtUs: number[] = [];
    for (let i = 0; i < 50; i++) {
      client(function* (call) {
        yield* call(put(`k${i}`, i));
        doneAtUs.push(engine.nowUs);
      });
    }
    engine.runUntil(5_000);
    expect(doneAtUs).toHaveLength(50);
    expect(Math.max(...doneAtUs)).toBeLessThan(2_000);
    expect(store.revision).toBe(51);
    expect(machine.disk.has('etcd')).toBe(true);
  });

  it('keeps what was written, and forgets what was only proposed, when it crashes', () => {
    const { engine, etcd, client, store } = world();
    const answers: unknown[] = [];
    client(function* (call) {
      yield* call(put('a', 1));
      answers.push(yield* call(put('a', 2)));
      const { kvs } = yield* call<RangeResponse>({ method: 'range', request: { key: 'a' } });
      answers.push(kvs[0].value);
    });
    // The first write is answered, the second one waits for the disk.
    engine.runUntil(10_000, Infinity, () => store.revision === 2 && (etcd.inspect?.() as EtcdInspection).pending === 1);
    engine.runUntil(engine.nowUs + 200);
    etcd.crash();
    etcd.start();
    engine.runUntil(1_000_000);
    expect(answers.map((answer) => (isNetworkFailure(answer) ? answer.reason : answer))).toEqual(['connection reset by peer', 1]);
  });

  it('deletes the keys of a lease that runs out, and keeps those of one kept alive', () => {
    const { engine, client, store } = world();
    client(function* (call) {
      const short = yield* call<{ lease: number }>({ method: 'leaseGrant', request: { ttlSeconds: 10 } });
      const long = yield* call<{ lease: number }>({ method: 'leaseGrant', request: { ttlSeconds: 10 } });
      yield* call(put('short', 1, short.lease));
      yield* call(put('long', 1, long.lease));
      yield* call(put('moved', 1, short.lease));
      yield* call(put('moved', 2));
      yield 8_000_000;
      yield* call({ method: 'leaseKeepAlive', request: { lease: long.lease } });
    });
    engine.runUntil(9_000_000);
    expect(store.keyCount).toBe(3);
    engine.runUntil(10_100_000);
    expect([...store.stateAt(store.revision).keys()]).toEqual(['long', 'moved']);
    engine.runUntil(19_000_000);
    expect([...store.stateAt(store.revision).keys()]).toEqual(['moved']);
  });

  it('catches a watch up from a past revision', () => {
    const { engine, client } = world();
    const seen: number[] = [];
    client(function* (call) {
      for (let i = 0; i < 5; i++) yield* call(put('a', i));
      const { stream } = yield* call<WatchAnswer>({ method: 'watch', request: { key: 'a', startRevision: 3 } });
      stream.onMessage = (body) => seen.push(...(body as WatchResponse).events.map(({ kv }) => kv.modRevision));
      yield* call(put('a', 5));
    });
    engine.runUntil(1_000_000);
    expect(seen).toEqual([3, 4, 5, 6, 7]);
  });

  it('tells observers of every commit with its cause, and passes a heartbeat on as such', () => {
    const { engine, client, store } = world();
    const told: { event: EtcdEvent; span: number }[] = [];
    store.onCommit((event, span) => told.push({ event, span }));
    client(function* (call) {
      yield* call({ method: 'watch', request: { key: 'a' } });
      yield* call(put('a', 1), 'heartbeat');
      yield* call(put('a', 2));
    });
    engine.runUntil(100_000);
    expect(told.map(({ event }) => event.kv.value)).toEqual([1, 2]);
    const spans = engine.trace.range(1, engine.trace.next);
    const [commit] = engine.trace.chain(told[1].span);
    expect(commit).toMatchObject({ kind: 'commit', method: 'put', about: 'a', params: { revision: 3 } });
    expect(engine.trace.get(commit.cause)).toMatchObject({ kind: 'request', method: 'etcd txn' });
    expect(spans.filter(({ method }) => method === 'etcd watch').map(({ kind }) => kind)).toEqual(['request', 'response', 'heartbeat', 'watch']);
  });
});
