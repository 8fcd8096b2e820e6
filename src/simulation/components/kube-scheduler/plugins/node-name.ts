import { Action } from '../framework/cluster-event.ts';
import type { AnyPlugin } from '../framework/interface.ts';
import { unresolvable } from '../framework/status.ts';

const NAME = 'NodeName';
const NOT_THE_NODE = unresolvable(NAME, "node(s) didn't match the requested node name");

/** A pod that names its node goes to no other. Source: kubernetes v1.32 plugins/nodename/node_name.go. */
export const nodeName = (): AnyPlugin => ({
  name: NAME,
  events: () => [{ resource: 'Node', actions: Action.Add }],
  filter(_state, pod, node) {
    const wanted = pod.pod.spec!.nodeName;
    return !wanted || wanted === node.name ? null : NOT_THE_NODE;
  },
});
