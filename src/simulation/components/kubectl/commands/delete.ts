import type { PropagationPolicy } from '../../../apimachinery/request.ts';
import { isStatusFailure, type Status } from '../../../apimachinery/status.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { Process } from '../../../engine/index.ts';
import { bool, dryRunFlag, duration, fileFlags, int, selectorFlag, text } from '../arguments/flags.ts';
import { type Mapping, printedKind } from '../arguments/mapping.ts';
import type { Flags } from '../arguments/parse.ts';
import { readInfos, type Target, targetsOf, type Targets } from '../arguments/targets.ts';
import { dryRunOf, dryRunSuffix, noteProblems } from '../change.ts';
import type { Command } from '../command.ts';
import { fail, type Failure, failWithAll } from '../errors.ts';
import { placeOf, type Session } from '../session.ts';
import { waitForDeletion } from '../wait-for-deletion.ts';

export const deleteCommand: Command = {
  name: 'delete',
  flags: [
    ...fileFlags, selectorFlag, text('field-selector'), bool('all'), bool('all-namespaces', 'A'), text('cascade', undefined, 'background'), dryRunFlag, bool('force'), int('grace-period', -1),
    bool('ignore-not-found'), bool('now'), text('output', 'o'), bool('wait', undefined, true), duration('timeout'), text('raw'), bool('interactive', 'i'),
  ],
  *run(session, { args, flags }) {
    const options = deletionOf(flags);
    if (options.immediate) session.warn('Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.');
    const found = yield* targetsOf(session, args, flags, { allowAll: false });
    const ignore = flags.bool('ignore-not-found') || (!found.targets.some((target) => target.name !== undefined) && !flags.changed('ignore-not-found'));
    const { named, failures } = yield* expand(session, found);
    const deleted: Deleted[] = [];
    for (const target of named) {
      const reply = yield* deleteOne(session, flags, options, target);
      if (isStatusFailure(reply)) noteFailure(session, target, reply, ignore, failures);
      else deleted.push({ target, uid: uidOf(reply) });
    }
    if (named.length === 0 && failures.length === 0) session.line('No resources found');
    if (flags.bool('wait') && dryRunOf(flags) === 'none' && deleted.length > 0) yield* waitForAll(session, flags, deleted, failures);
    failWithAll(failures);
  },
};

interface Deleted {
  readonly target: Target;
  readonly uid: string | undefined;
}

interface Deletion {
  readonly propagationPolicy: PropagationPolicy;
  readonly gracePeriodSeconds?: number;
  readonly immediate: boolean;
}

const cascades = new Map<string, PropagationPolicy>([['background', 'Background'], ['true', 'Background'], ['foreground', 'Foreground'], ['orphan', 'Orphan'], ['false', 'Orphan']]);

function deletionOf(flags: Flags): Deletion {
  const cascade = flags.text('cascade');
  const propagationPolicy = cascades.get(cascade) ?? fail(`invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`);
  const given = flags.bool('now') ? 1 : flags.int('grace-period');
  if (flags.bool('force') && given > 0) fail('--force and --grace-period greater than 0 cannot be specified together');
  const immediate = flags.bool('force');
  const seconds = immediate && given < 0 ? 0 : given === 0 && !immediate ? 1 : given;
  return { propagationPolicy, immediate: immediate && seconds === 0, ...(seconds >= 0 ? { gracePeriodSeconds: seconds } : {}) };
}

function* expand(session: Session, found: Targets): Process<{ named: Target[]; failures: Failure[] }> {
  const named = found.targets.filter((target) => target.name !== undefined);
  const lists = found.targets.filter((target) => target.name === undefined);
  if (lists.length === 0) return { named, failures: [...found.failures] };
  const { infos, failures } = yield* readInfos(session, { ...found, targets: lists });
  return { named: [...named, ...infos.map(({ mapping, namespace, name }) => ({ mapping, namespace, name }))], failures };
}

function* deleteOne(session: Session, flags: Flags, options: Deletion, target: Target): Process<KubeObject | Status> {
  const { mapping, namespace, name } = target;
  const { propagationPolicy, gracePeriodSeconds } = options;
  const dryRun = dryRunOf(flags);
  const query = { propagationPolicy, gracePeriodSeconds, ...(dryRun === 'server' ? { dryRun: true } : {}) };
  const request = { ...placeOf(mapping, namespace), verb: dryRun === 'client' ? ('get' as const) : ('delete' as const), name, query: dryRun === 'client' ? undefined : query };
  const reply = yield* session.send<KubeObject>(request);
  if (!isStatusFailure(reply)) session.line(flags.text('output') === 'name' ? `${printedKind(mapping)}/${name}` : deletedText(mapping, name!, options, flags));
  return reply;
}

const deletedText = (mapping: Mapping, name: string, options: Deletion, flags: Flags): string =>
  `${printedKind(mapping)} "${name}" ${options.immediate ? 'force deleted' : 'deleted'}${dryRunSuffix(flags)}`;

function noteFailure(session: Session, target: Target, status: Status, ignore: boolean, failures: Failure[]): void {
  if (ignore && status.reason === 'NotFound') return;
  noteProblems(session, target.manifest, status);
  failures.push({ status, context: target.manifest ? `error when deleting "${target.manifest.source}": ` : '' });
}

/** The answer to a delete is the object, or a Status that names it. */
const uidOf = (reply: KubeObject): string | undefined => reply.metadata?.uid ?? (reply as { details?: { uid?: string } }).details?.uid;

const WEEK_US = 604_800_000_000;

function* waitForAll(session: Session, flags: Flags, deleted: readonly Deleted[], failures: Failure[]): Process<void> {
  const timeoutUs = flags.durationUs('timeout') || WEEK_US;
  for (const { target, uid } of deleted) {
    const gone = yield* waitForDeletion(session, target.mapping, target.namespace, target.name!, uid, timeoutUs);
    if (!gone) failures.push({ text: `timed out waiting for the condition on ${target.mapping.resource}/${target.name}` });
  }
}
