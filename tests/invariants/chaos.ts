import '../../src/simulation/cluster/with-kubectl.ts';
import { type SimulationCommand, workers } from '../../src/protocol/index.ts';
import { Cluster } from '../../src/simulation/cluster/cluster.ts';
import { RandomStream } from '../../src/simulation/engine/index.ts';
import { nginxDeployment, nginxService } from '../harness/manifests.ts';

const SECOND = 1_000_000;
const NODES = ['node-1', 'node-2', 'node-3', 'node-4'] as const;
const PROCESSES = ['etcd', 'kube-apiserver', 'kube-scheduler', 'kube-controller-manager', ...NODES.map((node) => `${node}/kubelet`), 'node-1/kube-proxy', 'node-2/containerd'];
/** How long faults go on, and how long the cluster then has to become whole. */
const STORM_US = 420 * SECOND;
export const RECOVERY_US = 1_200 * SECOND;

/** A cluster of four workers under random faults, drawn from `seed`. Every run of a seed is the same run. */
export class Storm {
  readonly cluster: Cluster;
  readonly done: string[] = [];
  private readonly random: RandomStream;
  private readonly off = new Set<string>();
  private readonly frozen = new Set<string>();
  private readonly cut = new Set<string>();
  /** What the Deployment should have in the end. */
  replicas = 6;

  constructor(seed: string) {
    this.random = new RandomStream(`storm/${seed}`);
    this.cluster = Cluster.create({ seed, topology: workers({ count: 4 }), freeze: true });
  }

  /** Boots, applies, breaks things for seven minutes, then heals everything. Calls `watch` after every action. */
  run(watch: () => void): void {
    const { cluster } = this;
    cluster.runUntil(30 * SECOND);
    this.act({ type: 'apply', manifest: nginxDeployment(this.replicas) });
    this.act({ type: 'apply', manifest: nginxService });
    while (cluster.nowUs < 30 * SECOND + STORM_US) {
      cluster.runUntil(cluster.nowUs + this.random.between(1, 40) * SECOND + this.random.int(SECOND));
      this.breakSomething();
      watch();
    }
    this.heal();
  }

  private act(command: SimulationCommand): void {
    this.done.push(`${(this.cluster.nowUs / SECOND).toFixed(3)} ${JSON.stringify(command).slice(0, 120)}`);
    this.cluster.execute(command);
  }

  private breakSomething(): void {
    const actions = [() => this.power(), () => this.power(), () => this.freezeOrThaw(), () => this.crash(), () => this.cutOrHeal(), () => this.deletePod(), () => this.scale(), () => this.update()];
    this.random.pick(actions)();
  }

  private power(): void {
    const node = this.random.pick(NODES);
    const off = !this.off.delete(node);
    if (off && this.off.size >= 2) return;
    if (off) this.off.add(node);
    this.act({ type: 'fault', fault: off ? 'power-off' : 'power-on', target: node });
  }

  private freezeOrThaw(): void {
    const target = this.random.pick(PROCESSES);
    const freeze = !this.frozen.delete(target);
    if (freeze) this.frozen.add(target);
    this.act({ type: 'fault', fault: freeze ? 'freeze' : 'thaw', target });
  }

  private crash(): void {
    this.act({ type: 'fault', fault: 'crash', target: this.random.pick(PROCESSES) });
  }

  private cutOrHeal(): void {
    const target = this.random.pick(NODES);
    const cut = !this.cut.delete(target);
    if (cut) this.cut.add(target);
    this.act({ type: 'fault', fault: cut ? 'cut' : 'heal', target, peer: 'control-plane' });
  }

  private deletePod(): void {
    const pods = this.cluster.objects('pods').filter((pod) => pod.metadata.namespace === 'default');
    if (pods.length > 0) this.act({ type: 'kubectl', line: `delete pod ${this.random.pick(pods).metadata.name} --wait=false` });
  }

  private scale(): void {
    this.replicas = this.random.between(1, 12);
    this.act({ type: 'kubectl', line: `scale deployment nginx-deployment --replicas=${this.replicas}` });
  }

  private update(): void {
    const image = this.random.pick(['nginx:1.14.2', 'nginx:1.16.1', 'httpd:2.4']);
    this.act({ type: 'kubectl', line: `set image deployment/nginx-deployment nginx=${image}` });
  }

  private heal(): void {
    for (const target of this.cut) this.act({ type: 'fault', fault: 'heal', target, peer: 'control-plane' });
    for (const target of this.frozen) this.act({ type: 'fault', fault: 'thaw', target });
    for (const target of this.off) this.act({ type: 'fault', fault: 'power-on', target });
    // What was asked while the API server was away was refused; ask for the end state once everything is up.
    this.cluster.runUntil(this.cluster.nowUs + 60 * SECOND);
    this.act({ type: 'kubectl', line: `scale deployment nginx-deployment --replicas=${this.replicas}` });
  }
}
