import { describe, expect, it } from 'vitest';
import { Actor, Engine, Machine } from '../../engine/index.ts';
import { Seats } from './in-flight.ts';

describe('Seats', () => {
  it('lets requests wait in line and sends away who waited too long', () => {
    const engine = new Engine({ seed: 'seats' });
    const self = new Actor(engine, new Machine('m', 'z'), 'kube-apiserver', function* () {});
    self.start();
    const seats = new Seats(self, 2);
    const log: string[] = [];
    const request = (name: string, workUs: number): void => {
      self.spawn((function* () {
        if (!(yield* seats.sit())) return void log.push(`${name} sent away`);
        yield workUs;
        log.push(`${name} done at ${engine.nowUs}`);
        seats.stand();
      })());
    };
    request('a', 5_000_000);
    request('b', 20_000_000);
    request('c', 30_000_000);
    request('d', 1);
    engine.runUntil(1_000_000);
    expect([seats.taken, seats.waiting]).toEqual([2, 2]);
    engine.runUntil(60_000_000);
    expect(log).toEqual(['a done at 5000000', 'd sent away', 'b done at 20000000', 'c done at 35000000']);
    expect([seats.taken, seats.waiting]).toEqual([0, 0]);
  });
});
