import '../../../src/simulation/cluster/with-kubectl.ts';
import type { Topology } from '../../../src/protocol/topology.ts';
import type { KubeObject } from '../../../src/simulation/apimachinery/meta.ts';
import { Client, isFailure, resources } from '../../../src/simulation/client-go/index.ts';
import { Cluster } from '../../../src/simulation/cluster/cluster.ts';
import { runKubectl, splitLine } from '../../../src/simulation/components/kubectl/index.ts';
import type { Process } from '../../../src/simulation/engine/index.ts';
import { allNodesReady } from '../../harness/wait.ts';
import { isPodReady } from '../../harness/pods.ts';
import type { TimelineCase, TimelineEvent } from './case.ts';
import { Names } from './names.ts';
import { Recorder } from './record.ts';
import { type Step, stepsOf } from './steps.ts';

const SECOND = 1_000_000;
const MONITOR_PERIOD_US = 5 * SECOND;
/** What a run goes on after the recording's end, so that a change that comes a little later is still seen. */
/** How long a kubelet takes from its start to the first renewal of its Lease, about. */
const START_TO_RENEWAL_US = 10_000;
const OVERTIME_US = 6 * SECOND;

/** How the moments that chance decides in a real cluster are laid: as they fell in the recording. */
export interface Phases {
  /** Added to the first Step's instant, so that passes of the node monitor fall as they did. */
  readonly startShiftUs: number;
  /** By node: when its kubelet is restarted before the first Step, so that its Lease is renewed as it was. */
  readonly restartShiftUs: ReadonlyMap<string, number>;
  /** The order in which nodes join. It decides between nodes that fall silent together, as chance does in a real cluster. */
  readonly nodeOrder?: readonly string[];
  readonly seed: string;
  /** Only a look at when the node monitor passes. */
  readonly untilUnknown?: boolean;
}

/** What our run of a case was. */
export interface OurRun {
  readonly events: readonly TimelineEvent[];
  /** By node, the last renewal of its Lease before the first Step, and before it was killed. */
  readonly before: ReadonlyMap<string, number>;
  readonly leases: ReadonlyMap<string, number>;
}

/** Recreates a case's set-up on a simulated cluster, does its Steps and writes down what happens. */
export class Drive {
  private readonly one: TimelineCase;
  private readonly cluster: Cluster;
  private readonly names = new Names();
  private readonly recorder = new Recorder(this.names);
  private readonly phases: Phases;

  constructor(one: TimelineCase, phases: Phases) {
    this.one = one;
    this.phases = phases;
    this.cluster = Cluster.create({ seed: phases.seed, topology: topologyOf(one, phases.nodeOrder), freeze: true });
  }

  run(): OurRun {
    this.boot();
    const steps = stepsOf(this.one);
    const created = steps.flatMap(({ action }) => (action.do === 'create' ? action.objects : []));
    this.setUp(this.one.setup.objects.filter((object) => !created.includes(object)));
    this.start(steps);
    if (this.phases.untilUnknown) return this.probe(steps);
    for (const step of steps) this.perform(step);
    const last = steps.at(-1)!;
    const endUs = this.doneAtUs + (this.one.durationMs - last.event.tMs) * 1000 + OVERTIME_US;
    this.cluster.runUntil(endUs);
    return this.result();
  }

  private doneAtUs = 0;
  private readonly complaints: string[] = [];
  private readonly complain = (text: string): void => void (text.trim() !== '' && this.complaints.push(text.trim()));

  private result(): OurRun {
    const { recorder } = this;
    const leases = new Map([...recorder.renewals].map(([node, list]) => [node, list.filter((us) => us <= (this.killedAtUs.get(node) ?? recorder.startUs)).at(-1) ?? 0] as const));
    const before = new Map([...recorder.renewals].map(([node, list]) => [node, this.inMs(list.filter((us) => us <= recorder.startUs).at(-1) ?? 0)] as const));
    const events = recorder.events.filter(({ tMs }) => tMs >= 0);
    return { events, before, leases: new Map([...leases].map(([node, us]) => [node, this.inMs(us)])) };
  }

  /** Runs only until the first node is Unknown. */
  private probe(steps: readonly Step[]): OurRun {
    for (const step of steps.filter(({ unknowns }) => unknowns === 0)) this.perform(step);
    this.until('a node is Unknown', () => this.unknowns().length > 0, 150);
    return this.result();
  }

  private readonly killedAtUs = new Map<string, number>();

  private inMs(us: number): number {
    return Math.round((us - this.recorder.startUs) / 1000);
  }

  private boot(): void {
    const { cluster } = this;
    cluster.runUntil(2 * SECOND);
    cluster.store.onCommit((event, _span, nowUs) => this.recorder.commit(event, nowUs));
    this.until('the nodes are ready', () => allNodesReady(cluster), 60);
    cluster.runUntil(25 * SECOND);
    this.kubectl('create namespace demo');
    cluster.runUntil(27 * SECOND);
  }

  /** The scheduler stands still meanwhile: the recording says where the pods are. */
  private setUp(objects: readonly KubeObject[]): void {
    if (objects.length === 0) return;
    const { cluster, one } = this;
    cluster.execute({ type: 'fault', fault: 'stop', target: 'kube-scheduler' });
    cluster.execute({ type: 'apply', manifest: manifestOf(objects), namespace: 'demo' }, ({ stderr }) => this.complain(stderr));
    const wanted = one.setup.pods.length;
    this.until(`${wanted} pods are ready`, () => {
      this.place();
      const pods = this.pods();
      return pods.filter(isPodReady).length >= one.setup.pods.filter(({ ready }) => ready).length && pods.length >= wanted;
    }, 120);
    cluster.execute({ type: 'fault', fault: 'start', target: 'kube-scheduler' });
    cluster.runUntil(cluster.nowUs + 40 * SECOND);
  }

  private pods(): KubeObject[] {
    return this.cluster.objects('pods').filter((pod) => pod.metadata.namespace === 'demo');
  }

  private readonly placed = new Set<string>();

  private place(): void {
    const taken = new Set([...this.placed].map((uid) => this.names.of({ metadata: { uid } } as KubeObject)));
    for (const pod of this.pods().sort(byAge)) {
      const { uid, name } = pod.metadata;
      if (this.placed.has(uid!)) continue;
      const plan = this.planFor(pod, taken);
      if (!plan) continue;
      taken.add(plan.name);
      this.placed.add(uid!);
      this.names.call(uid!, name!, plan.name);
      this.bind(pod, plan.node!);
    }
  }

  private planFor(pod: KubeObject, taken: ReadonlySet<string>): { name: string; node: string | null } | undefined {
    const prefix = this.names.of(pod).replace(/-\d+$/, '');
    const wants = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms?.[0]?.matchFields?.[0]?.values?.[0] as string | undefined;
    const free = this.one.setup.pods.filter((planned) => planned.node !== null && !taken.has(planned.name) && planned.name.replace(/-\d+$/, '') === prefix);
    if (wants) return free.find(({ node }) => node === wants);
    return prefix === this.names.of(pod) || !/-pod$/.test(prefix) ? free.find(({ name }) => name === pod.metadata.name) : free[0];
  }

  private bind(pod: KubeObject, node: string): void {
    const { kubectl, apiserver } = this.cluster.assembly;
    kubectl.start();
    const { complain } = this;
    const client = new Client(kubectl, () => apiserver, { user: 'kubernetes-admin', userAgent: 'setup', qps: 500, burst: 500 });
    const body = { apiVersion: 'v1', kind: 'Binding', metadata: { name: pod.metadata.name, namespace: 'demo' }, target: { kind: 'Node', name: node } };
    kubectl.spawn((function* (): Process<void> {
      const reply = yield* client.resource(resources.pods).createAt('demo', pod.metadata.name!, 'binding', body);
      if (isFailure(reply)) complain(reply.message ?? 'binding failed');
    })());
  }

  /** Brings the clock to the first Step, with Leases and monitor passes where the recording had them. */
  private start(steps: readonly Step[]): void {
    const { cluster, recorder, one } = this;
    const startUs = Math.ceil((cluster.nowUs + 25 * SECOND) / MONITOR_PERIOD_US) * MONITOR_PERIOD_US + this.phases.startShiftUs;
    const restarts = one.events
      .filter(({ kind, what }) => kind === 'Lease' && what.includes('before trigger'))
      .map(({ name, tMs }) => ({ name, atUs: startUs + tMs * 1000 - START_TO_RENEWAL_US + (this.phases.restartShiftUs.get(name) ?? 0) }))
      .sort((a, b) => a.atUs - b.atUs);
    for (const { name, atUs } of steps.some(({ action }) => action.do === 'kill') ? restarts : []) {
      cluster.runUntil(atUs);
      cluster.execute({ type: 'fault', fault: 'restart', target: `${name}/kubelet` });
    }
    cluster.runUntil(startUs);
    recorder.startUs = startUs;
    this.doneAtUs = startUs;
    recorder.events.length = 0;
  }

  private perform(step: Step): void {
    const { cluster, recorder } = this;
    let fromUs = recorder.startUs;
    if (step.unknowns > 0) {
      this.until(`${step.unknowns} nodes are Unknown`, () => this.unknowns().length >= step.unknowns, 150);
      fromUs += this.unknowns()[step.unknowns - 1].tMs * 1000;
    }
    const atUs = Math.max(fromUs + step.afterMs * 1000, cluster.nowUs);
    cluster.runUntil(atUs);
    this.doneAtUs = atUs;
    recorder.add('Step', step.event.name, step.event.what, atUs);
    const { action } = step;
    if (action.do === 'kill') this.killedAtUs.set(action.node, atUs);
    if (action.do === 'kill') cluster.execute({ type: 'fault', fault: 'power-off', target: action.node });
    else if (action.do === 'start') cluster.execute({ type: 'fault', fault: 'power-on', target: action.node });
    else if (action.do === 'freeze' || action.do === 'thaw') cluster.execute({ type: 'fault', fault: action.do, target: `${action.node}/kubelet` });
    else if (action.do === 'create') cluster.execute({ type: 'apply', manifest: manifestOf(action.objects), namespace: 'demo' }, ({ stderr }) => this.complain(stderr));
    else if (action.do === 'kubectl') this.kubectl(this.withRealNames(action.line), action.recorded);
  }

  private withRealNames(line: string): string {
    return line.replace(/\b[a-z]+-(pod|rs)-\d+\b/g, (name) => this.names.real(name));
  }

  private unknowns(): TimelineEvent[] {
    return this.recorder.events.filter(({ kind, what }) => kind === 'Node' && what.startsWith('Ready=Unknown'));
  }

  private kubectl(line: string, recorded = false): void {
    const { kubectl, apiserver } = this.cluster.assembly;
    const { recorder, cluster, names } = this;
    kubectl.start();
    const client = new Client(kubectl, () => apiserver, { user: 'kubernetes-admin', userAgent: 'kubectl', qps: 50, burst: 300 });
    const tell = (stream: string, text: string): void => {
      for (const one of text.replace(/\n$/, '').split('\n')) recorder.add('Kubectl', stream, names.inText(one), cluster.nowUs);
    };
    const onOutput = recorded ? tell : undefined;
    kubectl.spawn((function* (): Process<void> {
      const { exitCode, stderr } = yield* runKubectl({ client, onOutput }, splitLine(line));
      if (recorded) recorder.add('Kubectl', 'exit', `code ${exitCode}`, cluster.nowUs);
      else if (exitCode !== 0) recorder.add('Kubectl', 'stderr', stderr, cluster.nowUs);
    })());
  }

  private until(what: string, done: () => boolean, limitSeconds: number): void {
    const { cluster } = this;
    const endUs = cluster.nowUs + limitSeconds * SECOND;
    while (!done()) {
      if (cluster.nowUs >= endUs) throw new Error(`${what}: not within ${limitSeconds} s; ${this.complaints.join(' ')}`);
      cluster.runUntil(cluster.nowUs + 50_000);
    }
  }
}

const byAge = (a: KubeObject, b: KubeObject): number => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion);

const manifestOf = (objects: readonly KubeObject[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });

function topologyOf(one: TimelineCase, order: readonly string[] | undefined): Topology {
  const listed = order?.map((name) => one.setup.nodes.find((node) => node.name === name)!) ?? one.setup.nodes;
  const nodes = listed.map(({ name, zone }) => ({ name, zone, cpu: '4', memory: '8Gi', pods: 110 }));
  return { name: one.name, region: 'region-1', controlPlane: { name: 'control-plane', zone: 'zone-a', node: false }, nodes, hollow: true };
}
