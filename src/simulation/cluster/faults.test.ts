import { describe, expect, it } from 'vitest';
import { type CommandResult, type FaultCommand, workers } from '../../protocol/index.ts';
import { Cluster } from './cluster.ts';

const SECOND_US = 1_000_000;

function world() {
  const cluster = Cluster.create({ seed: 'faults', topology: workers({ count: 2 }), freeze: true });
  cluster.runUntil(20 * SECOND_US);
  const results: CommandResult[] = [];
  const fault = (fault: FaultCommand['fault'], target: string | string[], rest: Partial<FaultCommand> = {}): CommandResult => {
    cluster.execute({ type: 'fault', fault, target, ...rest }, (result) => results.push(result));
    return results.at(-1)!;
  };
  const actor = (id: string) => cluster.findActor(id)!;
  return { cluster, fault, actor };
}

describe('faults', () => {
  it('finds a process by its id, or by its name when there is only one', () => {
    const { fault, actor } = world();
    expect(fault('freeze', 'kube-scheduler').exitCode).toBe(0);
    expect(actor('control-plane/kube-scheduler').state).toBe('frozen');
    expect(fault('thaw', 'control-plane/kube-scheduler').exitCode).toBe(0);
    expect(actor('kube-scheduler').state).toBe('running');
    expect(fault('freeze', 'kubelet')).toMatchObject({ exitCode: 1, stderr: 'target: there is no process named "kubelet"' });
  });

  it('does all of a list or nothing', () => {
    const { cluster, fault } = world();
    expect(fault('power-off', ['node-1', 'node-9'])).toMatchObject({ exitCode: 1, stderr: 'target: there is no machine named "node-9"' });
    expect(cluster.assembly.hosts.get('node-1')!.machine.powered).toBe(true);
    expect(fault('power-off', ['node-1', 'node-2']).exitCode).toBe(0);
    expect(['node-1', 'node-2'].map((name) => cluster.assembly.hosts.get(name)!.machine.powered)).toEqual([false, false]);
  });

  it('has no power over what is outside the cluster', () => {
    const { fault } = world();
    expect(fault('power-off', 'outside').stderr).toBe('target: there is no machine named "outside"');
  });

  it('cuts, slows and heals links to kube-apiserver unless another end is named', () => {
    const { cluster, fault, actor } = world();
    const { network } = cluster.engine;
    fault('cut', 'node-1');
    expect(network.isCut(actor('node-1/kubelet'), actor('kube-apiserver'))).toBe(true);
    expect(network.isCut(actor('node-2/kubelet'), actor('kube-apiserver'))).toBe(false);
    fault('heal', 'node-1');
    expect(network.isCut(actor('node-1/kubelet'), actor('kube-apiserver'))).toBe(false);
    fault('slow', 'node-1', { peer: '*', extraMs: 250 });
    expect(network.linkFaults).toEqual([{ a: 'node-1', b: '*', cut: false, extraUs: 250_000 }]);
    expect(fault('slow', 'node-1', { extraMs: -1 })).toMatchObject({ exitCode: 1, stderr: 'extraMs: must be between 0 and 3600000' });
    expect(fault('cut', 'node-1', { peer: 'nowhere' }).stderr).toBe('target: there is no machine or process named "nowhere"');
  });

  it('crashes a container, and says when there is none', () => {
    const { cluster, fault } = world();
    cluster.execute({ type: 'kubectl', line: 'run web --image=nginx:1.14.2' });
    cluster.runUntil(cluster.nowUs + 20 * SECOND_US);
    const status = () => cluster.object('pods/default/web')!.status.containerStatuses[0];
    expect(status()).toMatchObject({ ready: true, restartCount: 0 });
    expect(fault('crash-container', 'default/web', { exitCode: 3 }).exitCode).toBe(0);
    cluster.runUntil(cluster.nowUs + 20 * SECOND_US);
    expect(status()).toMatchObject({ ready: true, restartCount: 1, lastState: { terminated: { exitCode: 3 } } });
    expect(fault('crash-container', 'default/none').stderr).toBe('target: there is no running pod named "default/none"');
  });

  it('brings a crashed component back, and the cluster with it', () => {
    const { cluster, fault, actor } = world();
    fault('crash', ['kube-apiserver', 'etcd', 'kube-scheduler', 'kube-controller-manager']);
    expect(actor('etcd').state).toBe('stopped');
    cluster.runUntil(cluster.nowUs + 60 * SECOND_US);
    cluster.execute({ type: 'kubectl', line: 'run web --image=nginx:1.14.2' });
    cluster.runUntil(cluster.nowUs + 60 * SECOND_US);
    expect(cluster.object('pods/default/web')?.status?.phase).toBe('Running');
  });
});
