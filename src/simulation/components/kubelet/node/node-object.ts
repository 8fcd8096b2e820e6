import type { Node, NodeCondition, NodeStatus } from 'kubernetes-types/core/v1.d.ts';
import { bytesQuantity, canonicalQuantity, value } from '../../../apimachinery/quantity.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import type { KubeletContext } from '../context.ts';
import { KUBELET_VERSION } from '../options.ts';

const EVICTION_MEMORY_BYTES = 100 * 1_048_576;

/** The labels that a kubelet gives its node. Source: kubernetes v1.32 pkg/kubelet/kubelet_node_status.go, initialNode. */
export function nodeLabels({ options }: KubeletContext): Record<string, string> {
  return {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': options.nodeName,
    'kubernetes.io/os': 'linux',
    'topology.kubernetes.io/region': options.region,
    'topology.kubernetes.io/zone': options.zone,
    ...options.labels,
  };
}

export function newNode(context: KubeletContext, status: NodeStatus): Typed<Node> {
  const { options } = context;
  const taints = options.taints && options.taints.length > 0 ? { taints: options.taints } : {};
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: options.nodeName, labels: nodeLabels(context), annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' } },
    spec: taints,
    status,
  } as unknown as Typed<Node>;
}

/** Everything of the status but the conditions. */
export function machineStatus(context: KubeletContext, runtimeVersion: string): NodeStatus {
  const { options, hostIp } = context;
  const { cpu, memory, pods, ephemeralStorage } = options.capacity;
  const hollow = runtimeVersion.startsWith('fakeRuntime');
  const capacity = { cpu, 'ephemeral-storage': bytesQuantity(value(ephemeralStorage)), 'hugepages-1Gi': '0', 'hugepages-2Mi': '0', memory: kibibytes(value(memory)), pods: String(pods) };
  const allocatable = hollow
    ? capacity
    : { ...capacity, 'ephemeral-storage': canonicalQuantity(String(Math.floor((value(ephemeralStorage) * 9) / 10))), memory: kibibytes(value(memory) - EVICTION_MEMORY_BYTES) };
  return {
    capacity,
    allocatable,
    addresses: [
      { type: 'InternalIP', address: hostIp },
      { type: 'Hostname', address: options.nodeName },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: nodeInfo(options.nodeName, runtimeVersion, hollow ? 0 : context.boots),
  };
}

/** In canonical form, as the API server keeps it: a status that reads back otherwise would be sent again and again. */
const kibibytes = (bytes: number): string => canonicalQuantity(`${Math.floor(bytes / 1024)}Ki`);

function nodeInfo(nodeName: string, containerRuntimeVersion: string, boots: number): NonNullable<NodeStatus['nodeInfo']> {
  const id = machineId(nodeName);
  return {
    architecture: 'amd64',
    bootID: uuidOf(boots === 0 ? id : machineId(`${nodeName}/boot/${boots}`), '8'),
    containerRuntimeVersion,
    kernelVersion: '6.8.0-51-generic',
    kubeProxyVersion: KUBELET_VERSION,
    kubeletVersion: KUBELET_VERSION,
    machineID: id,
    operatingSystem: 'linux',
    osImage: 'Debian GNU/Linux 12 (bookworm)',
    systemUUID: uuidOf(id, '9'),
  };
}

const uuidOf = (id: string, variant: string): string => `${id.slice(0, 8)}-${id.slice(8, 12)}-4${id.slice(13, 16)}-${variant}${id.slice(17, 20)}-${id.slice(20)}`;

function machineId(name: string): string {
  let id = '';
  for (let salt = 0; id.length < 32; salt++) {
    let hash = 0x811c9dc5 ^ salt;
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
    id += (Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 0).toString(16).padStart(8, '0');
  }
  return id;
}

/** What the kubelet says of its node; `ready` is undefined when all is well, else the reason that it is not. */
export interface NodeHealth {
  readonly ready: string | undefined;
  readonly memoryPressure: boolean;
  readonly diskPressure: boolean;
}

type Draft = readonly [type: string, status: 'True' | 'False', reason: string, message: string];

/** The conditions of a node's health, in the order in which the kubelet writes them. Source: kubernetes v1.32 pkg/kubelet/nodestatus/setters.go. */
export function conditionDrafts(health: NodeHealth): readonly Draft[] {
  return [
    health.memoryPressure
      ? ['MemoryPressure', 'True', 'KubeletHasInsufficientMemory', 'kubelet has insufficient memory available']
      : ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
    health.diskPressure
      ? ['DiskPressure', 'True', 'KubeletHasDiskPressure', 'kubelet has disk pressure']
      : ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
    ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
    health.ready === undefined ? ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'] : ['Ready', 'False', 'KubeletNotReady', health.ready],
  ];
}

/** The event that the kubelet emits when a condition changes to this status. */
export function transitionEvent(type: string, status: string): string | undefined {
  const events: Record<string, readonly [whenTrue: string, whenFalse: string]> = {
    MemoryPressure: ['NodeHasInsufficientMemory', 'NodeHasSufficientMemory'],
    DiskPressure: ['NodeHasDiskPressure', 'NodeHasNoDiskPressure'],
    PIDPressure: ['NodeHasInsufficientPID', 'NodeHasSufficientPID'],
    Ready: ['NodeReady', 'NodeNotReady'],
  };
  return events[type]?.[status === 'True' ? 0 : 1];
}

export function conditionsWithTimes(drafts: readonly Draft[], before: readonly NodeCondition[] | undefined, now: string): NodeCondition[] {
  return drafts.map(([type, status, reason, message]) => {
    const old = before?.find((condition) => condition.type === type);
    const lastTransitionTime = old?.status === status && old.lastTransitionTime ? old.lastTransitionTime : now;
    return { type, status, lastHeartbeatTime: now, lastTransitionTime, reason, message };
  });
}
