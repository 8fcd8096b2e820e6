import type { ObjectRecord } from '../../../../protocol/index.ts';
import { type Fact, facts, type FactContext, type Section } from './fact.ts';

interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
  readonly protocol?: string;
  readonly nodePort?: number;
}

export function serviceFacts({ object }: ObjectRecord, { world }: FactContext): readonly Section[] {
  const { spec = {}, metadata } = object;
  const ports: readonly ServicePort[] = spec.ports ?? [];
  const slices = world.byResource
    .keys('endpointslices')
    .map((key) => world.object(key))
    .filter((slice) => slice?.object.metadata.namespace === metadata.namespace && slice?.object.metadata.labels?.['kubernetes.io/service-name'] === metadata.name);
  return [
    {
      title: 'network',
      facts: [
        ...facts(['Type', spec.type], ['Cluster IP', spec.clusterIP], ['Selector', selectorText(spec.selector)]),
        ...ports.map((port) => ({ label: port.name ?? 'Port', value: `${port.port} → ${port.targetPort ?? port.port}/${port.protocol ?? 'TCP'}`, ...(port.nodePort ? { note: `nodePort ${port.nodePort}` } : {}) })),
      ],
    },
    { title: 'endpoints', facts: slices.flatMap((slice) => endpoints(slice!)) },
  ];
}

export function endpointSliceFacts(record: ObjectRecord): readonly Section[] {
  return [{ title: 'endpoints', facts: endpoints(record) }];
}

interface Endpoint {
  readonly addresses: readonly string[];
  readonly conditions?: { readonly ready?: boolean; readonly terminating?: boolean };
  readonly nodeName?: string;
  readonly targetRef?: { readonly namespace?: string; readonly name?: string };
}

function endpoints({ object }: ObjectRecord): Fact[] {
  const list: readonly Endpoint[] = object['endpoints'] ?? [];
  return list.map(({ addresses, conditions, nodeName, targetRef }) => ({
    label: addresses.join(', '),
    value: targetRef?.name ?? '',
    tone: conditions?.ready ? 'ok' : 'wait',
    note: [conditions?.ready ? 'ready' : 'not ready', conditions?.terminating ? 'terminating' : '', nodeName ?? ''].filter(Boolean).join(' · '),
    ...(targetRef?.name ? { link: `pods/${targetRef.namespace}/${targetRef.name}` } : {}),
  }));
}

function selectorText(selector: Readonly<Record<string, string>> | undefined): string | undefined {
  return selector && Object.entries(selector).map(([key, value]) => `${key}=${value}`).join(', ');
}
