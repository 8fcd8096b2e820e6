import type { PodSpec, Toleration } from 'kubernetes-types/core/v1.d.ts';
import { matchesNodeAffinity } from '../../../kinds/core/node/affinity.ts';
import { findUntoleratedTaint } from '../../../kinds/core/node/taints.ts';
import type { NodeObject } from '../node-conditions.ts';

const always: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];
const onHostNetwork: Toleration = { key: 'node.kubernetes.io/network-unavailable', operator: 'Exists', effect: 'NoSchedule' };

/** Source: kubernetes v1.32 pkg/controller/daemon/util/daemonset_util.go, AddOrUpdateDaemonPodTolerations. */
export function daemonTolerations(spec: PodSpec): Toleration[] {
  const added = spec.hostNetwork ? [...always, onHostNetwork] : always;
  const own = (spec.tolerations ?? []).filter((one) => !added.some((other) => one.key === other.key && one.effect === other.effect && one.operator === other.operator && (one.value ?? '') === ''));
  return [...own, ...added];
}

/** The affinity that ties a daemon pod to one node. Source: daemonset_util.go, ReplaceDaemonSetPodNodeNameNodeAffinity. */
export function boundToNode(spec: PodSpec, node: string): PodSpec['affinity'] {
  const matchFields = [{ key: 'metadata.name', operator: 'In', values: [node] }];
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const terms = required ? required.nodeSelectorTerms.map((term) => ({ ...term, matchFields })) : [{ matchFields }];
  return { ...spec.affinity, nodeAffinity: { ...spec.affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } };
}

/**
 * Whether a node should get the daemon's pod, and whether it may keep the one it has.
 * Source: kubernetes v1.32 pkg/controller/daemon/daemon_controller.go, NodeShouldRunDaemonPod.
 */
export function daemonFits(spec: PodSpec, tolerations: readonly Toleration[], node: NodeObject): { readonly run: boolean; readonly keep: boolean } {
  if ((spec.nodeName && spec.nodeName !== node.metadata.name) || !matchesNodeAffinity(spec, node)) return { run: false, keep: false };
  const taints = node.spec?.taints;
  if (!findUntoleratedTaint(taints, tolerations, (taint) => taint.effect === 'NoExecute' || taint.effect === 'NoSchedule')) return { run: true, keep: true };
  return { run: false, keep: !findUntoleratedTaint(taints, tolerations, (taint) => taint.effect === 'NoExecute') };
}
