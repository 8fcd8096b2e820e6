import { Action } from '../framework/cluster-event.ts';
import type { AnyPlugin } from '../framework/interface.ts';
import { unresolvable } from '../framework/status.ts';

const NAME = 'SchedulingGates';

/** Holds back pods until somebody has removed all of their gates. Source: kubernetes v1.32 plugins/schedulinggates/scheduling_gates.go. */
export const schedulingGates = (): AnyPlugin => ({
  name: NAME,
  events: () => [{ resource: 'UnscheduledPod', actions: Action.UpdatePodSchedulingGatesEliminated }],
  preEnqueue({ pod }) {
    const gates = pod.spec!.schedulingGates ?? [];
    return gates.length === 0 ? null : unresolvable(NAME, `waiting for scheduling gates: [${gates.map(({ name }) => name).join(' ')}]`);
  },
});
