import type { KubeObject } from '../../../apimachinery/meta.ts';
import { isNotFound, isStatusFailure } from '../../../apimachinery/status.ts';
import { formatMicroTime } from '../../../apimachinery/time.ts';
import type { Process } from '../../../engine/index.ts';
import { bool, duration, int, selectorFlag, text } from '../arguments/flags.ts';
import { builtIn, type Mapping, mappingOf } from '../arguments/mapping.ts';
import type { Flags } from '../arguments/parse.ts';
import type { Command, Invocation } from '../command.ts';
import { fail, failWith } from '../errors.ts';
import { selectorFromLabelSelector } from '../../../apimachinery/labels.ts';
import { placeOf, type Session } from '../session.ts';

interface LogAnswer {
  readonly lines: readonly { readonly atUs: number; readonly text: string }[];
}

/** Source: kubectl cmd/logs/logs.go. */
export const logs: Command = {
  name: 'logs',
  flags: [
    selectorFlag, text('container', 'c'), bool('follow', 'f'), bool('previous', 'p'), bool('timestamps'), bool('prefix'), bool('all-containers'), bool('all-pods'), bool('ignore-errors'), int('tail', -1), int('limit-bytes'),
    int('max-log-requests', 5), duration('since'), text('since-time'), duration('pod-running-timeout', '20s'), bool('insecure-skip-tls-verify-backend'),
  ],
  *run(session, invocation) {
    const { flags } = invocation;
    for (const pod of yield* podsOf(session, invocation)) {
      for (const container of containersOf(session, flags, pod)) yield* printLog(session, flags, pod, container);
    }
  },
};

function* podsOf(session: Session, { args, flags, path }: Invocation): Process<readonly KubeObject[]> {
  const selector = flags.text('selector');
  if (selector !== '') return yield* matching(session, selector);
  if (args.length === 0) fail(`expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command\nSee '${path} -h' for help and examples`);
  const [type, name] = args[0].includes('/') ? args[0].split('/') : ['pods', args[0]];
  const mapping = yield* mappingOf(session, type);
  const object = yield* session.get(mapping, session.namespace, name);
  if (isNotFound(object) && mapping === builtIn('', 'pods')) fail(`error from server (NotFound): pods "${name}" not found in namespace "${session.namespace}"`);
  if (isStatusFailure(object)) return failWith(object);
  if (mapping.kind === 'Pod') return [object as KubeObject];
  return yield* ownPods(session, mapping, object as KubeObject);
}

function* matching(session: Session, labelSelector: string): Process<readonly KubeObject[]> {
  const pods = yield* session.list(builtIn('', 'pods'), session.namespace, { labelSelector });
  if (isStatusFailure(pods)) return failWith(pods);
  if (pods.length === 0) session.err(`No resources found in ${session.namespace} namespace.\n`);
  return pods as readonly KubeObject[];
}

function* ownPods(session: Session, mapping: Mapping, owner: KubeObject): Process<readonly KubeObject[]> {
  const selector = mapping.kind === 'Service' || mapping.kind === 'ReplicationController' ? { matchLabels: owner.spec.selector } : owner.spec?.selector;
  if (!selector) fail(`cannot get the logs from ${mapping.group === '' ? mapping.version : `${mapping.group}/${mapping.version}`}, Kind=${mapping.kind}: selector not found`);
  const pods = yield* matching(session, selectorFromLabelSelector(selector).toString());
  if (pods.length > 1) session.err(`Found ${pods.length} pods, using pod/${pods[0].metadata.name}\n`);
  return pods.slice(0, 1);
}

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

function containersOf(session: Session, flags: Flags, { metadata, spec }: KubeObject): string[] {
  const names = (spec.containers as readonly { name: string }[]).map(({ name }) => name);
  if (flags.bool('all-containers')) return names;
  const wanted = flags.text('container');
  const all = [...names, ...((spec.initContainers ?? []) as readonly { name: string }[]).map(({ name }) => name)];
  if (wanted !== '' && !all.includes(wanted)) fail(`container ${wanted} is not valid for pod ${metadata.name}`);
  if (wanted !== '') return [wanted];
  const chosen = metadata.annotations?.[DEFAULT_CONTAINER] ?? names[0];
  if (names.length > 1) session.err(`Defaulted container "${chosen}" out of: ${all.join(', ')}\n`);
  return [chosen];
}

const FOLLOW_US = 250_000;

function* printLog(session: Session, flags: Flags, pod: KubeObject, container: string): Process<void> {
  let printedUs = -1;
  for (;;) {
    const lines = yield* readLog(session, flags, pod, container, printedUs < 0);
    for (const { atUs, text: line } of lines) {
      if (atUs <= printedUs) continue;
      session.line(`${flags.bool('prefix') ? `[pod/${pod.metadata.name}/${container}] ` : ''}${flags.bool('timestamps') ? `${formatMicroTime(atUs)} ` : ''}${line}`);
    }
    printedUs = Math.max(printedUs, lines.at(-1)?.atUs ?? 0);
    if (!flags.bool('follow') || !(yield* isRunning(session, pod))) return;
    yield FOLLOW_US;
  }
}

function* readLog(session: Session, flags: Flags, { metadata }: KubeObject, container: string, first: boolean): Process<LogAnswer['lines']> {
  const seconds = flags.durationUs('since') / 1_000_000;
  const body = {
    container, ...(flags.bool('previous') ? { previous: true } : {}), ...(first && flags.int('tail') >= 0 ? { tailLines: flags.int('tail') } : {}), ...(first && seconds > 0 ? { sinceSeconds: seconds } : {}),
  };
  const reply = yield* session.send<LogAnswer & KubeObject>({ ...placeOf(builtIn('', 'pods'), metadata.namespace!), verb: 'get', name: metadata.name, subresource: 'log', body });
  if (isStatusFailure(reply)) return failWith(reply);
  return (reply as LogAnswer).lines;
}

function* isRunning(session: Session, { metadata }: KubeObject): Process<boolean> {
  const pod = yield* session.get(builtIn('', 'pods'), metadata.namespace!, metadata.name!);
  return !isStatusFailure(pod) && ['Running', 'Pending'].includes((pod as KubeObject).status?.phase);
}
