import { describe, expect, it } from 'vitest';
import { defaultTopology, type Frame, type HostMessage, type SessionFile, type ViewerMessage } from '../../protocol/index.ts';
import { Conductor } from './conductor.ts';

const session: SessionFile = { version: 1, seed: 'one', topology: defaultTopology, commands: [], playheadUs: 30_000_000 };

/** A host with a clock that the test turns. */
class Bench {
  readonly posted: HostMessage[] = [];
  private nowMs = 0;
  private callback: () => void = () => {};
  readonly conductor: Conductor;

  constructor() {
    this.conductor = new Conductor({ post: (message) => this.posted.push(message), nowMs: () => this.nowMs, later: (callback) => void (this.callback = callback) });
  }

  say(message: ViewerMessage): void {
    this.conductor.receive(message);
  }

  /** Lets real time pass, tick by tick, acknowledging every frame. */
  pass(ms: number, acknowledge = true): void {
    for (let left = ms; left > 0; left -= 8) {
      this.nowMs += 8;
      this.callback();
      const last = this.frames.at(-1);
      if (last && acknowledge) this.say({ type: 'ack', seq: last.seq });
    }
  }

  get frames(): Frame[] {
    return this.posted.filter((message) => message.type === 'frame');
  }

  last<T extends HostMessage['type']>(type: T): Extract<HostMessage, { type: T }> {
    return this.posted.findLast((message) => message.type === type) as Extract<HostMessage, { type: T }>;
  }
}

function started(): Bench {
  const bench = new Bench();
  bench.say({ type: 'start', session });
  for (let i = 0; i < 2_000 && bench.frames.length === 0; i++) bench.pass(8);
  return bench;
}

describe('conductor', () => {
  it('runs a new session to its playhead and sends the whole world once', () => {
    const bench = started();
    expect(bench.last('reset')).toMatchObject({ branch: 1, keepsPast: false, atUs: 30_000_000 });
    const [first] = bench.frames;
    expect(first.nowUs).toBe(30_000_000);
    expect(first.changes.filter(({ table, key }) => table === 'objects' && key.startsWith('nodes/')).length).toBeGreaterThan(3);
    bench.pass(100);
    expect(bench.frames.length).toBe(1);
  });

  it('sends no second frame before the first was acknowledged, and only what changed', () => {
    const bench = started();
    bench.say({ type: 'clock', command: { type: 'speed', speed: 100 } });
    bench.say({ type: 'clock', command: { type: 'play' } });
    bench.pass(8);
    const count = bench.frames.length;
    bench.pass(200, false);
    expect(bench.frames.length).toBe(count + 1);
    expect(bench.frames.at(-1)!.changes.length).toBeLessThan(bench.frames[0].changes.length / 2);
  });

  it('answers a command, writes it into the log, and forks to before it', () => {
    const bench = started();
    bench.say({ type: 'command', id: 7, command: { type: 'kubectl', line: 'create namespace blue' } });
    bench.say({ type: 'clock', command: { type: 'advance', toUs: 40_000_000 } });
    bench.pass(400);
    expect(bench.last('result')).toMatchObject({ id: 7, result: { exitCode: 0, stdout: 'namespace/blue created\n' } });
    expect(bench.last('logged').entry).toMatchObject({ atUs: 30_000_000 });
    bench.say({ type: 'branch', atUs: 29_000_000 });
    bench.pass(8_000);
    expect(bench.last('reset')).toMatchObject({ branch: 2, keepsPast: true, atUs: 29_000_000, log: [] });
  });

  it('steps to the next thing said, and to the next that is no heartbeat', () => {
    const bench = started();
    const before = bench.frames.at(-1)!.nowUs;
    bench.say({ type: 'clock', command: { type: 'step' } });
    bench.pass(16);
    const after = bench.frames.at(-1)!;
    expect(after.nowUs).toBeGreaterThan(before);
    expect(after.messages.length + after.marks.length).toBeGreaterThan(0);
    expect(after.clock.paused).toBe(true);
  });

  it('gives equal hashes for equal logs', () => {
    const hashes = [0, 1].map(() => {
      const bench = started();
      bench.say({ type: 'command', id: 1, command: { type: 'fault', fault: 'power-off', target: 'node-1' } });
      bench.say({ type: 'clock', command: { type: 'advance', toUs: 60_000_000 } });
      bench.pass(800);
      bench.say({ type: 'ask', id: 2, question: { about: 'hash' } });
      return bench.last('answer').answer;
    });
    expect(hashes[0]).toEqual(hashes[1]);
    expect(hashes[0]).toMatchObject({ nowUs: 60_000_000 });
  });
});
