import type { KubeObject } from '../../../../apimachinery/meta.ts';
import { isStatusFailure } from '../../../../apimachinery/status.ts';
import type { Process } from '../../../../engine/index.ts';
import { bool, changeFlags, fileFlags, selectorFlag, text, validateFlag } from '../../arguments/flags.ts';
import { changeQuery, dryRunOf, noteProblems, printChange } from '../../change.ts';
import type { Command } from '../../command.ts';
import type { Flags } from '../../arguments/parse.ts';
import { unversioned } from '../../create-object.ts';
import { fail, type Failure, failWithAll } from '../../errors.ts';
import { withLastApplied } from '../../last-applied.ts';
import { type ManifestObject, readManifests } from '../../manifest/read.ts';
import { placeOf, type Session } from '../../session.ts';
import { raw } from '../raw.ts';
import { configMap, secret } from './data.ts';
import { cronJob, deployment, job } from './workloads.ts';
import { namespace, podDisruptionBudget, priorityClass, quota, serviceAccount } from './small.ts';
import { clusterRole, clusterRoleBinding, ingress, role, roleBinding } from './rbac.ts';
import { service } from './service.ts';
import { token } from './token.ts';

/** Source: kubectl cmd/create/create.go. */
export const create: Command = {
  name: 'create',
  flags: [...changeFlags, ...fileFlags, selectorFlag, validateFlag, text('field-manager'), bool('save-config'), text('raw'), bool('edit')],
  subcommands: [clusterRole, clusterRoleBinding, configMap, cronJob, deployment, ingress, job, namespace, podDisruptionBudget, priorityClass, quota, role, roleBinding, secret, service, serviceAccount, token],
  *run(session, { args, flags, path }) {
    if (flags.text('raw') !== '') return yield* raw(session, 'create', flags.text('raw'), rawBody(session));
    if (flags.list('filename').length === 0 && flags.text('kustomize') === '') fail('must specify one of -f and -k');
    if (args.length > 0) fail(`Unexpected args: [${args.join(' ')}]\nSee '${path} -h' for help and examples`);
    const { objects, failures } = yield* readManifests(session, flags);
    const all: Failure[] = [...failures];
    for (const manifest of objects) all.push(...(yield* createOne(session, flags, manifest)));
    if (objects.length === 0 && failures.length === 0) fail('no objects passed to create');
    failWithAll(all);
  },
};

function rawBody(session: Session): unknown {
  try {
    return JSON.parse(session.stdin ?? '');
  } catch {
    return fail('unable to decode "STDIN": unexpected end of JSON input');
  }
}

function* createOne(session: Session, flags: Flags, manifest: ManifestObject): Process<Failure[]> {
  const { mapping, namespace: place, source } = manifest;
  const object = unversioned(flags.bool('save-config') ? withLastApplied(manifest.object) : manifest.object);
  const query = changeQuery(flags, 'kubectl-create');
  if (dryRunOf(flags) === 'client') {
    printChange(session, flags, mapping, object, 'created');
    return [];
  }
  const reply = yield* session.send({ ...placeOf(mapping, place), verb: 'create', body: object, query });
  if (isStatusFailure(reply)) {
    noteProblems(session, manifest, reply);
    return [{ status: reply, context: `error when creating "${source}": ` }];
  }
  printChange(session, flags, mapping, reply as KubeObject, 'created');
  return [];
}
