import type { KubeObject } from '../../../apimachinery/meta.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { bool, changeFlags, duration, fileFlags, int, text, validateFlag } from '../arguments/flags.ts';
import { printedKind } from '../arguments/mapping.ts';
import type { Flags } from '../arguments/parse.ts';
import { changeQuery, dryRunOf, noteProblems, printChange } from '../change.ts';
import type { Command } from '../command.ts';
import { unversioned } from '../create-object.ts';
import { fail, type Failure, failWithAll } from '../errors.ts';
import { type ManifestObject, readManifests } from '../manifest/read.ts';
import { withLastApplied } from '../last-applied.ts';
import { placeOf, type Session } from '../session.ts';
import { waitForDeletion } from '../wait-for-deletion.ts';

export const replace: Command = {
  name: 'replace',
  flags: [...changeFlags, ...fileFlags, validateFlag, text('field-manager'), bool('force'), bool('save-config'), int('grace-period', -1), duration('timeout'), text('cascade'), bool('wait'), text('raw'), text('subresource')],
  *run(session, { flags }) {
    if (flags.list('filename').length === 0 && flags.text('kustomize') === '') fail('must specify --filename to replace');
    const { objects, failures } = yield* readManifests(session, flags);
    const all: Failure[] = [...failures];
    if (flags.bool('force')) yield* deleteAll(session, objects);
    for (const manifest of objects) {
      const reply = yield* replaceOne(session, flags, manifest);
      if (!isStatusFailure(reply)) continue;
      noteProblems(session, manifest, reply);
      all.push({ status: reply, context: `error when ${flags.bool('force') ? 'creating' : 'replacing'} "${manifest.source}": ` });
    }
    failWithAll(all);
  },
};

function* replaceOne(session: Session, flags: Flags, manifest: ManifestObject): Process<unknown> {
  const { mapping, namespace, name } = manifest;
  const query = changeQuery(flags, 'kubectl-replace');
  const body = flags.bool('save-config') ? withLastApplied(manifest.object) : manifest.object;
  if (dryRunOf(flags) === 'client') return printChange(session, flags, mapping, body, 'replaced');
  const request = flags.bool('force') ? { verb: 'create' as const, body: unversioned(body) } : { verb: 'update' as const, name, body };
  const reply = yield* session.send({ ...placeOf(mapping, namespace), ...request, query });
  if (!isStatusFailure(reply)) printChange(session, flags, mapping, reply as KubeObject, 'replaced');
  return reply;
}

const FOREVER_US = 604_800_000_000;

function* deleteAll(session: Session, objects: readonly ManifestObject[]): Process<void> {
  for (const { mapping, namespace, name } of objects) {
    const reply = yield* session.send<KubeObject>({ ...placeOf(mapping, namespace), verb: 'delete', name, query: { propagationPolicy: 'Background', gracePeriodSeconds: 0 } });
    if (isStatusFailure(reply)) continue;
    session.line(`${printedKind(mapping)} "${name}" deleted`);
    yield* waitForDeletion(session, mapping, namespace, name, undefined, FOREVER_US);
  }
}
