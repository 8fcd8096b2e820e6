import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { defaultTopology, type Frame, type HostMessage, type SessionFile, type ViewerMessage, type WireChange } from '../../protocol/index.ts';
import { freshSession, memorySessions, type HostListener, type SavedSessions } from '../session/index.ts';
import { Glass } from './glass.ts';

/** A host that does nothing by itself: the test speaks for it. */
class FakeHost {
  readonly heard: ViewerMessage[] = [];
  readonly listener: HostListener;
  closed = false;
  private seq = 0;

  constructor(listener: HostListener) {
    this.listener = listener;
  }

  say(message: HostMessage): void {
    this.listener.message(message);
  }

  reset(atUs: number, branch = 1, keepsPast = false, log: SessionFile['commands'] = []): void {
    this.say({ type: 'reset', branch, keepsPast, atUs, topology: defaultTopology, seed: '1', log });
  }

  frame(nowUs: number, changes: readonly WireChange[] = [], branch = 1): void {
    const clock = { paused: false, mode: 'fixed', speed: 1 } as const;
    const frame: Frame = { type: 'frame', seq: ++this.seq, branch, nowUs, revision: nowUs, clock, changes, messages: [], fates: [], rates: [], marks: [], bookmarks: [], upcoming: [] };
    this.say(frame);
  }

  said<T extends ViewerMessage['type']>(type: T): Extract<ViewerMessage, { type: T }>[] {
    return this.heard.filter((message): message is Extract<ViewerMessage, { type: T }> => message.type === type);
  }
}

function open(saved: SavedSessions = memorySessions()) {
  const hosts: FakeHost[] = [];
  const frames: (() => void)[] = [];
  const glass = new Glass({
    saved,
    nextFrame: (callback) => void frames.push(callback),
    connect: (listener) => {
      const host = new FakeHost(listener);
      hosts.push(host);
      return { post: (message) => void host.heard.push(message), close: () => void (host.closed = true) };
    },
  });
  return { glass, hosts, host: () => hosts.at(-1)!, frames };
}

const node = (name: string, atUs: number): WireChange => ({ atUs, table: 'machines', key: name, after: { name, role: 'worker', zone: 'a', powered: true }, span: 0 });
const notices = (glass: Glass) => glass.notices.getState().notices;
/** Lets promises settle; no real time passes. */
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a session', () => {
  test('starts afresh, plays when the world is there, and acknowledges a frame when it was shown', async () => {
    const { glass, host, frames } = open();
    await glass.open('');
    expect(host().said('start')[0]?.session).toEqual(freshSession('1'));
    host().reset(30_000_000);
    expect(host().said('clock').map(({ command }) => command.type)).toEqual(['play']);
    host().frame(30_100_000, [node('node-1', 30_000_000)]);
    expect(glass.world.machinesByRole.keys('worker')).toEqual(['node-1']);
    expect(host().said('ack')).toEqual([]);
    frames.splice(0).forEach((callback) => callback());
    expect(host().said('ack')).toEqual([{ type: 'ack', seq: 1 }]);
  });

  test('answers commands and questions by their ids', async () => {
    const { glass, host } = open();
    await glass.open('');
    host().reset(0);
    const first = glass.act({ type: 'kubectl', line: 'get pods' });
    const second = glass.session.ask({ about: 'hash' });
    await settle();
    const commandId = host().said('command').at(0)!.id;
    const askId = host().said('ask').at(0)!.id;
    host().say({ type: 'answer', id: askId, answer: { about: 'hash', traceHash: 'a', stateHash: 'b', nowUs: 0 } });
    host().say({ type: 'result', id: commandId, result: { exitCode: 1, stdout: '', stderr: 'no', problems: [] } });
    expect(await first).toMatchObject({ exitCode: 1, stderr: 'no' });
    expect(await second).toMatchObject({ stateHash: 'b' });
  });

  test('is saved as it goes and goes on where it stood', async () => {
    const saved = memorySessions();
    const one = open(saved);
    await one.glass.open('');
    one.host().reset(30_000_000);
    one.host().say({ type: 'logged', entry: { atUs: 31_000_000, command: { type: 'kubectl', line: 'get pods' } } });
    one.host().frame(40_000_000);
    await vi.advanceTimersByTimeAsync(5_000);
    const two = open(saved);
    await two.glass.open('');
    expect(two.host().said('start')[0]?.session).toMatchObject({ playheadUs: 40_000_000, commands: [{ atUs: 31_000_000 }] });
    expect(notices(two.glass).map(({ key }) => key)).toEqual(['restored']);
  });

  test('a corrupt saved session is said, kept for download, and replaced by a fresh one', async () => {
    const broken = { version: 1, seed: 5 };
    const { glass, host } = open(memorySessions(broken));
    await glass.open('');
    await settle();
    expect(host().said('start')[0]?.session).toEqual(freshSession('1'));
    expect(notices(glass)).toMatchObject([{ tone: 'error', key: 'saved-session-broken', params: { field: 'session.seed', code: 'text' }, download: { content: JSON.stringify(broken) } }]);
  });

  test('a damaged link is said, and the saved session is there instead', async () => {
    vi.useRealTimers();
    const { glass, host } = open();
    await glass.open('#s=garbage');
    await vi.waitFor(() => expect(notices(glass)).toMatchObject([{ key: 'link-broken', download: { content: '#s=garbage' } }]));
    expect(host().said('start')).toHaveLength(1);
  });

  test('a full disk is said once and the session lives on', async () => {
    const full: SavedSessions = { ...memorySessions(), save: () => Promise.reject(new Error('QuotaExceededError')) };
    const { glass, host } = open(full);
    await glass.open('');
    host().reset(0);
    for (let us = 1; us < 5; us++) {
      host().frame(us);
      await vi.advanceTimersByTimeAsync(3_000);
    }
    expect(notices(glass).map(({ key }) => key)).toEqual(['not-saved']);
  });
});

describe('a crash', () => {
  const crash = (host: FakeHost, session: SessionFile) => host.say({ type: 'crashed', message: 'invariant', session });
  const session: SessionFile = { ...freshSession('1'), commands: [{ atUs: 31_000_000, command: { type: 'kubectl', line: 'x' } }], playheadUs: 35_000_000 };

  test('is followed by a replay; the same crash again by one without the last command; then by a fresh start', async () => {
    const { glass, hosts, host } = open();
    await glass.open('');
    crash(host(), session);
    expect(hosts[0]!.closed).toBe(true);
    expect(host().said('start')[0]?.session).toEqual(session);
    crash(host(), session);
    expect(host().said('start')[0]?.session).toMatchObject({ commands: [], playheadUs: 31_000_000 });
    crash(host(), session);
    expect(host().said('start')[0]?.session).toEqual(freshSession('1'));
    expect(notices(glass).map(({ key }) => key)).toEqual(['crashed.replayed', 'crashed.last-command-dropped', 'crashed.started-fresh']);
  });

  test('of a worker that cannot begin is not tried for ever', async () => {
    const { glass, hosts } = open();
    await glass.open('');
    for (let round = 0; round < 20; round++) hosts.at(-1)!.listener.failed('cannot load');
    expect(hosts.length).toBeLessThan(8);
  });

  test('rejects what was waited for', async () => {
    const { glass, host } = open();
    await glass.open('');
    host().reset(0);
    const waiting = glass.session.command({ type: 'kubectl', line: 'x' });
    const rejected = expect(waiting).rejects.toThrow('started anew');
    crash(host(), session);
    await rejected;
  });
});

describe('looking back', () => {
  async function threeMoments() {
    const opened = open();
    await opened.glass.open('');
    opened.host().reset(0);
    opened.host().frame(10, [node('node-1', 10)]);
    opened.host().frame(20, [node('node-2', 20)]);
    opened.host().frame(30, [node('node-3', 30)]);
    return opened;
  }
  const names = (glass: Glass) => glass.world.machinesByRole.keys('worker');

  test('shows that instant, and time stands still meanwhile', async () => {
    const { glass, host } = await threeMoments();
    glass.seek(20);
    expect(names(glass)).toEqual(['node-1', 'node-2']);
    expect(host().said('clock').at(-1)?.command).toEqual({ type: 'pause' });
    host().frame(40, [node('node-4', 40)]);
    expect(names(glass)).toEqual(['node-1', 'node-2']);
    glass.seek(1_000);
    expect(names(glass)).toEqual(['node-1', 'node-2', 'node-3', 'node-4']);
    expect(glass.playback.getState().playheadUs).toBeNull();
    expect(host().said('clock').at(-1)?.command).toEqual({ type: 'play' });
  });

  test('acting there forks: the past stays, the old future becomes a ghost, frames of it are ignored', async () => {
    const { glass, host } = await threeMoments();
    glass.seek(20);
    const acted = glass.act({ type: 'fault', fault: 'power-off', target: 'node-1' });
    await settle();
    expect(host().said('branch')).toEqual([{ type: 'branch', atUs: 20 }]);
    expect(host().said('command')).toEqual([]);
    host().reset(20, 2, true);
    await settle();
    expect(host().said('clock').at(-1)?.command).toEqual({ type: 'play' });
    const [command] = host().said('command');
    host().say({ type: 'result', id: command!.id, result: { exitCode: 0, stdout: '', stderr: '', problems: [] } });
    expect((await acted).exitCode).toBe(0);
    host().frame(50, [node('node-old', 50)], 1);
    host().frame(60, [node('node-new', 60)], 2);
    expect(names(glass)).toEqual(['node-1', 'node-2', 'node-new']);
    const [ghost] = glass.playback.getState().ghosts;
    expect(ghost).toMatchObject({ branch: 1, fromUs: 20, toUs: 30 });
    expect(ghost!.density.reduce((sum, count) => sum + count)).toBe(1);
  });
});
