import type { ObjectRecord } from '../../../../protocol/index.ts';
import { formatVirtual } from '../../../i18n/index.ts';
import { instantOf } from '../../../store/index.ts';
import { conditionsSection, facts, type FactContext, type Section } from './fact.ts';

export function nodeFacts({ object }: ObjectRecord, { world }: FactContext): readonly Section[] {
  const { spec = {}, status = {}, metadata } = object;
  const info = status.nodeInfo ?? {};
  const pods = world.podsByNode.keys(metadata.name ?? '');
  const lease = world.object(`leases/kube-node-lease/${metadata.name}`)?.object;
  return [
    {
      title: 'status',
      facts: facts(
        ['Unschedulable', spec.unschedulable ? 'true' : undefined, { tone: 'wait' }],
        ['Lease renewed', clockTime(lease?.['spec']?.renewTime)],
        ['Zone', metadata.labels?.['topology.kubernetes.io/zone']],
        ['Internal IP', status.addresses?.find((address: { type: string }) => address.type === 'InternalIP')?.address],
        ['Pod CIDR', spec.podCIDR],
        ['Kubelet', info.kubeletVersion],
        ['Runtime', info.containerRuntimeVersion],
      ),
    },
    ...conditionsSection(status.conditions),
    ...taints(spec.taints),
    {
      title: 'resources',
      facts: facts(
        ['Allocatable cpu', status.allocatable?.cpu],
        ['Allocatable memory', status.allocatable?.memory],
        ['Allocatable pods', status.allocatable?.pods],
        ['Pods', pods.length],
      ),
    },
    { title: 'pods', facts: pods.map((key) => ({ label: '', value: key.slice(key.lastIndexOf('/') + 1), link: key })) },
  ];
}

/** A timestamp of Kubernetes as the page's clock shows it. */
const clockTime = (text: unknown): string | undefined => (Number.isNaN(instantOf(text)) ? undefined : formatVirtual(instantOf(text)));

interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
  readonly timeAdded?: string;
}

function taints(list: readonly Taint[] | undefined): Section[] {
  if (!list?.length) return [];
  return [
    {
      title: 'taints',
      facts: list.map(({ key, value, effect, timeAdded }) => ({ label: effect, value: value ? `${key}=${value}` : key, tone: 'wait' as const, ...(timeAdded ? { note: clockTime(timeAdded) ?? timeAdded } : {}) })),
    },
  ];
}
