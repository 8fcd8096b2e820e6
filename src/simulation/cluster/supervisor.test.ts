import { describe, expect, it } from 'vitest';
import { Actor, Engine, Machine } from '../engine/index.ts';
import type { Host } from './assembly.ts';
import { Supervisor } from './supervisor.ts';

const SECOND_US = 1_000_000;

function world(hollow = false) {
  const engine = new Engine({ seed: 'supervisor' });
  const machine = new Machine('node-1', 'a');
  const actors = ['containerd', 'kubelet'].map((component) => new Actor(engine, machine, component, function* () {}));
  const host: Host = { machine, role: 'worker', actors };
  const supervisor = new Supervisor(engine, hollow);
  supervisor.adopt(host);
  supervisor.boot(host);
  const run = (seconds: number): void => void engine.runUntil(engine.nowUs + seconds * SECOND_US);
  return { host, supervisor, kubelet: actors[1], run, states: () => actors.map(({ state }) => state) };
}

describe('the supervisor', () => {
  it('starts a crashed process again after 10 s, whoever crashed it', () => {
    const { supervisor, kubelet, run } = world();
    supervisor.crash(kubelet);
    run(9.9);
    expect(kubelet.state).toBe('stopped');
    run(0.2);
    expect(kubelet.state).toBe('running');
    kubelet.crash();
    run(10.1);
    expect(kubelet.starts).toBe(3);
  });

  it('leaves a stopped process alone until it is started, through a reboot too', () => {
    const { host, supervisor, kubelet, run, states } = world();
    supervisor.stop(kubelet);
    run(60);
    supervisor.powerOff(host);
    supervisor.powerOn(host);
    run(60);
    expect(states()).toEqual(['running', 'stopped']);
    supervisor.start(kubelet);
    expect(kubelet.state).toBe('running');
  });

  it('restarts at once, and not once more later', () => {
    const { supervisor, kubelet, run } = world();
    supervisor.restart(kubelet);
    expect(kubelet).toMatchObject({ state: 'running', starts: 2 });
    run(60);
    expect(kubelet.starts).toBe(2);
  });

  it('boots a machine in 5 s, a hollow one at once', () => {
    const { host, supervisor, run, states } = world();
    supervisor.powerOff(host);
    run(60);
    expect(states()).toEqual(['stopped', 'stopped']);
    supervisor.powerOn(host);
    run(4.9);
    expect(states()).toEqual(['stopped', 'stopped']);
    run(0.2);
    expect(states()).toEqual(['running', 'running']);
    const hollow = world(true);
    hollow.supervisor.powerOff(hollow.host);
    hollow.supervisor.powerOn(hollow.host);
    hollow.run(0);
    expect(hollow.states()).toEqual(['running', 'running']);
  });

  it('begins to boot anew when the power went off in between', () => {
    const { host, supervisor, run, states } = world();
    supervisor.powerOff(host);
    supervisor.powerOn(host);
    run(3);
    supervisor.powerOff(host);
    run(1);
    supervisor.powerOn(host);
    run(4.9);
    expect(states()).toEqual(['stopped', 'stopped']);
    run(0.2);
    expect(states()).toEqual(['running', 'running']);
  });

  it('starts nothing before a machine has booted, however long ago the process ended', () => {
    const { host, supervisor, run, states } = world();
    supervisor.powerOff(host);
    run(8);
    supervisor.powerOn(host);
    run(4.9);
    expect(states()).toEqual(['stopped', 'stopped']);
    run(0.2);
    expect(states()).toEqual(['running', 'running']);
  });
});
