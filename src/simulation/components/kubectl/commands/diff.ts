import type { KubeObject } from '../../../apimachinery/meta.ts';
import { isNotFound, isStatusFailure, type Status } from '../../../apimachinery/status.ts';
import { formatTime } from '../../../apimachinery/time.ts';
import type { Process } from '../../../engine/index.ts';
import { bool, fileFlags, selectorFlag, text } from '../arguments/flags.ts';
import type { Flags } from '../arguments/parse.ts';
import type { Command } from '../command.ts';
import { fail, failWith, KubectlError } from '../errors.ts';
import { withLastApplied } from '../last-applied.ts';
import { type ManifestObject, readManifestsOrFail } from '../manifest/read.ts';
import { toYaml } from '../printers/yaml.ts';
import { placeOf, type Session } from '../session.ts';
import { unifiedHunks } from '../unified-diff.ts';
import { isBuiltIn, patchFor } from './apply.ts';

/** Exit code 1 says that there are differences, above 1 that something went wrong. Source: kubectl cmd/diff/diff.go. */
export const diff: Command = {
  name: 'diff',
  flags: [...fileFlags, selectorFlag, bool('server-side'), bool('force-conflicts'), text('field-manager'), bool('show-managed-fields'), bool('prune'), text('concurrency')],
  *run(session, { flags }) {
    try {
      yield* compare(session, flags);
    } catch (error) {
      if (error instanceof KubectlError && error.message !== '') throw new KubectlError(error.message, 2);
      throw error;
    }
  },
};

function* compare(session: Session, flags: Flags): Process<void> {
  if (flags.list('filename').length === 0 && flags.text('kustomize') === '') fail('must specify one of -f and -k');
  let text = '';
  for (const manifest of yield* readManifestsOrFail(session, flags)) text += yield* compareOne(session, flags, manifest);
  session.out(text);
  if (text !== '') throw new KubectlError('', 1);
}

function* compareOne(session: Session, flags: Flags, manifest: ManifestObject): Process<string> {
  const { mapping, namespace, name } = manifest;
  const live = yield* session.get(mapping, namespace, name);
  if (isStatusFailure(live) && !isNotFound(live)) return failWith(live);
  const present = isStatusFailure(live) ? undefined : (live as KubeObject);
  const merged = yield* mergedBy(session, flags, manifest, present);
  if (isStatusFailure(merged)) return failWith(merged);
  const hunks = unifiedHunks(printed(present), printed(merged as KubeObject));
  return hunks === '' ? '' : `${heading(session, manifest)}${hunks}`;
}

function mergedBy(session: Session, flags: Flags, manifest: ManifestObject, live: KubeObject | undefined): Process<KubeObject | Status> {
  const { mapping, namespace, name, object } = manifest;
  const place = placeOf(mapping, namespace);
  if (flags.bool('server-side')) {
    const query = { dryRun: true, fieldManager: flags.text('field-manager') || 'kubectl', force: flags.bool('force-conflicts') };
    return session.send({ ...place, verb: 'patch', name, contentType: 'application/apply-patch+yaml', body: object, query });
  }
  if (!live) return session.send({ ...place, verb: 'create', body: withLastApplied(object), query: { dryRun: true } });
  const contentType = isBuiltIn(mapping) ? 'application/strategic-merge-patch+json' : 'application/merge-patch+json';
  return session.send({ ...place, verb: 'patch', name, contentType, body: patchFor(manifest, live), query: { dryRun: true } });
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Without what always differs. */
function printed(object: KubeObject | undefined): string {
  if (!object) return '';
  const { managedFields, annotations, ...metadata } = object.metadata;
  void managedFields;
  const { [LAST_APPLIED]: applied, ...others } = annotations ?? {};
  void applied;
  return toYaml({ ...object, metadata: { ...metadata, ...(Object.keys(others).length > 0 ? { annotations: others } : {}) } });
}

function heading(session: Session, { mapping, namespace, name }: ManifestObject): string {
  const file = `${mapping.group === '' ? '' : `${mapping.group}.`}${mapping.version}.${mapping.kind}.${namespace}.${name}`;
  const [live, merged] = [`/tmp/LIVE-1234567890/${file}`, `/tmp/MERGED-1234567890/${file}`];
  const time = formatTime(session.nowUs).replace('T', ' ').replace('Z', '.000000000 +0000');
  return `diff -u -N ${live} ${merged}\n--- ${live}\t${time}\n+++ ${merged}\t${time}\n`;
}
