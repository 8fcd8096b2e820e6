import type { KubeObject } from '../../../apimachinery/meta.ts';
import { selectorFromLabelSelector } from '../../../apimachinery/labels.ts';
import { bool, changeFlags, fileFlags, int, selectorFlag, text } from '../arguments/flags.ts';
import { builtIn } from '../arguments/mapping.ts';
import { type Info, readInfos, targetsOf } from '../arguments/targets.ts';
import type { Command, Invocation } from '../command.ts';
import { createObject } from '../create-object.ts';
import { fail, failWithAll } from '../errors.ts';
import { applyStrategicMergePatch } from '../../../apimachinery/patch/strategic.ts';
import { pairs } from './run-pod.ts';

const kindsWithPods = ['Deployment', 'ReplicaSet', 'ReplicationController', 'Pod', 'Service', 'StatefulSet'];
type PortList = readonly { readonly containerPort?: number; readonly port?: number; readonly protocol?: string; readonly name?: string }[];

/** Source: kubectl cmd/expose/expose.go. */
export const expose: Command = {
  name: 'expose',
  flags: [
    ...changeFlags, ...fileFlags, selectorFlag, text('name'), text('port'), text('target-port'), text('protocol'), text('type'), text('labels'), text('cluster-ip'), text('external-ip'),
    text('load-balancer-ip'), text('session-affinity'), text('overrides'), text('override-type', undefined, 'merge'), text('field-manager'), bool('save-config'), int('node-port'),
  ],
  *run(session, { args, flags }) {
    const { infos, failures } = yield* readInfos(session, yield* targetsOf(session, args, flags));
    failWithAll(failures);
    for (const info of infos) {
      if (!kindsWithPods.includes(info.mapping.kind)) fail(`cannot expose a ${info.mapping.kind}`);
      const service = serviceFor(info, flags);
      yield* createObject(session, flags, builtIn('', 'services'), { ...service, metadata: { ...service.metadata, namespace: session.namespace } }, 'kubectl-expose', { word: 'exposed' });
    }
  },
};

function serviceFor({ mapping, name, object }: Info, flags: Invocation['flags']): KubeObject {
  const selector = flags.text('selector') ? pairs(flags.text('selector')) : selectorOf(object, mapping.kind);
  const found = portsOf(object, mapping.kind);
  if (flags.text('port') === '' && found.length === 0) fail("couldn't find port via --port flag or introspection");
  const list = flags.text('port') === '' ? found : flags.text('port').split(',').map((port) => ({ containerPort: Number(port) }));
  const labels = flags.text('labels') ? pairs(flags.text('labels')) : object.metadata.labels;
  const service: KubeObject = {
    apiVersion: 'v1', kind: 'Service', status: { loadBalancer: {} },
    metadata: { creationTimestamp: null as unknown as string, name: flags.text('name') || name, ...(labels && Object.keys(labels).length > 0 ? { labels } : {}) },
    spec: {
      ports: list.map((port, i) => servicePort(port, i, list.length, found, flags)), selector,
      ...(flags.text('type') ? { type: flags.text('type') } : {}), ...(flags.text('cluster-ip') ? { clusterIP: flags.text('cluster-ip') } : {}),
      ...(flags.text('session-affinity') ? { sessionAffinity: flags.text('session-affinity') } : {}), ...(flags.text('external-ip') ? { externalIPs: [flags.text('external-ip')] } : {}),
    },
  };
  return flags.text('overrides') === '' ? service : (applyStrategicMergePatch(service, JSON.parse(flags.text('overrides')), 'Service') as KubeObject);
}

function servicePort(port: PortList[number], index: number, count: number, found: PortList, flags: Invocation['flags']): object {
  const number = port.containerPort ?? port.port ?? 0;
  const target = flags.text('target-port');
  const known = found.find((one) => (one.containerPort ?? one.port) === number);
  return {
    ...(count > 1 ? { name: `port-${index + 1}` } : {}), port: number, protocol: flags.text('protocol') || known?.protocol || 'TCP',
    targetPort: target === '' ? number : /^\d+$/.test(target) ? Number(target) : target,
  };
}

function selectorOf(object: KubeObject, kind: string): Record<string, string> {
  if (kind === 'Pod') return nonEmpty(object.metadata.labels, 'the pod has no labels and cannot be exposed');
  if (kind === 'Service' || kind === 'ReplicationController') return nonEmpty(object.spec.selector, `the ${kind.toLowerCase()} has no pod selector set`);
  const { requirements } = selectorFromLabelSelector(object.spec.selector);
  const unable = requirements.find((one) => one.values.length !== 1);
  if (unable) fail(`couldn't convert expressions - "${JSON.stringify(object.spec.selector.matchExpressions)}" to map-based selector format`);
  return Object.fromEntries(requirements.map(({ key, values }) => [key, values[0]]));
}

function nonEmpty(labels: Record<string, string> | undefined, complaint: string): Record<string, string> {
  return labels && Object.keys(labels).length > 0 ? labels : fail(`couldn't retrieve selectors via --selector flag or introspection: ${complaint}`);
}

function portsOf(object: KubeObject, kind: string): PortList {
  if (kind === 'Service') return object.spec.ports as PortList;
  const spec = kind === 'Pod' ? object.spec : object.spec.template.spec;
  return (spec.containers as readonly { ports?: PortList }[]).flatMap((container) => container.ports ?? []);
}
