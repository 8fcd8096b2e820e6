import type { KubeObject } from '../../../apimachinery/meta.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { bool, changeFlags, fileFlags, selectorFlag, text } from '../arguments/flags.ts';
import { printedKind } from '../arguments/mapping.ts';
import type { Flags } from '../arguments/parse.ts';
import { type Info, readInfos, targetsOf } from '../arguments/targets.ts';
import { changeQuery, dryRunOf, printChange } from '../change.ts';
import type { Command, Invocation } from '../command.ts';
import { fail, type Failure, failWithAll } from '../errors.ts';
import { placeOf, type Session } from '../session.ts';
import { type Changes, splitChanges } from './label-changes.ts';

type What = 'labels' | 'annotations';

const commonFlags = [
  ...changeFlags, ...fileFlags, selectorFlag, text('field-selector'), bool('all'), bool('all-namespaces', 'A'), bool('overwrite'), bool('local'), bool('list'), text('resource-version'), text('field-manager'),
];

export const label: Command = { name: 'label', flags: commonFlags, run: (session, invocation) => change(session, invocation, 'labels') };
export const annotate: Command = { name: 'annotate', flags: commonFlags, run: (session, invocation) => change(session, invocation, 'annotations') };

/** Source: kubectl cmd/label/label.go and cmd/annotate/annotate.go. */
function* change(session: Session, { args, flags }: Invocation, what: What): Process<void> {
  const { resources, changes } = splitChanges(args, what);
  if (resources.length < 1 && flags.list('filename').length === 0) fail('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  if (changes.set.size === 0 && changes.remove.length === 0 && !flags.bool('list')) fail(`at least one ${what === 'labels' ? 'label' : 'annotation'} update is required`);
  const { infos, failures } = yield* readInfos(session, yield* targetsOf(session, resources, flags));
  const all: Failure[] = [...failures];
  for (const info of infos) all.push(...(yield* changeOne(session, flags, info, changes, what)));
  failWithAll(all);
}

function* changeOne(session: Session, flags: Flags, info: Info, changes: Changes, what: What): Process<Failure[]> {
  const present = info.object.metadata[what] ?? {};
  if (flags.bool('list')) return listed(session, info, present);
  if (!flags.bool('overwrite')) refuseOverwrite(changes, present, what);
  if (what === 'labels') for (const key of changes.remove) if (present[key] === undefined) session.line(`label "${key}" not found.`);
  const body = { metadata: { [what]: difference(changes, present) } };
  const word = wordFor(changes, present, what);
  if (dryRunOf(flags) === 'client' || flags.bool('local')) {
    printChange(session, flags, info.mapping, merged(info.object, changes, what), word);
    return [];
  }
  const request = { ...placeOf(info.mapping, info.namespace), verb: 'patch' as const, name: info.name, contentType: 'application/merge-patch+json' as const, body };
  const reply = yield* session.send({ ...request, query: { ...changeQuery(flags, what === 'labels' ? 'kubectl-label' : 'kubectl-annotate'), fieldValidation: undefined } });
  if (isStatusFailure(reply)) return [{ status: reply }];
  printChange(session, flags, info.mapping, reply as KubeObject, word);
  return [];
}

function listed(session: Session, info: Info, present: Readonly<Record<string, string>>): Failure[] {
  session.line(`Listing labels for ${printedKind(info.mapping)}/${info.name}:`);
  for (const key of Object.keys(present).sort((a, b) => (a < b ? -1 : 1))) session.line(` ${key}=${present[key]}`);
  return [];
}

function refuseOverwrite(changes: Changes, present: Readonly<Record<string, string>>, what: What): void {
  const taken = [...changes.set].filter(([key, value]) => present[key] !== undefined && present[key] !== value).map(([key]) => `'${key}' already has a value (${present[key]})`);
  if (taken.length === 0) return;
  if (what === 'labels') fail(`${taken.length > 1 ? `[${taken.map((text) => `${text}, and --overwrite is false`).join(', ')}]` : `${taken[0]}, and --overwrite is false`}`);
  fail(`--overwrite is false but found the following declared annotation(s): ${taken.join('; ')}`);
}

function difference(changes: Changes, present: Readonly<Record<string, string>>): Record<string, string | null> {
  const set = [...changes.set].filter(([key, value]) => present[key] !== value);
  const removed = changes.remove.filter((key) => present[key] !== undefined);
  return Object.fromEntries([...set, ...removed.map((key) => [key, null] as const)]);
}

function wordFor(changes: Changes, present: Readonly<Record<string, string>>, what: What): string {
  if (what === 'annotations') return 'annotated';
  const changed = [...changes.set].some(([key, value]) => present[key] !== value);
  if (changed || (changes.set.size === 0 && !changes.remove.some((key) => present[key] !== undefined))) return 'labeled';
  return changes.set.size === 0 ? 'unlabeled' : 'not labeled';
}

function merged(object: KubeObject, changes: Changes, what: What): KubeObject {
  const present = Object.entries(object.metadata[what] ?? {}).filter(([key]) => !changes.remove.includes(key));
  return { ...object, metadata: { ...object.metadata, [what]: Object.fromEntries([...present, ...changes.set]) } };
}
