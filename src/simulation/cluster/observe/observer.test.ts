import { describe, expect, it } from 'vitest';
import { applyChange, emptyTables, type KubectlCommand, type ObjectRecord, workers } from '../../../protocol/index.ts';
import { Cluster } from '../cluster.ts';
import { Keys } from './keys.ts';
import { Observer, type Observation } from './observer.ts';

const SECOND_US = 1_000_000;
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: "nginx:1.14.2"}]}
`;

function observed() {
  const cluster = Cluster.create({ seed: 'observer', topology: workers({ count: 3 }), freeze: true });
  const observer = new Observer(cluster);
  const tables = emptyTables();
  /** Runs on in frames, folding each into the tables. */
  const run = (seconds: number, frames = 20): Observation[] => {
    const taken: Observation[] = [];
    const startUs = cluster.nowUs;
    for (let i = 1; i <= frames; i++) {
      cluster.runUntil(startUs + Math.round((seconds * SECOND_US * i) / frames));
      const observation = observer.take();
      for (const change of observation.changes) applyChange(tables, change);
      taken.push(observation);
    }
    return taken;
  };
  return { cluster, observer, tables, run };
}

const kubectl = (line: string): KubectlCommand => ({ type: 'kubectl', line });

/** What etcd has, by object key. */
function stored(cluster: Cluster): Map<string, unknown> {
  const keys = new Keys();
  const found = new Map<string, unknown>();
  cluster.store.visitAt(cluster.store.revision, (kv) => {
    const key = keys.fromEtcd(kv.key);
    if (key) found.set(key.key, kv.value);
  });
  return found;
}

describe('an observer', () => {
  it('hands over changes that, folded, give the store', () => {
    const { cluster, tables, run } = observed();
    run(30);
    cluster.execute({ type: 'apply', manifest: deployment });
    run(30);
    cluster.execute(kubectl('delete pod --all'));
    cluster.execute({ type: 'fault', fault: 'power-off', target: 'node-2' });
    run(90);
    cluster.execute(kubectl('delete deployment web'));
    run(60);
    const objects = new Map([...(tables.objects as ReadonlyMap<string, ObjectRecord>)].map(([key, { object }]) => [key, object]));
    expect(objects.size).toBeGreaterThan(50);
    expect(objects).toEqual(stored(cluster));
  });

  it('tells of processes, machines and links as they are', () => {
    const { cluster, tables, run } = observed();
    run(20);
    cluster.execute({ type: 'fault', fault: 'power-off', target: 'node-2' });
    cluster.execute({ type: 'fault', fault: 'freeze', target: 'kube-scheduler' });
    cluster.execute({ type: 'fault', fault: 'cut', target: 'node-1' });
    run(1);
    expect(tables.machines.get('node-2')).toMatchObject({ role: 'worker', powered: false });
    expect(tables.actors.get('node-2/kubelet')).toMatchObject({ state: 'stopped', machine: 'node-2' });
    expect(tables.actors.get('control-plane/kube-scheduler')).toMatchObject({ state: 'frozen' });
    expect([...tables.links.values()]).toEqual([{ a: 'node-1', b: 'control-plane/kube-apiserver', cut: true, extraUs: 0 }]);
    cluster.execute({ type: 'fault', fault: 'heal', target: 'node-1' });
    cluster.execute({ type: 'fault', fault: 'power-on', target: 'node-2' });
    run(10);
    expect(tables.links.size).toBe(0);
    expect(tables.machines.get('node-2')).toMatchObject({ powered: true });
    expect(tables.actors.get('node-2/kubelet')).toMatchObject({ state: 'running', starts: 2 });
  });

  it('hands each message over once, or counts it when there are too many', () => {
    const { cluster, observer, run } = observed();
    run(20);
    const first = cluster.engine.trace.next;
    cluster.execute({ type: 'apply', manifest: deployment });
    const taken = run(20, 5);
    const ids = taken.flatMap(({ messages }) => messages.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    const counted = taken.flatMap(({ rates }) => rates).reduce((sum, { count }) => sum + count, 0);
    const sent = cluster.engine.trace.range(first, cluster.engine.trace.next).filter((span) => 'from' in span).length;
    expect(ids.length + counted).toBe(sent);
    expect(observer.take()).toMatchObject({ changes: [], messages: [], marks: [], rates: [] });
  });

  it('tells of a message that was held and of one that was lost', () => {
    const { cluster, run } = observed();
    run(20);
    cluster.execute({ type: 'fault', fault: 'cut', target: 'node-1' });
    run(15);
    cluster.execute({ type: 'fault', fault: 'power-off', target: 'node-1' });
    cluster.execute({ type: 'fault', fault: 'heal', target: 'node-1' });
    const fates = run(15).flatMap((observation) => observation.fates.map(([, fate]) => fate));
    expect(fates).toContain('lost');
  });

  it('changes nothing by looking, and sees nothing when detached', () => {
    const alone = Cluster.create({ seed: 'observer', topology: workers({ count: 3 }), freeze: true });
    const { cluster, observer, run } = observed();
    run(20);
    alone.runUntil(cluster.nowUs);
    expect(cluster.hash()).toEqual(alone.hash());
    observer.detach();
    cluster.runUntil(cluster.nowUs + 20 * SECOND_US);
    expect(observer.take().changes).toEqual([]);
  });
});
