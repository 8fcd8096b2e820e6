import type { KubeObject } from '../../../apimachinery/meta.ts';
import { isStatusFailure, type Status } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { fail, type Failure, KubectlError } from '../errors.ts';
import { type ManifestObject, readManifests } from '../manifest/read.ts';
import type { Session } from '../session.ts';
import { categoryMembers, type Mapping, mappingOf } from './mapping.ts';
import type { Flags } from './parse.ts';

/** One thing, or one list of things, that a command line names. */
export interface Target {
  readonly mapping: Mapping;
  /** '' for all namespaces, and for what lives in none. */
  readonly namespace: string;
  /** Absent: all that the selectors match. */
  readonly name?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** The object as the file has it. */
  readonly manifest?: ManifestObject;
}

/** An object that was read from the server for a target. */
export interface Info {
  readonly mapping: Mapping;
  readonly namespace: string;
  readonly name: string;
  readonly object: KubeObject;
  readonly manifest?: ManifestObject;
}

export interface Targets {
  readonly targets: readonly Target[];
  readonly failures: readonly Failure[];
  /** One object was asked for by name: it is printed by itself, not in a list. */
  readonly single: boolean;
}

export interface TargetOptions {
  /** Types may stand without names: all of them are meant. Default true. */
  readonly allowAll?: boolean;
  /** The type of arguments that are bare names. */
  readonly defaultType?: string;
}

export const NOTHING_GIVEN = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

/** What the arguments and `-f`, `-l`, `--field-selector`, `-A` and `--all` name. Source: cli-runtime resource/builder.go. */
export function* targetsOf(session: Session, args: readonly string[], flags: Flags, options: TargetOptions = {}): Process<Targets> {
  const files = [...flags.list('filename'), ...(flags.text('kustomize') === '' ? [] : [flags.text('kustomize')])];
  if (files.length > 0) return yield* targetsOfFiles(session, args, flags);
  if (args.length === 0) throw new KubectlError(`error: ${NOTHING_GIVEN}`);
  const labelSelector = flags.text('selector') || undefined;
  const fieldSelector = flags.text('field-selector') || undefined;
  const namespace = flags.bool('all-namespaces') ? '' : session.namespace;
  const named = yield* namedTargets(session, args, namespace);
  if (named.some((target) => target.name !== undefined)) {
    refuseSelectors(named, labelSelector, fieldSelector, flags);
    return { targets: named, failures: [], single: named.length === 1 };
  }
  if (options.allowAll === false && !labelSelector && !fieldSelector && !flags.bool('all')) fail('resource(s) were provided, but no name was specified');
  return { targets: named.map((target) => ({ ...target, labelSelector, fieldSelector })), failures: [], single: false };
}

function refuseSelectors(named: readonly Target[], labels: string | undefined, fields: string | undefined, flags: Flags): void {
  if (labels !== undefined) fail('name cannot be provided when a selector is specified');
  if (fields !== undefined) fail('name cannot be provided when a field selector is specified');
  if (flags.bool('all')) fail('setting \'all\' parameter but found a non empty selector. ');
  if (flags.bool('all-namespaces') && named.some((target) => target.mapping.namespaced)) fail('a resource cannot be retrieved by name across all namespaces');
}

function* targetsOfFiles(session: Session, args: readonly string[], flags: Flags): Process<Targets> {
  if (args.length > 0) fail(`when paths, URLs, or stdin is provided as resource input, you may not specify resource arguments as well`);
  const { objects, failures } = yield* readManifests(session, flags);
  const targets = objects.map((manifest) => ({ mapping: manifest.mapping, namespace: manifest.namespace, name: manifest.name, manifest }));
  return { targets, failures, single: objects.length === 1 && failures.length === 0 };
}

/** `pods`, `pods,svc`, `pod a b`, `pod/a svc/b`. */
function* namedTargets(session: Session, args: readonly string[], namespace: string): Process<Target[]> {
  if (args.some((arg) => arg.includes('/'))) return yield* slashTargets(session, args, namespace);
  const mappings = yield* mappingsOf(session, args[0]);
  const names = args.slice(1);
  const at = (mapping: Mapping): string => (mapping.namespaced ? namespace : '');
  if (names.length === 0) return mappings.map((mapping) => ({ mapping, namespace: at(mapping) }));
  return mappings.flatMap((mapping) => names.map((name) => ({ mapping, namespace: at(mapping), name })));
}

function* slashTargets(session: Session, args: readonly string[], namespace: string): Process<Target[]> {
  const targets: Target[] = [];
  for (const arg of args) {
    const parts = arg.split('/');
    if (parts.length === 1) fail(SLASH_HINT);
    if (parts.length !== 2) fail(`arguments in resource/name form may not have more than one slash`);
    if (parts[0] === '' || parts[1] === '') fail('arguments in resource/name form must have a single resource and name');
    const mapping = yield* mappingOf(session, parts[0]);
    targets.push({ mapping, namespace: mapping.namespaced ? namespace : '', name: parts[1] });
  }
  return targets;
}

const SLASH_HINT =
  "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'";

function* mappingsOf(session: Session, list: string): Process<Mapping[]> {
  const mappings: Mapping[] = [];
  for (const name of list.split(',')) {
    const members = categoryMembers(name);
    if (members.length > 0) mappings.push(...members);
    else mappings.push(yield* mappingOf(session, name));
  }
  return mappings.filter((mapping, i) => mappings.indexOf(mapping) === i);
}

/** Reads every target from the server. What failed is told beside what was found. */
export function* readInfos(session: Session, found: Targets): Process<{ infos: Info[]; failures: Failure[] }> {
  const infos: Info[] = [];
  const failures: Failure[] = [...found.failures];
  for (const target of found.targets) {
    const objects = yield* readTarget(session, target);
    if (isStatusFailure(objects)) failures.push({ status: objects, context: target.name === undefined ? unfound(target) : '' });
    else for (const object of objects as readonly KubeObject[]) infos.push(infoOf(target, object));
  }
  return { infos, failures };
}

/** What kubectl puts before the server's words when a list with selectors is refused. Source: cli-runtime resource/selector.go. */
export function unfound(target: Target): string {
  if (!target.labelSelector && !target.fieldSelector) return '';
  const { group, version, resource } = target.mapping;
  return `Unable to find "${group}/${version}, Resource=${resource}" that match label selector "${target.labelSelector ?? ''}", field selector "${target.fieldSelector ?? ''}": `;
}

const infoOf = (target: Target, object: KubeObject): Info => ({
  mapping: target.mapping, namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? '', object, manifest: target.manifest,
});

function* readTarget(session: Session, target: Target): Process<readonly KubeObject[] | Status> {
  const { mapping, namespace, name, labelSelector, fieldSelector } = target;
  if (name === undefined) return yield* session.list(mapping, namespace, { labelSelector, fieldSelector });
  const object = yield* session.get(mapping, namespace, name);
  return isStatusFailure(object) ? object : [object as KubeObject];
}
