import type { Node, Pod, Taint, Toleration } from 'kubernetes-types/core/v1.d.ts';
import { findUntoleratedTaint, tolerationsTolerateTaint } from '../../../kinds/core/node/taints.ts';
import { Action } from '../framework/cluster-event.ts';
import type { AnyPlugin, Handle } from '../framework/interface.ts';
import type { NodeInfo } from '../framework/node-info.ts';
import { type Status, unresolvable } from '../framework/status.ts';
import { normalizeByMax } from './scores.ts';

const NAME = 'TaintToleration';

/** The effects that keep a pod away. */
export const keepsAway = (taint: Taint): boolean => taint.effect === 'NoSchedule' || taint.effect === 'NoExecute';
const prefersNot = (taint: Taint): boolean => taint.effect === 'PreferNoSchedule';
const mayBePreference = (toleration: Toleration): boolean => !toleration.effect || toleration.effect === 'PreferNoSchedule';

/**
 * Nodes with taints that the pod does not tolerate are out; of the rest, the fewer PreferNoSchedule taints it does not tolerate, the better.
 * Source: kubernetes v1.32 plugins/tainttoleration/taint_toleration.go.
 */
export function taintToleration(handle: Handle): AnyPlugin {
  const key = handle.stateKey<readonly Toleration[]>(`PreScore${NAME}`);
  const verdicts = new Map<string, Status>();

  function verdict(taint: Taint): Status {
    const reason = `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`;
    let status = verdicts.get(reason);
    if (status === undefined) verdicts.set(reason, (status = unresolvable(NAME, reason)));
    return status;
  }

  return {
    name: NAME,
    events: () => [
      { resource: 'Node', actions: Action.Add | Action.UpdateNodeTaint, hint: ({ pod }, _old, node) => (tolerates(pod, node as Node) ? 'Queue' : 'Skip') },
      { resource: 'UnscheduledPod', actions: Action.UpdatePodToleration },
    ],
    filter(_state, pod, node: NodeInfo) {
      if (node.taints.length === 0) return null;
      const taint = findUntoleratedTaint(node.taints, pod.pod.spec!.tolerations, keepsAway);
      return taint === undefined ? null : verdict(taint);
    },
    preScore(state, pod) {
      state.write(key, (pod.pod.spec!.tolerations ?? []).filter(mayBePreference));
      return null;
    },
    score(state, _pod, node) {
      if (node.taints.length === 0) return 0;
      const tolerations = state.read(key);
      let count = 0;
      for (const taint of node.taints) if (prefersNot(taint) && !tolerationsTolerateTaint(tolerations, taint)) count++;
      return count;
    },
    normalize: (_state, _pod, scores) => normalizeByMax(scores, true),
  };
}

const tolerates = (pod: Pod, node: Node): boolean => findUntoleratedTaint(node.spec?.taints, pod.spec!.tolerations, keepsAway) === undefined;
