import type { KubeObject } from '../../../../apimachinery/meta.ts';
import { isStatusFailure } from '../../../../apimachinery/status.ts';
import type { Process } from '../../../../engine/index.ts';
import { int, strings, text } from '../../arguments/flags.ts';
import { builtIn, mappingOf } from '../../arguments/mapping.ts';
import type { Command, Invocation } from '../../command.ts';
import { fail, failWith } from '../../errors.ts';
import type { Session } from '../../session.ts';
import { generator, named } from './generator.ts';

/** 'registry.example/team/nginx:1' to 'nginx': the container's name. */
function imageName(image: string): string {
  const last = image.slice(image.lastIndexOf('/') + 1);
  return last.replace(/[:@].*$/, '').replaceAll('_', '-');
}

const needImage = (flags: Invocation['flags']): void => {
  if (!flags.changed('image')) fail('required flag(s) "image" not set');
};

export const deployment: Command = generator({
  name: 'deployment', aliases: ['deploy'], flags: [strings('image'), int('replicas', 1, 'r'), int('port', -1)], mapping: builtIn('apps', 'deployments'), options: { context: 'failed to create deployment: ' },
  make: (_session, name, { dashed, flags }) => {
    needImage(flags);
    const labels = { app: name };
    const containers = flags.list('image').map((image) => ({
      name: imageName(image), image, resources: {}, ...(dashed && dashed.length > 0 ? { command: dashed } : {}), ...(flags.int('port') >= 0 ? { ports: [{ containerPort: flags.int('port') }] } : {}),
    }));
    return {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: named(name, { labels }), status: {},
      spec: { replicas: flags.int('replicas'), selector: { matchLabels: labels }, strategy: {}, template: { metadata: { creationTimestamp: null, labels }, spec: { containers } } },
    };
  },
});

/** The name may not be the only thing before `--`: what follows is the command. */
function jobSpec(name: string, { dashed, flags }: Invocation, restartPolicy: string): object {
  const command = dashed && dashed.length > 0 ? { command: dashed } : {};
  return { template: { metadata: { creationTimestamp: null }, spec: { containers: [{ name, image: flags.text('image'), resources: {}, ...command }], restartPolicy } } };
}

export const job: Command = generator({
  name: 'job', flags: [text('image'), text('from')], mapping: builtIn('batch', 'jobs'), options: { context: 'failed to create job: ' },
  *make(session, name, invocation) {
    const { flags } = invocation;
    if (flags.text('from') !== '') return yield* jobFrom(session, name, flags.text('from'));
    if (flags.text('image') === '') fail('either --image or --from must be specified');
    return { apiVersion: 'batch/v1', kind: 'Job', metadata: named(name), spec: jobSpec(name, invocation, 'Never'), status: {} };
  },
});

function* jobFrom(session: Session, name: string, from: string): Process<KubeObject> {
  const [type, cronName] = from.split('/');
  const mapping = yield* mappingOf(session, type);
  if (mapping.kind !== 'CronJob') fail(`from must be an existing cronjob`);
  const cron = yield* session.get(mapping, session.namespace, cronName);
  if (isStatusFailure(cron)) return failWith(cron);
  const { metadata, spec } = cron as KubeObject;
  const { jobTemplate } = spec;
  const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: metadata.name!, uid: metadata.uid!, controller: true };
  const annotations = { ...jobTemplate.metadata?.annotations, 'cronjob.kubernetes.io/instantiate': 'manual' };
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: named(name, { annotations, labels: jobTemplate.metadata?.labels, ownerReferences: [owner] }), spec: jobTemplate.spec, status: {} };
}

export const cronJob: Command = generator({
  name: 'cronjob', aliases: ['cj'], flags: [text('image'), text('schedule'), text('restart', undefined, 'OnFailure')], mapping: builtIn('batch', 'cronjobs'), options: { context: 'failed to create cronjob: ' },
  make: (_session, name, invocation) => {
    const { flags } = invocation;
    needImage(flags);
    if (flags.text('schedule') === '') fail('required flag(s) "schedule" not set');
    return {
      apiVersion: 'batch/v1', kind: 'CronJob', metadata: named(name), status: {},
      spec: { jobTemplate: { metadata: named(name), spec: jobSpec(name, invocation, flags.text('restart')) }, schedule: flags.text('schedule') },
    };
  },
});
