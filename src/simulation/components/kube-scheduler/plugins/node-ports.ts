import type { Node, Pod } from 'kubernetes-types/core/v1.d.ts';
import { Action } from '../framework/cluster-event.ts';
import type { AnyPlugin } from '../framework/interface.ts';
import { SKIP, unschedulable } from '../framework/status.ts';

const NAME = 'NodePorts';
const TAKEN = unschedulable(NAME, "node(s) didn't have free ports for the requested pod ports");

/** Two pods cannot have the same host port of a node. Source: kubernetes v1.32 plugins/nodeports/node_ports.go. */
export const nodePorts = (): AnyPlugin => ({
  name: NAME,
  events: () => [
    { resource: 'AssignedPod', actions: Action.Delete, hint: ({ hostPorts }, old) => (hostPorts.some(({ port }) => usesPort(old as Pod, port)) ? 'Queue' : 'Skip') },
    { resource: 'Node', actions: Action.Add, hint: (_pod, _old, node) => ((node as Node | undefined) ? 'Queue' : 'Skip') },
  ],
  preFilter: (_state, pod) => (pod.hostPorts.length === 0 ? SKIP : null),
  filter(_state, pod, node) {
    for (const port of pod.hostPorts) if (node.hasPortConflict(port)) return TAKEN;
    return null;
  },
});

const usesPort = (pod: Pod, port: number): boolean => pod.spec!.containers.some(({ ports }) => ports?.some(({ hostPort }) => hostPort === port));
