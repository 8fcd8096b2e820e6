import type { KubeObject } from '../../../../apimachinery/meta.ts';
import { controllerOf } from '../../../../apimachinery/meta.ts';
import { selectorFromLabelSelector } from '../../../../apimachinery/labels.ts';
import { isStatusFailure } from '../../../../apimachinery/status.ts';
import type { Process } from '../../../../engine/index.ts';
import { bool, fileFlags, selectorFlag } from '../../arguments/flags.ts';
import { builtIn, type Mapping } from '../../arguments/mapping.ts';
import { type Info, readInfos, type Targets, targetsOf } from '../../arguments/targets.ts';
import type { Invocation } from '../../command.ts';
import { fail, type Failure, failWith } from '../../errors.ts';
import type { Session } from '../../session.ts';

export const workloadFlags = [...fileFlags, selectorFlag, bool('all-namespaces', 'A')];

/** The workloads that the arguments name. */
export function* workloadsOf(session: Session, { args, flags }: Invocation): Process<{ infos: readonly Info[]; failures: readonly Failure[] }> {
  if (args.length === 0 && flags.list('filename').length === 0 && flags.text('kustomize') === '') fail('required resource not specified');
  const found: Targets = yield* targetsOf(session, args, flags);
  return yield* readInfos(session, found);
}

/** 'Deployment.apps', as Go prints a GroupKind. */
export const groupKind = (mapping: Mapping): string => (mapping.group === '' ? mapping.kind : `${mapping.kind}.${mapping.group}`);

export const REVISION = 'deployment.kubernetes.io/revision';
export const CHANGE_CAUSE = 'kubernetes.io/change-cause';

/** The revision that an annotation tells, 0 when there is none. */
export const revisionOf = (object: KubeObject): number => Number(object.metadata.annotations?.[REVISION] ?? 0);

/** ReplicaSets of a Deployment, in the order of the listing. */
export function* replicaSetsOf(session: Session, deployment: KubeObject): Process<readonly KubeObject[]> {
  return yield* ownedBy(session, builtIn('apps', 'replicasets'), deployment);
}

/** ControllerRevisions of a DaemonSet or StatefulSet, oldest first. */
export function* controllerRevisionsOf(session: Session, owner: KubeObject): Process<readonly KubeObject[]> {
  const revisions = yield* ownedBy(session, builtIn('apps', 'controllerrevisions'), owner);
  return [...revisions].sort((a, b) => (a.revision as number) - (b.revision as number));
}

function* ownedBy(session: Session, mapping: Mapping, owner: KubeObject): Process<readonly KubeObject[]> {
  const labelSelector = selectorFromLabelSelector(owner.spec?.selector).toString();
  const all = yield* session.list(mapping, owner.metadata.namespace ?? '', { labelSelector });
  if (isStatusFailure(all)) return failWith(all);
  return (all as readonly KubeObject[]).filter((object) => controllerOf(object)?.uid === owner.metadata.uid);
}
