import type { KubeObject } from '../../../../apimachinery/meta.ts';
import { int, strings, text } from '../../arguments/flags.ts';
import { builtIn } from '../../arguments/mapping.ts';
import type { Flags } from '../../arguments/parse.ts';
import type { Command } from '../../command.ts';
import { fail } from '../../errors.ts';
import { generator, named } from './generator.ts';

/** '80', '80:8080', '5432:db'. */
function portOf(spec: string): object {
  const [first, second = first, ...more] = spec.split(':');
  const port = Number(first);
  if (more.length > 0 || !Number.isInteger(port) || port < 1 || port > 65535) fail(`invalid port ${spec}`);
  return { name: spec.replace(':', '-'), port, protocol: 'TCP', targetPort: /^\d+$/.test(second) ? Number(second) : second };
}

function serviceOf(name: string, flags: Flags, spec: object): KubeObject {
  const nodePort = flags.int('node-port');
  const ports = flags.list('tcp').map(portOf).map((port) => (nodePort > 0 ? { ...port, nodePort } : port));
  return { apiVersion: 'v1', kind: 'Service', metadata: named(name, { labels: { app: name } }), spec: { ...(ports.length > 0 ? { ports } : {}), selector: { app: name }, ...spec }, status: { loadBalancer: {} } };
}

const of = (name: string, type: string, more: readonly Parameters<typeof flagsOf>[0][number][] = []): Command =>
  generator({
    name, mapping: builtIn('', 'services'), flags: [strings('tcp'), ...flagsOf(more)], options: { context: `failed to create ${type} service: ` },
    make: (_session, service, { flags }) => {
      if (type === 'ExternalName') return serviceOf(service, flags, { externalName: flags.text('external-name') || fail('required flag(s) "external-name" not set'), type });
      if (flags.text('clusterip') === 'None') return serviceOf(service, flags, { clusterIP: 'None', type });
      if (flags.list('tcp').length === 0) fail('at least one tcp port specifier must be provided');
      return serviceOf(service, flags, { ...(flags.text('clusterip') ? { clusterIP: flags.text('clusterip') } : {}), type });
    },
  });

const flagsOf = (flags: readonly ReturnType<typeof text>[]): readonly ReturnType<typeof text>[] => flags;

export const service: Command = {
  name: 'service', aliases: ['svc'],
  subcommands: [of('clusterip', 'ClusterIP', [text('clusterip')]), of('externalname', 'ExternalName', [text('external-name')]), of('loadbalancer', 'LoadBalancer'), of('nodeport', 'NodePort', [int('node-port')])],
};
