import { load } from 'js-yaml';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import { applyStrategicMergePatch } from '../../../apimachinery/patch/strategic.ts';
import type { Process } from '../../../engine/index.ts';
import { bool, changeFlags, duration, int, text, texts } from '../arguments/flags.ts';
import { builtIn } from '../arguments/mapping.ts';
import type { Flags } from '../arguments/parse.ts';
import type { Command, Invocation } from '../command.ts';
import { createObject } from '../create-object.ts';
import { fail } from '../errors.ts';
import { kubernetesSchema } from '../manifest/schema.ts';
import type { Session } from '../session.ts';

/** Source: kubectl cmd/run/run.go and pkg/generate/versioned/run.go. */
export const run: Command = {
  name: 'run',
  flags: [
    ...changeFlags, text('image'), text('image-pull-policy'), text('port'), bool('expose'), texts('env', 'e'), text('labels', 'l'), texts('annotations'), text('overrides'), text('override-type', undefined, 'merge'),
    text('restart', undefined, 'Always'), bool('command'), bool('stdin', 'i'), bool('tty', 't'), bool('rm'), bool('attach'), bool('quiet', 'q'), bool('privileged'), bool('leave-stdin-open'),
    text('field-manager'), bool('save-config'), int('grace-period', -1), duration('timeout'), duration('pod-running-timeout', '1m0s'),
  ],
  *run(session, invocation) {
    const { args, flags } = invocation;
    if (args.length === 0) fail('NAME is required for run');
    if (!flags.changed('image')) fail('required flag(s) "image" not set');
    if (flags.text('image') === '') fail(`--image is required`);
    if (!/^[\w.\-/:@]+$/.test(flags.text('image'))) fail(`Invalid image name "${flags.text('image')}": invalid reference format`);
    const pod = podOf(session, invocation, args[0]);
    if (flags.bool('expose')) yield* exposePod(session, flags, args[0]);
    yield* createObject(session, flags, builtIn('', 'pods'), pod, 'kubectl-run');
  },
};

function podOf(session: Session, { args, dashed, flags }: Invocation, name: string): KubeObject {
  const words = [...args.slice(1), ...(dashed ?? [])];
  const labels = flags.text('labels') ? pairs(flags.text('labels')) : { run: name };
  const annotations = flags.list('annotations').length > 0 ? { annotations: Object.assign({}, ...flags.list('annotations').map(pairs)) as Record<string, string> } : {};
  const port = flags.text('port');
  const env = flags.list('env').map((pair) => ({ name: pair.split('=')[0], value: pair.slice(pair.indexOf('=') + 1) }));
  const container = {
    name, image: flags.text('image'),
    ...(flags.text('image-pull-policy') ? { imagePullPolicy: flags.text('image-pull-policy') } : {}),
    ...(words.length > 0 ? { [flags.bool('command') ? 'command' : 'args']: words } : {}),
    ...(port ? { ports: [{ containerPort: Number(port) }] } : {}),
    ...(env.length > 0 ? { env } : {}),
    ...(flags.bool('stdin') ? { stdin: true, stdinOnce: true } : {}),
    ...(flags.bool('tty') ? { tty: true } : {}),
    resources: {},
  };
  const pod: KubeObject = {
    apiVersion: 'v1', kind: 'Pod',
    metadata: { creationTimestamp: null as unknown as string, name, namespace: session.namespace, ...(Object.keys(labels).length > 0 ? { labels } : {}), ...annotations },
    spec: { containers: [container], dnsPolicy: 'ClusterFirst', restartPolicy: flags.text('restart') }, status: {},
  };
  return flags.text('overrides') === '' ? pod : overridden(pod, flags.text('overrides'));
}

function overridden(pod: KubeObject, overrides: string): KubeObject {
  const patch = load(overrides, { schema: kubernetesSchema, json: true }) as object;
  const { containers, ...spec } = (patch as KubeObject).spec ?? {};
  const merged = applyStrategicMergePatch(pod, { ...patch, spec }, 'Pod') as KubeObject;
  return containers === undefined ? merged : { ...merged, spec: { ...merged.spec, containers } };
}

/** 'a=b,c=d' to a map. */
export function pairs(list: string): Record<string, string> {
  if (list === '') return {};
  return Object.fromEntries(
    list.split(',').map((pair) => {
      const at = pair.indexOf('=');
      if (at < 0) fail(`unexpected label spec: ${pair}`.replace('unexpected label spec', 'Unexpected label spec'));
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

function* exposePod(session: Session, flags: Flags, name: string): Process<void> {
  const port = Number(flags.text('port'));
  if (!port) fail('--port must be set when exposing a service');
  const service: KubeObject = {
    apiVersion: 'v1', kind: 'Service', metadata: { creationTimestamp: null as unknown as string, name, namespace: session.namespace },
    spec: { ports: [{ port, protocol: 'TCP', targetPort: port }], selector: flags.changed('labels') ? pairs(flags.text('labels')) : { run: name } }, status: { loadBalancer: {} },
  };
  yield* createObject(session, flags, builtIn('', 'services'), service, 'kubectl-run');
}

