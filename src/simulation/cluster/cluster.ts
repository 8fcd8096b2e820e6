import type { CommandResult, SimulationCommand } from '../../protocol/commands.ts';
import type { Topology } from '../../protocol/topology.ts';
import { canonicalJson } from '../apimachinery/equality.ts';
import { fnv1a32 } from '../apimachinery/hash.ts';
import type { KubeObject } from '../apimachinery/meta.ts';
import { EtcdDisk, type MvccStore } from '../components/etcd/index.ts';
import type { KeyValue } from '../contracts/etcd.ts';
import type { DescribeField } from '../components/kube-apiserver/program.ts';
import { type Actor, Engine } from '../engine/index.ts';
import { ApiCalls } from './api-calls.ts';
import { assemble, type Assembly } from './assembly.ts';
import { perform } from './perform.ts';
import { Keys } from './observe/keys.ts';
import { Supervisor } from './supervisor.ts';

export interface ClusterOptions {
  readonly seed: string;
  readonly topology: Topology;
  /** Freeze what is shared, so that a mutation throws. For tests and development. */
  readonly freeze?: boolean;
  readonly traceCapacity?: number;
  /** Texts of the fields for OpenAPI, as `describeField` of this room's `descriptions.ts`. Absent: OpenAPI without descriptions. */
  readonly describeField?: DescribeField;
}

/** Everything below a prefix that ends in a slash: the range ends with the character behind the slash. */
const readBelow = (store: MvccStore, prefix: string): readonly KeyValue[] => store.rangeAt({ key: prefix, rangeEnd: `${prefix.slice(0, -1)}0` }, store.revision).kvs;
const readAll = (store: MvccStore): readonly KeyValue[] => readBelow(store, '/registry/');

export type ResultListener = (result: CommandResult) => void;

/**
 * A whole cluster on a virtual clock: the façade that hosts drive. Synchronous; time moves only by `runUntil` and `step`.
 * A run is a pure function of seed, topology and the commands with their instants.
 */
export class Cluster {
  readonly engine: Engine;
  readonly assembly: Assembly;
  readonly supervisor: Supervisor;
  readonly topology: Topology;
  /** Requests that come from outside, over a host's HTTP. */
  readonly calls: ApiCalls;
  /** Called after a fault was carried out; the observer reads power and links anew. */
  onFault: (() => void) | undefined;
  private readonly keys = new Keys();

  private constructor(options: ClusterOptions) {
    const { seed, topology, freeze, traceCapacity } = options;
    this.topology = topology;
    this.engine = new Engine({ seed, freeze, traceCapacity });
    this.assembly = assemble(this.engine, topology, options.describeField);
    this.calls = new ApiCalls(this.assembly);
    this.supervisor = new Supervisor(this.engine, topology.hollow ?? false);
  }

  /** Builds the cluster and puts its first starts into the queue: at time 0 everything has power and nothing runs. */
  static create(options: ClusterOptions): Cluster {
    const cluster = new Cluster(options);
    cluster.startAll();
    return cluster;
  }

  get nowUs(): number {
    return this.engine.nowUs;
  }

  /** What etcd has on its disk, for reading only. */
  get store(): MvccStore {
    return EtcdDisk.of(this.assembly.etcd.machine).store;
  }

  runUntil(untilUs: number, maxEvents?: number, stop?: () => boolean): boolean {
    return this.engine.runUntil(untilUs, maxEvents, stop);
  }

  /**
   * Carries a command out now, after everything that is due at this instant; the answer comes in virtual time. Refusals
   * (an unknown target, a broken manifest) come as results too.
   */
  execute(command: SimulationCommand, onResult: ResultListener = () => {}): void {
    this.engine.runUntil(this.engine.nowUs);
    perform(this, command, onResult);
  }

  /** The actor of that id, or the only one with that component name. */
  findActor(name: string): Actor | undefined {
    const byId = this.assembly.actors.get(name);
    if (byId) return byId;
    const found = [...this.assembly.actors.values()].filter((actor) => actor.component === name);
    return found.length === 1 ? found[0] : undefined;
  }

  /** The object of that key (`pods/default/web`) as etcd has it now. */
  object(key: string): KubeObject | undefined {
    const etcdKey = this.keys.toEtcd(key);
    return etcdKey === undefined ? undefined : (this.store.get(etcdKey)?.value as KubeObject | undefined);
  }

  /** All objects of a resource as etcd has them, by key. For tests, exports and snapshots. */
  objects(resource?: string): KubeObject[] {
    const prefix = resource === undefined ? '/registry/' : this.keys.toEtcd(`${resource}/`);
    if (prefix === undefined) return [];
    return readBelow(this.store, prefix).filter((kv) => resource === undefined || this.keys.resourceOf(kv.key) === resource).map((kv) => kv.value as KubeObject);
  }

  /** A digest of everything said so far, and one of everything stored now. */
  hash(): { trace: string; state: string } {
    let state = 0;
    for (const kv of readAll(this.store)) state = fnv1a32(`${state}${kv.key}${kv.modRevision}${canonicalJson(kv.value)}`);
    return { trace: this.engine.trace.hash, state: state.toString(16).padStart(8, '0') };
  }

  private startAll(): void {
    const random = this.engine.random.stream('cluster/start');
    for (const host of this.assembly.hosts.values()) {
      this.supervisor.adopt(host);
      // The workers are switched on one after the other, once the control plane is there.
      const delayUs = host.role === 'worker' ? 4_000_000 + random.int(2_000_000) : 0;
      this.engine.after(delayUs, () => this.supervisor.boot(host));
    }
  }
}
