import type { KubeObject } from '../../../apimachinery/meta.ts';
import { milliValue, value } from '../../../apimachinery/quantity.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { bool, selectorFlag, text } from '../arguments/flags.ts';
import { builtIn, type Mapping } from '../arguments/mapping.ts';
import type { Command, Invocation } from '../command.ts';
import { fail } from '../errors.ts';
import type { Session } from '../session.ts';
import { alignTabs, tableTabs } from '../tabwriter.ts';

const flags = [selectorFlag, text('field-selector'), bool('all-namespaces', 'A'), bool('containers'), bool('no-headers'), text('sort-by'), bool('sum'), bool('show-capacity'), bool('use-protocol-buffers')];

const metricsOf = (resource: string, namespaced: boolean): Mapping => ({
  group: 'metrics.k8s.io', version: 'v1beta1', resource, kind: resource === 'pods' ? 'PodMetrics' : 'NodeMetrics', singular: '', shortNames: [], categories: [], namespaced, subresources: [],
});

function* metrics(session: Session, mapping: Mapping, namespace: string, labelSelector: string): Process<readonly KubeObject[]> {
  const list = yield* session.list(mapping, namespace, { labelSelector: labelSelector || undefined });
  return isStatusFailure(list) ? fail('Metrics API not available') : (list as readonly KubeObject[]);
}

const MIB = 1_048_576;

/** Source: kubectl cmd/top/top_pod.go. */
const pod: Command = {
  name: 'pod', aliases: ['pods', 'po'], flags,
  *run(session, { args, flags: given }: Invocation) {
    const everywhere = given.bool('all-namespaces');
    const list = yield* metrics(session, metricsOf('pods', true), everywhere ? '' : session.namespace, given.text('selector'));
    const rows = list.filter(({ metadata }) => args.length === 0 || args.includes(metadata.name!)).map((one) => {
      const usages = (one.containers as readonly { usage: { cpu: string; memory: string } }[]).map(({ usage }) => usage);
      const cpu = usages.reduce((sum, usage) => sum + milliValue(usage.cpu), 0);
      const memory = usages.reduce((sum, usage) => sum + value(usage.memory), 0);
      return [...(everywhere ? [one.metadata.namespace!] : []), one.metadata.name!, `${cpu}m`, `${Math.floor(memory / MIB)}Mi`].join('\t');
    });
    const header = [...(everywhere ? ['NAMESPACE'] : []), 'NAME', 'CPU(cores)', 'MEMORY(bytes)'].join('\t');
    session.line(alignTabs([...(given.bool('no-headers') ? [] : [header]), ...rows].join('\n'), tableTabs));
  },
};

/** Source: kubectl cmd/top/top_node.go. */
const node: Command = {
  name: 'node', aliases: ['nodes', 'no'], flags,
  *run(session, { flags: given }: Invocation) {
    const list = yield* metrics(session, metricsOf('nodes', false), '', given.text('selector'));
    const nodes = yield* session.list(builtIn('', 'nodes'), '');
    if (isStatusFailure(nodes)) return fail('Metrics API not available');
    const rows = list.map(({ metadata, usage }) => {
      const allocatable = (nodes as readonly KubeObject[]).find((one) => one.metadata.name === metadata.name)?.status?.allocatable ?? {};
      const [cpu, memory] = [milliValue(usage.cpu), value(usage.memory)];
      return [metadata.name, `${cpu}m`, `${Math.floor((cpu * 100) / milliValue(allocatable.cpu ?? '1'))}%`, `${Math.floor(memory / MIB)}Mi`, `${Math.floor((memory * 100) / value(allocatable.memory ?? '1'))}%`].join('\t');
    });
    session.line(alignTabs([...(given.bool('no-headers') ? [] : ['NAME\tCPU(cores)\tCPU(%)\tMEMORY(bytes)\tMEMORY(%)']), ...rows].join('\n'), tableTabs));
  },
};

export const top: Command = { name: 'top', subcommands: [node, pod] };
