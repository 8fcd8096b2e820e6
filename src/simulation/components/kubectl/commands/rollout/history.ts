import type { KubeObject } from '../../../../apimachinery/meta.ts';
import { applyStrategicMergePatch } from '../../../../apimachinery/patch/strategic.ts';
import { isStatusFailure } from '../../../../apimachinery/status.ts';
import type { Process } from '../../../../engine/index.ts';
import { int, outputFlags } from '../../arguments/flags.ts';
import { printedKind } from '../../arguments/mapping.ts';
import type { Info } from '../../arguments/targets.ts';
import type { Command } from '../../command.ts';
import { describePodTemplate } from '../../describe/pod-template.ts';
import { Lines } from '../../describe/lines.ts';
import { fail, failWith, failWithAll } from '../../errors.ts';
import type { Session } from '../../session.ts';
import { alignTabs, describeTabs } from '../../tabwriter.ts';
import { CHANGE_CAUSE, controllerRevisionsOf, groupKind, replicaSetsOf, revisionOf, workloadFlags, workloadsOf } from './workloads.ts';

/** A revision: its number, why it was made and what its pods look like. */
export interface Revision {
  readonly number: number;
  readonly cause: string;
  readonly template: KubeObject;
}

/** Source: kubectl cmd/rollout/rollout_history.go and pkg/polymorphichelpers/history.go. */
export const history: Command = {
  name: 'history',
  flags: [...workloadFlags, ...outputFlags, int('revision')],
  *run(session, invocation) {
    const { infos, failures } = yield* workloadsOf(session, invocation);
    const revision = invocation.flags.int('revision');
    if (revision < 0) fail(`revision must be a positive integer: ${revision}`);
    for (const info of infos) {
      const revisions = yield* revisionsOf(session, info);
      session.line(revision > 0 ? printRevision(info, revisions, revision) : printHistory(info, revisions));
    }
    failWithAll(failures);
  },
};

/** The revisions of a workload, oldest first. */
export function* revisionsOf(session: Session, info: Info): Process<readonly Revision[]> {
  const key = `${info.mapping.group}/${info.mapping.kind}`;
  if (key === 'apps/Deployment') {
    const sets = yield* replicaSetsOf(session, info.object);
    return sets.map((set) => ({ number: revisionOf(set), cause: causeOf(set), template: withCause(set) })).sort((a, b) => a.number - b.number);
  }
  if (key !== 'apps/DaemonSet' && key !== 'apps/StatefulSet') fail(`no history viewer has been implemented for "${groupKind(info.mapping)}"`);
  const revisions = yield* controllerRevisionsOf(session, info.object);
  return revisions.map((revision) => {
    const template = patched(info, revision);
    return { number: revision.revision as number, cause: causeOf(revision), template };
  });
}

function patched(info: Info, revision: KubeObject): KubeObject {
  const object = applyStrategicMergePatch(info.object, revision.data, info.mapping.kind);
  return isStatusFailure(object) ? failWith(object) : (object as KubeObject).spec.template;
}

const causeOf = (object: KubeObject): string => object.metadata.annotations?.[CHANGE_CAUSE] ?? '<none>';

/** The template of a ReplicaSet with the set's change cause among its annotations. */
function withCause(set: KubeObject): KubeObject {
  const cause = set.metadata.annotations?.[CHANGE_CAUSE];
  const template = set.spec.template as KubeObject;
  if (cause === undefined) return template;
  return { ...template, metadata: { ...template.metadata, annotations: { ...template.metadata?.annotations, [CHANGE_CAUSE]: cause } } };
}

function printHistory(info: Info, revisions: readonly Revision[]): string {
  const rows = revisions.filter(({ number }) => number > 0).map(({ number, cause }) => `${number}\t${cause}`);
  const table = alignTabs(['REVISION\tCHANGE-CAUSE', ...rows].join('\n'), describeTabs);
  return `${printedKind(info.mapping)}/${info.name} \n${table}\n`;
}

function printRevision(info: Info, revisions: readonly Revision[], wanted: number): string {
  const revision = revisions.find(({ number }) => number === wanted) ?? fail('unable to find the specified revision');
  const lines = new Lines();
  describePodTemplate(revision.template, lines);
  return `${printedKind(info.mapping)}/${info.name} with revision #${wanted}\n${lines.text}`.replace(/\n$/, '');
}

