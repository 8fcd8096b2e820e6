import type { Node } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { ageOf } from '../../age.ts';
import { ageColumn, column, nameColumn, orNone, wideColumn } from '../../columns.ts';
import type { Printer } from '../../kind.ts';

/** Source: kubernetes v1.32 pkg/printers/internalversion/printers.go, printNode. */
export const nodePrinter: Printer<Typed<Node>> = {
  columns: [
    nameColumn,
    column('Status', 'The status of the node'),
    column('Roles', 'The roles of the node'),
    ageColumn,
    column('Version', 'Kubelet Version reported by the node.'),
    wideColumn('Internal-IP', 'List of addresses reachable to the node.'),
    wideColumn('External-IP', 'List of addresses reachable to the node.'),
    wideColumn('OS-Image', 'OS Image reported by the node from /etc/os-release (e.g. Debian GNU/Linux 7 (wheezy)).'),
    wideColumn('Kernel-Version', "Kernel Version reported by the node from 'uname -r' (e.g. 3.16.0-0.bpo.4-amd64)."),
    wideColumn('Container-Runtime', 'ContainerRuntime Version reported by the node through runtime remote API (e.g. containerd://1.4.2).'),
  ],
  row(node, nowUs) {
    const info = node.status?.nodeInfo;
    return [
      node.metadata.name ?? '', nodeStatusText(node), orNone(nodeRoles(node).join(',')),
      ageOf(node.metadata.creationTimestamp, nowUs), info?.kubeletVersion ?? '',
      orNone(nodeAddress(node, 'InternalIP')), orNone(nodeAddress(node, 'ExternalIP')),
      info?.osImage || '<unknown>', info?.kernelVersion || '<unknown>', info?.containerRuntimeVersion || '<unknown>',
    ];
  },
};

/** 'Ready', 'NotReady' or 'Unknown', and 'SchedulingDisabled' where cordoned. */
export function nodeStatusText(node: Node): string {
  const ready = node.status?.conditions?.find((condition) => condition.type === 'Ready');
  const words = [ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'];
  if (node.spec?.unschedulable === true) words.push('SchedulingDisabled');
  return words.join(',');
}

const rolePrefix = 'node-role.kubernetes.io/';

/** Roles by their labels, sorted. Source: kubernetes v1.32 pkg/printers/internalversion/printers.go, findNodeRoles. */
export function nodeRoles(node: Node): string[] {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(node.metadata?.labels ?? {})) {
    if (key.startsWith(rolePrefix) && key.length > rolePrefix.length) roles.add(key.slice(rolePrefix.length));
    if (key === 'kubernetes.io/role' && value !== '') roles.add(value);
  }
  return [...roles].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The node's first address of a type ('InternalIP', 'Hostname' …). */
export function nodeAddress(node: Node, type: string): string | undefined {
  return node.status?.addresses?.find((address) => address.type === type)?.address;
}
