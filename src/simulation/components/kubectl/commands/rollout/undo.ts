import type { KubeObject } from '../../../../apimachinery/meta.ts';
import { deepEqual } from '../../../../apimachinery/equality.ts';
import type { PatchType } from '../../../../apimachinery/request.ts';
import { isStatusFailure } from '../../../../apimachinery/status.ts';
import type { Process } from '../../../../engine/index.ts';
import { changeFlags, int } from '../../arguments/flags.ts';
import type { Flags } from '../../arguments/parse.ts';
import type { Info } from '../../arguments/targets.ts';
import { dryRunOf, printChange } from '../../change.ts';
import type { Command } from '../../command.ts';
import { fail, failWith, failWithAll } from '../../errors.ts';
import { LAST_APPLIED } from '../../last-applied.ts';
import { placeOf, type Session } from '../../session.ts';
import { controllerRevisionsOf, groupKind, replicaSetsOf, REVISION, revisionOf, workloadFlags, workloadsOf } from './workloads.ts';

/** Source: kubectl cmd/rollout/rollout_undo.go and pkg/polymorphichelpers/rollback.go. */
export const undo: Command = {
  name: 'undo',
  flags: [...workloadFlags, ...changeFlags, int('to-revision')],
  *run(session, invocation) {
    const { infos, failures } = yield* workloadsOf(session, invocation);
    const revision = invocation.flags.int('to-revision');
    for (const info of infos) {
      const word = info.mapping.kind === 'Deployment' ? yield* undoDeployment(session, invocation.flags, info, revision) : yield* undoRevisions(session, invocation.flags, info, revision);
      printChange(session, invocation.flags, info.mapping, info.object, word);
    }
    failWithAll(failures);
  },
};

function* undoDeployment(session: Session, flags: Flags, info: Info, toRevision: number): Process<string> {
  const { object, name } = info;
  const sets = yield* replicaSetsOf(session, object);
  const set = chosen(sets.map((one) => ({ object: one, number: revisionOf(one) })), toRevision, `deployment "${name}"`);
  if (object.spec.paused === true) fail(`you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again`);
  const template = withoutHash(set.spec.template as KubeObject);
  if (deepEqual(template, withoutHash(object.spec.template as KubeObject))) return `skipped rollback (current template already matches revision ${toRevision || revisionOf(set)})`;
  const annotations = annotationsOf(object, set);
  const body = [{ op: 'replace', path: '/spec/template', value: template }, { op: 'replace', path: '/metadata/annotations', value: annotations }];
  yield* send(session, flags, info, 'application/json-patch+json', body);
  return 'rolled back';
}

/** The set with that revision; 0 means the one before the newest. */
function chosen(revisions: readonly { readonly object: KubeObject; readonly number: number }[], wanted: number, what: string): KubeObject {
  if (wanted > 0) return revisions.find(({ number }) => number === wanted)?.object ?? fail(`unable to find specified revision ${wanted} in history`);
  const sorted = [...revisions].sort((a, b) => b.number - a.number);
  return sorted[1]?.object ?? fail(`no rollout history found for ${what}`);
}

const HASH_LABEL = 'pod-template-hash';

function withoutHash(template: KubeObject): KubeObject {
  const { [HASH_LABEL]: hash, ...labels } = template.metadata?.labels ?? {};
  void hash;
  return { ...template, metadata: { ...template.metadata, labels } };
}

const ownAnnotations = [LAST_APPLIED, REVISION, 'deployment.kubernetes.io/revision-history', 'deployment.kubernetes.io/desired-replicas', 'deployment.kubernetes.io/max-replicas', 'deprecated.deployment.rollback.to'];

/** The old set's annotations, but the Deployment's own of those that controllers and kubectl write. */
function annotationsOf(deployment: KubeObject, set: KubeObject): Readonly<Record<string, string>> {
  const kept = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => ownAnnotations.includes(key));
  const restored = Object.entries(set.metadata.annotations ?? {}).filter(([key]) => !ownAnnotations.includes(key));
  return Object.fromEntries([...kept, ...restored]);
}

function* undoRevisions(session: Session, flags: Flags, info: Info, toRevision: number): Process<string> {
  const { mapping, object, name } = info;
  if (mapping.kind !== 'DaemonSet' && mapping.kind !== 'StatefulSet') fail(`no rollbacker has been implemented for "${groupKind(mapping)}"`);
  const revisions = yield* controllerRevisionsOf(session, object);
  const what = mapping.kind === 'DaemonSet' ? 'last revision' : 'last revision';
  if (toRevision === 0 && revisions.length < 2) fail(`no ${what} to roll back to`);
  const revision = chosen(revisions.map((one) => ({ object: one, number: one.revision as number })), toRevision, `${mapping.singular} "${name}"`);
  yield* send(session, flags, info, 'application/strategic-merge-patch+json', revision.data);
  return 'rolled back';
}

function* send(session: Session, flags: Flags, info: Info, contentType: PatchType, body: unknown): Process<void> {
  const dryRun = dryRunOf(flags);
  if (dryRun === 'client') return;
  const query = dryRun === 'server' ? { dryRun: true } : {};
  const reply = yield* session.send({ ...placeOf(info.mapping, info.namespace), verb: 'patch', name: info.name, contentType, body, query });
  if (isStatusFailure(reply)) failWith(reply, `failed restoring revision: `);
}
