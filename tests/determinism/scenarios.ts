import '../../src/simulation/cluster/with-kubectl.ts';
import { defaultTopology, type SimulationCommand, type Topology, workers } from '../../src/protocol/index.ts';
import { Cluster } from '../../src/simulation/cluster/cluster.ts';
import { nginxDeployment, nginxService } from '../harness/manifests.ts';

/** A canonical run: what is done when, and how long it goes on. */
export interface Scenario {
  readonly name: string;
  readonly seed: string;
  readonly topology: Topology;
  readonly commands: readonly (readonly [number, SimulationCommand])[];
  readonly untilUs: number;
}

const SECOND = 1_000_000;
const apply = (manifest: string): SimulationCommand => ({ type: 'apply', manifest });
const fault = (name: 'power-off' | 'power-on' | 'cut' | 'heal' | 'freeze' | 'thaw' | 'crash', target: string): SimulationCommand => ({ type: 'fault', fault: name, target });

export const scenarios: readonly Scenario[] = [
  { name: 'boot', seed: 'one', topology: defaultTopology, commands: [], untilUs: 60 * SECOND },
  {
    name: 'the main job',
    seed: 'one',
    topology: defaultTopology,
    commands: [
      [30 * SECOND, apply(nginxDeployment())],
      [60 * SECOND, fault('power-off', 'node-2')],
      [500 * SECOND, fault('power-on', 'node-2')],
    ],
    untilUs: 600 * SECOND,
  },
  {
    name: 'rolling update behind a service',
    seed: 'two',
    topology: workers({ count: 5 }),
    commands: [
      [30 * SECOND, apply(nginxDeployment(10))],
      [31 * SECOND, apply(nginxService)],
      [90 * SECOND, apply(nginxDeployment(10, 'nginx-deployment', 'nginx:1.16.1'))],
    ],
    untilUs: 200 * SECOND,
  },
  {
    name: 'partition and frozen scheduler',
    seed: 'three',
    topology: workers({ count: 4 }),
    commands: [
      [30 * SECOND, apply(nginxDeployment(8))],
      [60 * SECOND, fault('cut', 'node-3')],
      [80 * SECOND, fault('freeze', 'kube-scheduler')],
      [460 * SECOND, fault('thaw', 'kube-scheduler')],
      [480 * SECOND, fault('heal', 'node-3')],
      [490 * SECOND, fault('crash', 'kube-apiserver')],
    ],
    untilUs: 600 * SECOND,
  },
];

/** Runs a scenario and answers its digest: `<trace hash> <state hash> <events>`. */
export function digest(scenario: Scenario): string {
  const cluster = Cluster.create({ seed: scenario.seed, topology: scenario.topology });
  for (const [atUs, command] of scenario.commands) {
    cluster.runUntil(atUs);
    cluster.execute(command);
  }
  cluster.runUntil(scenario.untilUs);
  const { trace, state } = cluster.hash();
  return `${trace} ${state} ${cluster.engine.events}`;
}
