import type { Edge, EdgeTypes, Node, NodeTypes } from '@xyflow/react';
import { BarNode } from './actors/BarNode.tsx';
import { NetworkNode, RegistryNode, WaitingNode, ZoneNode } from './actors/PlaceNodes.tsx';
import { ControllerManagerCard, EtcdCard, KubectlCard, MachineCard, SchedulerCard } from './actors/ProcessCards.tsx';
import { wrapperAttributes } from './hands/targets.ts';
import { WireEdge } from './actors/WireEdge.tsx';
import { BayNode } from './bay/BayNode.tsx';
import type { CardId, Layout, Rect } from './geometry/layout.ts';

export const nodeTypes: NodeTypes = {
  bar: BarNode,
  bay: BayNode,
  zone: ZoneNode,
  registry: RegistryNode,
  network: NetworkNode,
  waiting: WaitingNode,
  'control-plane': MachineCard,
  'kube-scheduler': SchedulerCard,
  'kube-controller-manager': ControllerManagerCard,
  etcd: EtcdCard,
  kubectl: KubectlCard,
};

export const edgeTypes: EdgeTypes = { wire: WireEdge };

const actorOf = (id: CardId, control: string): string => (id === 'control-plane' ? control : id === 'kubectl' ? 'users/kubectl' : `${control}/${id}`);

const fixed = { draggable: false, selectable: false, connectable: false } as const;
const scenery = { ...fixed, focusable: false, zIndex: -1, ariaRole: 'none' } as const;

const boxed = (rect: Rect) => ({ position: { x: rect.x, y: rect.y }, width: rect.width, height: rect.height });

/** The graph of a plan: its nodes are the actors, its edges the wires. Made anew only with the plan. */
export function graphOf(layout: Layout): { readonly nodes: Node[]; readonly edges: Edge[] } {
  const control = layout.controlPlane;
  const server = `${control}/kube-apiserver`;
  const { bar, registry, waiting, network, narrow, scale, stationAt, stationWidth } = layout;
  const zones: Node[] = layout.zones.map(({ name, from, to }) => ({ id: `zone ${name}`, type: 'zone', position: from, data: { name, width: to - from.x, scale }, ...scenery }));
  const cards: Node[] = [...layout.cards].map(([id, rect]) => ({
    id,
    type: id,
    ...boxed(rect),
    data: { actor: actorOf(id, control), width: rect.width / scale, height: rect.height / scale, narrow, scale },
    ariaRole: 'group',
    ariaLabel: id === 'control-plane' ? control : id,
    domAttributes: wrapperAttributes(id === 'control-plane' ? { kind: 'object', key: `nodes/${control}` } : { kind: 'actor', key: actorOf(id, control) }),
    ...fixed,
    draggable: id === 'control-plane',
  }));
  const bays: Node[] = [...layout.bays.values()].map((bay) => ({
    id: bay.name,
    type: 'bay',
    ...boxed(bay),
    data: { name: bay.name, width: bay.width, height: bay.height },
    ariaRole: 'group',
    ariaLabel: bay.name,
    domAttributes: wrapperAttributes({ kind: 'object', key: `nodes/${bay.name}` }),
    ...fixed,
    draggable: true,
  }));
  const nodes: Node[] = [
    ...zones,
    { id: 'network', type: 'network', position: { x: network.from, y: network.y }, data: { width: network.to - network.from }, ...scenery },
    ...cards,
    { id: 'bar', type: 'bar', ...boxed(bar), data: { actor: server, rect: bar, narrow, scale, stationAt, stationWidth }, ariaRole: 'group', ariaLabel: 'kube-apiserver', domAttributes: wrapperAttributes({ kind: 'actor', key: server }), ...fixed },
    ...bays,
    { id: 'waiting', type: 'waiting', ...boxed(waiting), data: { width: waiting.width, height: waiting.height }, ...scenery, zIndex: 0 },
    { id: 'registry', type: 'registry', ...boxed(registry), data: { actor: 'outside/registry', width: registry.width, height: registry.height }, ariaRole: 'group', ariaLabel: 'registry', domAttributes: wrapperAttributes({ kind: 'actor', key: 'outside/registry' }), ...fixed },
  ];
  const edges: Edge[] = [...layout.wires.values()].map(({ id, points }) => ({
    id: `wire ${id}`,
    type: 'wire',
    source: 'bar',
    target: id,
    data: { points, place: id === 'control-plane' ? control : layout.cards.has(id as CardId) ? actorOf(id as CardId, control) : id, server },
    focusable: false,
    selectable: false,
  }));
  return { nodes, edges };
}
