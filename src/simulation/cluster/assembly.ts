import type { NodeSpec, Topology } from '../../protocol/topology.ts';
import { cniProgram } from '../components/cni/program.ts';
import { containerdProgram } from '../components/containerd/program.ts';
import { etcdProgram } from '../components/etcd/program.ts';
import { type DescribeField, kubeApiserverProgram, sealObject } from '../components/kube-apiserver/program.ts';
import { kubeControllerManagerProgram } from '../components/kube-controller-manager/program.ts';
import { kubeProxyProgram } from '../components/kube-proxy/program.ts';
import { kubeSchedulerProgram } from '../components/kube-scheduler/program.ts';
import { kubeletProgram } from '../components/kubelet/program.ts';
import { Actor, type Engine, Machine, type Program } from '../engine/index.ts';
import { imageRegistryProgram } from '../outside/registry/program.ts';
import { runProgram } from '../outside/programs/run.ts';

/** A machine with what is supposed to run on it, in the order in which it starts. */
export interface Host {
  readonly machine: Machine;
  readonly role: 'control-plane' | 'worker' | 'outside';
  readonly actors: readonly Actor[];
}

/** Every machine and process of a run, by name. */
export interface Assembly {
  readonly hosts: ReadonlyMap<string, Host>;
  readonly actors: ReadonlyMap<string, Actor>;
  readonly etcd: Actor;
  readonly apiserver: Actor;
  readonly kubectl: Actor;
}

/** Builds machines and actors; nothing runs yet. */
export function assemble(engine: Engine, topology: Topology, describeField?: DescribeField): Assembly {
  const hosts = new Map<string, Host>();
  const add = (name: string, zone: string, role: Host['role'], programs: readonly (readonly [string, Program])[]): readonly Actor[] => {
    const machine = new Machine(name, zone);
    const actors = programs.map(([component, program]) => new Actor(engine, machine, component, program));
    hosts.set(name, { machine, role, actors });
    return actors;
  };
  const [registry] = add('outside', 'outside', 'outside', [['registry', imageRegistryProgram({})]]);
  const [kubectl] = add('users', 'outside', 'outside', [['kubectl', function* () {}]]);
  const server = (): Actor => apiserver;
  const [etcd, apiserver] = addControlPlane(add, topology, server, registry, () => etcd, (node) => hosts.get(node)?.actors.find((actor) => actor.component === 'kubelet'), describeField);
  for (const node of topology.nodes) add(node.name, node.zone, 'worker', nodePrograms(node, topology, server, registry, () => hosts.get(node.name)!.actors));
  const actors = new Map<string, Actor>();
  for (const host of hosts.values()) for (const actor of host.actors) actors.set(actor.id, actor);
  return { hosts, actors, etcd, apiserver, kubectl };
}

type Add = (name: string, zone: string, role: Host['role'], programs: readonly (readonly [string, Program])[]) => readonly Actor[];

function addControlPlane(
  add: Add, topology: Topology, server: () => Actor, registry: Actor, etcd: () => Actor, kubelet: (node: string) => Actor | undefined, describeField: DescribeField | undefined,
): readonly Actor[] {
  const { name, zone, node } = topology.controlPlane;
  const timings = topology.timings ?? {};
  const us = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms * 1000);
  const programs: (readonly [string, Program])[] = [
    ['etcd', etcdProgram({ seal: sealObject })],
    ['kube-apiserver', kubeApiserverProgram({ etcd, kubelet, describeField, defaultTolerationSeconds: timings.podEvictionTolerationSeconds })],
    [
      'kube-controller-manager',
      kubeControllerManagerProgram({
        server,
        leaderElect: true,
        config: {
          // A /24 per node: the usual /16 is enough for 256 of them.
          clusterCidr: topology.nodes.length > 200 ? '10.128.0.0/9' : undefined,
          nodeMonitorGraceUs: us(timings.nodeMonitorGracePeriodMs), nodeMonitorPeriodUs: us(timings.nodeMonitorPeriodMs),
        },
      }),
    ],
    ['kube-scheduler', kubeSchedulerProgram({ server, leaderElect: true })],
  ];
  if (!node) return add(name, zone, 'control-plane', programs);
  const spec: NodeSpec = { name, zone, cpu: '4', memory: '8Gi', labels: { 'node-role.kubernetes.io/control-plane': '' }, taints: [controlPlaneTaint] };
  let actors: readonly Actor[] = [];
  actors = add(name, zone, 'control-plane', [...programs, ...nodePrograms(spec, topology, server, registry, () => actors)]);
  return actors;
}

const controlPlaneTaint = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' } as const;

/** The daemons of a node, runtime first. */
function nodePrograms(node: NodeSpec, topology: Topology, server: () => Actor, registry: Actor, own: () => readonly Actor[]): (readonly [string, Program])[] {
  const find = (component: string) => (): Actor => own().find((actor) => actor.component === component)!;
  const capacity = { cpu: node.cpu, memory: node.memory, pods: node.pods ?? 110, ephemeralStorage: '100Gi' };
  return [
    ['cni', cniProgram({ nodeName: node.name })],
    ['containerd', containerdProgram({ registry: () => registry, cni: find('cni'), nodeName: node.name, instant: topology.hollow, programs: runProgram })],
    [
      'kubelet',
      kubeletProgram({
        server,
        runtime: find('containerd'),
        nodeName: node.name,
        capacity,
        zone: node.zone,
        region: topology.region,
        labels: node.labels,
        taints: node.taints,
      }),
    ],
    ['kube-proxy', kubeProxyProgram({ server, nodeName: node.name })],
  ];
}
