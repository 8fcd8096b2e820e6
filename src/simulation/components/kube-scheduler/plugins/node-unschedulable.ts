import type { Node, Taint } from 'kubernetes-types/core/v1.d.ts';
import { tolerationsTolerateTaint } from '../../../kinds/core/node/taints.ts';
import { Action } from '../framework/cluster-event.ts';
import type { AnyPlugin } from '../framework/interface.ts';
import { unresolvable } from '../framework/status.ts';

const NAME = 'NodeUnschedulable';
const UNSCHEDULABLE = unresolvable(NAME, 'node(s) were unschedulable');
const TAINT: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/**
 * Keeps pods off cordoned nodes unless they tolerate the taint that a cordon means.
 * Source: kubernetes v1.32 plugins/nodeunschedulable/node_unschedulable.go.
 */
export const nodeUnschedulable = (): AnyPlugin => ({
  name: NAME,
  events: () => [
    {
      resource: 'Node',
      actions: Action.Add | Action.UpdateNodeTaint,
      hint: (_pod, _old, node) => ((node as Node | undefined)?.spec?.unschedulable === true ? 'Skip' : 'Queue'),
    },
    { resource: 'UnscheduledPod', actions: Action.UpdatePodToleration },
  ],
  filter(_state, pod, node) {
    if (!node.unschedulable) return null;
    return tolerationsTolerateTaint(pod.pod.spec!.tolerations, TAINT) ? null : UNSCHEDULABLE;
  },
});
