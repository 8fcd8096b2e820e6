import { isStatusFailure } from '../../../apimachinery/status.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { Process } from '../../../engine/index.ts';
import type { Flags } from '../arguments/parse.ts';
import { changeQuery, printChange } from '../change.ts';
import { type Failure } from '../errors.ts';
import type { ManifestObject } from '../manifest/read.ts';
import { placeOf, type Session } from '../session.ts';

/** `kubectl apply --server-side`. Source: kubectl cmd/apply/apply.go, applyOneObject. */
export function* serverSideApply(session: Session, flags: Flags, manifest: ManifestObject): Process<Failure | undefined> {
  const { mapping, namespace, name, object } = manifest;
  const query = { ...changeQuery(flags, 'kubectl'), force: flags.bool('force-conflicts') };
  const applied = yield* session.send({ ...placeOf(mapping, namespace), verb: 'patch', name, contentType: 'application/apply-patch+yaml', body: object, query });
  if (!isStatusFailure(applied)) {
    printChange(session, flags, mapping, applied as KubeObject, 'serverside-applied');
    return undefined;
  }
  if (applied.reason !== 'Conflict') return { status: applied };
  return { text: `${applied.message}\n${CONFLICT_ADVICE}` };
}

const CONFLICT_ADVICE = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;
