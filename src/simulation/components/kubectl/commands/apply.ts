import type { KubeObject } from '../../../apimachinery/meta.ts';
import { createThreeWayJsonMergePatch, createThreeWayMergePatch } from '../../../apimachinery/patch/three-way.ts';
import { isNotFound, isStatusFailure, type Status } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { bool, changeFlags, duration, fileFlags, int, selectorFlag, strings, text, validateFlag } from '../arguments/flags.ts';
import { apiVersionOfMapping, groupResourceOf, type Mapping } from '../arguments/mapping.ts';
import type { Flags } from '../arguments/parse.ts';
import { changeQuery, dryRunOf, noteProblems, printChange } from '../change.ts';
import type { Command } from '../command.ts';
import { unversioned } from '../create-object.ts';
import { fail, type Failure, failWithAll } from '../errors.ts';
import { LAST_APPLIED, lastAppliedText, withLastApplied } from '../last-applied.ts';
import { type ManifestObject, readManifests } from '../manifest/read.ts';
import { goJson } from '../printers/json.ts';
import { placeOf, type Session } from '../session.ts';
import { serverSideApply } from './apply-server-side.ts';
import { applyViews } from './apply-last-applied.ts';
import { kindByKind } from '../../../kinds/registry.ts';

export const apply: Command = {
  name: 'apply',
  flags: [
    ...changeFlags, ...fileFlags, selectorFlag, validateFlag, text('field-manager'), bool('server-side'), bool('force-conflicts'), bool('force'), bool('all'), bool('prune'),
    bool('overwrite', undefined, true), bool('wait'), int('grace-period', -1), duration('timeout'), text('cascade', undefined, 'background'), bool('openapi-patch', undefined, true),
    strings('prune-allowlist'), text('subresource'), text('applyset'),
  ],
  subcommands: applyViews,
  *run(session, { args, flags, path }) {
    if (args.length > 0) fail(`Unexpected args: [${args.join(' ')}]\nSee '${path} -h' for help and examples`);
    if (flags.list('filename').length === 0 && flags.text('kustomize') === '') fail('must specify one of -f and -k');
    checkModes(flags);
    const { objects, failures } = yield* readManifests(session, flags);
    if (objects.length === 0 && failures.length === 0) fail('no objects passed to apply');
    const all: Failure[] = [...failures];
    for (const manifest of objects) all.push(...(yield* applyOne(session, flags, manifest)));
    failWithAll(all);
  },
};

function checkModes(flags: Flags): void {
  if (flags.bool('force-conflicts') && !flags.bool('server-side')) fail('--force-conflicts only works with --server-side');
  if (dryRunOf(flags) === 'client' && flags.bool('server-side')) fail(`--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)`);
  if (flags.bool('force') && flags.bool('server-side')) fail('--force cannot be used with --server-side');
}

function* applyOne(session: Session, flags: Flags, manifest: ManifestObject): Process<Failure[]> {
  const failure = flags.bool('server-side') ? yield* serverSideApply(session, flags, manifest) : yield* clientSideApply(session, flags, manifest);
  if (!failure) return [];
  if (failure.status) noteProblems(session, manifest, failure.status);
  return [failure];
}

/** Source: kubectl cmd/apply/apply.go, applyOneObject. */
function* clientSideApply(session: Session, flags: Flags, manifest: ManifestObject): Process<Failure | undefined> {
  const { mapping, namespace, name, source } = manifest;
  if (name === '') return generatedName(manifest);
  const live = yield* session.get(mapping, namespace, name);
  if (isNotFound(live)) return yield* createOne(session, flags, manifest);
  if (isStatusFailure(live)) return { status: live, context: `error when retrieving current configuration of:\n${infoText(manifest)}\nfrom server for: "${source}": ` };
  warnUnmanaged(session, manifest, live as KubeObject);
  const patch = patchFor(manifest, live as KubeObject);
  if (Object.keys(patch).length === 0) {
    printChange(session, flags, mapping, live as KubeObject, 'unchanged');
    return undefined;
  }
  return yield* patchOne(session, flags, manifest, patch, live as KubeObject);
}

function generatedName(manifest: ManifestObject): Failure {
  const { object, source } = manifest;
  const base = object.metadata.generateName;
  if (base) return { text: `from ${base}: cannot use generate name with apply` };
  return { text: `error when retrieving current configuration of:\n${infoText(manifest)}\nfrom server for: "${source}": resource name may not be empty` };
}

function* createOne(session: Session, flags: Flags, manifest: ManifestObject): Process<Failure | undefined> {
  const { mapping, namespace, source } = manifest;
  const object = unversioned(withLastApplied(manifest.object));
  if (dryRunOf(flags) === 'client') {
    printChange(session, flags, mapping, object, 'created');
    return undefined;
  }
  const query = changeQuery(flags, 'kubectl-client-side-apply');
  const created = yield* session.send({ ...placeOf(mapping, namespace), verb: 'create', body: object, query });
  if (isStatusFailure(created)) return { status: created, context: `error when creating "${source}": ` };
  printChange(session, flags, mapping, created as KubeObject, 'created');
  return undefined;
}

function warnUnmanaged(session: Session, { mapping, name }: ManifestObject, live: KubeObject): void {
  if (live.metadata.annotations?.[LAST_APPLIED] !== undefined) return;
  session.warn(
    `resource ${groupResourceOf(mapping).replace(/\..*/, '')}/${name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`,
  );
}

/** Built-in kinds are patched list item by list item, others by whole lists. */
export function patchFor({ mapping, object }: ManifestObject, live: KubeObject): Readonly<Record<string, unknown>> {
  const text = lastAppliedText(live);
  const original = text === undefined ? undefined : (JSON.parse(text) as object);
  const modified = withLastApplied(object);
  return isBuiltIn(mapping) ? createThreeWayMergePatch(original, modified, live, mapping.kind) : createThreeWayJsonMergePatch(original, modified, live);
}

export const isBuiltIn = (mapping: Mapping): boolean => kindByKind(mapping.group, mapping.kind) !== undefined;

function* patchOne(session: Session, flags: Flags, manifest: ManifestObject, patch: object, live: KubeObject): Process<Failure | undefined> {
  const { mapping, namespace, name, source } = manifest;
  if (dryRunOf(flags) === 'client') {
    printChange(session, flags, mapping, live, 'configured');
    return undefined;
  }
  const contentType = isBuiltIn(mapping) ? 'application/strategic-merge-patch+json' : 'application/merge-patch+json';
  const query = changeQuery(flags, 'kubectl-client-side-apply');
  const patched: KubeObject | Status = yield* session.send({ ...placeOf(mapping, namespace), verb: 'patch', name, contentType, body: patch, query });
  if (isStatusFailure(patched)) return { status: patched, context: `error when applying patch:\n${goJson(patch)}\nto:\n${infoText(manifest)}\nfor: "${source}": ` };
  printChange(session, flags, mapping, patched, 'configured');
  return undefined;
}

/** How cli-runtime prints an Info. */
function infoText({ mapping, name, namespace }: ManifestObject): string {
  const version = apiVersionOfMapping(mapping).includes('/') ? apiVersionOfMapping(mapping) : `/${mapping.version}`;
  return `Resource: "${version}, Resource=${mapping.resource}", GroupVersionKind: "${version}, Kind=${mapping.kind}"\nName: "${name}", Namespace: "${namespace}"`;
}
