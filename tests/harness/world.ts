import '../../src/simulation/cluster/with-kubectl.ts';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cluster } from '../../src/simulation/cluster/cluster.ts';
import type { CommandResult, SimulationCommand } from '../../src/protocol/commands.ts';
import { workers, type Topology } from '../../src/protocol/topology.ts';
import { underGlass } from './glass.ts';

const SECOND = 1_000_000;
/** How long a command may take in virtual time before the page gives up. */
const PATIENCE_US = 900 * SECOND;

/** What a page acts on: one cluster, made by `topology` or at the first command that needs it. */
export class World {
  private made: Cluster | undefined;
  private readonly folder: string;

  /** `folder` holds the manifests that `-f` names. */
  constructor(folder: string) {
    this.folder = folder;
  }

  get cluster(): Cluster {
    return (this.made ??= this.create(workers({ count: 3 }), 'page'));
  }

  /** Builds a cluster and lets it come up: nodes Ready, controllers elected. */
  create(topology: Topology, seed: string): Cluster {
    this.made = underGlass(() => Cluster.create({ seed, topology, freeze: true }));
    this.advance(30 * SECOND);
    return this.made;
  }

  advance(durationUs: number): void {
    const { cluster } = this;
    underGlass(() => cluster.runUntil(cluster.nowUs + durationUs));
  }

  /** Carries a command out and runs the clock until it has answered. */
  execute(command: SimulationCommand): CommandResult {
    const { cluster } = this;
    return underGlass(() => {
      let result: CommandResult | undefined;
      cluster.execute(command, (answer) => (result = answer));
      if (!result) cluster.runUntil(cluster.nowUs + PATIENCE_US, Infinity, () => result !== undefined);
      if (!result) throw new Error(`no answer within ${PATIENCE_US / SECOND} s of virtual time`);
      return result;
    });
  }

  /** The text of a manifest beside the pages. */
  file(path: string): string | undefined {
    const full = join(this.folder, path);
    return existsSync(full) ? readFileSync(full, 'utf8') : undefined;
  }
}
