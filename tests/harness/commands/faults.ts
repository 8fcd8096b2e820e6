import type { FaultCommand, FaultType } from '../../../src/protocol/commands.ts';
import type { Command } from '../command.ts';
import type { World } from '../world.ts';

function perform(world: World, command: Omit<FaultCommand, 'type'>): string {
  const { exitCode, stderr } = world.execute({ type: 'fault', ...command });
  return exitCode === 0 ? '' : stderr;
}

/** `power-off node-2`, `crash kube-scheduler`: one word for each fault that has one target or several. */
const single = (fault: FaultType): Command => ({ name: fault, run: (world, targets) => perform(world, { fault, target: targets }) });

/** `cut node-1 kube-apiserver`: both ways; the second place is kube-apiserver unless said otherwise. */
const link = (fault: FaultType): Command => ({ name: fault, run: (world, [target, peer, ms]) => perform(world, { fault, target, peer, ...(ms ? { extraMs: Number(ms) } : {}) }) });

export const faults: readonly Command[] = [
  ...(['power-off', 'power-on', 'freeze', 'thaw', 'crash', 'restart', 'stop', 'start', 'crash-container'] as const).map((fault) => single(fault)),
  ...(['cut', 'heal', 'slow'] as const).map((fault) => link(fault)),
];
