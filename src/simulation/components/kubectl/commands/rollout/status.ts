import type { KubeObject } from '../../../../apimachinery/meta.ts';
import type { WatchEvent } from '../../../../apimachinery/request.ts';
import { isStatusFailure } from '../../../../apimachinery/status.ts';
import type { WatchAnswer } from '../../../../client-go/index.ts';
import type { Process } from '../../../../engine/index.ts';
import { bool, duration, int } from '../../arguments/flags.ts';
import type { Flags } from '../../arguments/parse.ts';
import type { Info } from '../../arguments/targets.ts';
import type { Command } from '../../command.ts';
import { fail, failWith, failWithAll } from '../../errors.ts';
import { Mailbox } from '../../mailbox.ts';
import type { Session } from '../../session.ts';
import { groupKind, revisionOf, workloadFlags, workloadsOf } from './workloads.ts';

interface Progress {
  readonly text: string;
  readonly done: boolean;
}

type Viewer = (object: KubeObject, revision: number) => Progress;

/** Source: kubectl cmd/rollout/rollout_status.go and pkg/polymorphichelpers/rollout_status.go. */
export const status: Command = {
  name: 'status',
  flags: [...workloadFlags, bool('watch', 'w', true), int('revision'), duration('timeout')],
  *run(session, invocation) {
    const { infos, failures } = yield* workloadsOf(session, invocation);
    if (infos.length === 0 && failures.length === 0) session.err(`No resources found in ${session.namespace} namespace.\n`);
    for (const info of infos) yield* follow(session, invocation.flags, info);
    failWithAll(failures);
  },
};

function* follow(session: Session, flags: Flags, info: Info): Process<void> {
  const viewer = viewers.get(`${info.mapping.group}/${info.mapping.kind}`) ?? fail(`no status viewer has been implemented for ${groupKind(info.mapping)}`);
  const revision = flags.int('revision');
  const first = viewer(info.object, revision);
  session.out(first.text);
  if (first.done || !flags.bool('watch')) return;
  const limitUs = flags.durationUs('timeout');
  const query = { fieldSelector: `metadata.name=${info.name}`, resourceVersion: info.object.metadata.resourceVersion };
  const answer = yield* session.watch(info.mapping, info.namespace, query);
  if (isStatusFailure(answer)) return failWith(answer);
  const mailbox = new Mailbox<WatchEvent>(session.client.actor, (answer as WatchAnswer).stream, limitUs === 0 ? undefined : limitUs);
  yield* untilDone(session, mailbox, (object) => viewer(object, revision), first.text);
}

function* untilDone(session: Session, mailbox: Mailbox<WatchEvent>, view: (object: KubeObject) => Progress, shown: string): Process<void> {
  let last = shown;
  for (let event = yield* mailbox.next(); event !== undefined; event = yield* mailbox.next()) {
    if (event.type === 'DELETED') fail('object has been deleted');
    if (event.type !== 'MODIFIED' && event.type !== 'ADDED') continue;
    const progress = view(event.object);
    if (progress.text !== last || progress.done) session.out(progress.text);
    last = progress.text;
    if (!progress.done) continue;
    mailbox.close();
    return;
  }
  mailbox.close();
  fail(mailbox.timedOut ? 'timed out waiting for the condition' : 'watch closed before UntilWithoutRetry timeout');
}

const line = (text: string, done = false): Progress => ({ text: `${text}\n`, done });
const observed = (object: KubeObject): boolean => (object.metadata.generation ?? 0) <= (object.status?.observedGeneration ?? 0);

function deploymentStatus(object: KubeObject, revision: number): Progress {
  const { name } = object.metadata;
  const running = revisionOf(object);
  if (revision > 0 && revision !== running) fail(`desired revision (${revision}) is different from the running revision (${running})`);
  if (!observed(object)) return line('Waiting for deployment spec update to be observed...');
  const { replicas: wanted = 1 } = object.spec as { replicas?: number };
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0, conditions = [] } = (object.status ?? {}) as {
    replicas?: number; updatedReplicas?: number; availableReplicas?: number; conditions?: readonly { type: string; reason?: string }[];
  };
  if (conditions.some((one) => one.type === 'Progressing' && one.reason === 'ProgressDeadlineExceeded')) fail(`deployment "${name}" exceeded its progress deadline`);
  const waiting = (what: string): Progress => line(`Waiting for deployment "${name}" rollout to finish: ${what}...`);
  if (updatedReplicas < wanted) return waiting(`${updatedReplicas} out of ${wanted} new replicas have been updated`);
  if (replicas > updatedReplicas) return waiting(`${replicas - updatedReplicas} old replicas are pending termination`);
  if (availableReplicas < updatedReplicas) return waiting(`${availableReplicas} of ${updatedReplicas} updated replicas are available`);
  return line(`deployment "${name}" successfully rolled out`, true);
}

function daemonSetStatus(object: KubeObject): Progress {
  const { name } = object.metadata;
  if (object.spec?.updateStrategy?.type !== 'RollingUpdate') fail('rollout status is only available for RollingUpdate strategy type');
  if (!observed(object)) return line('Waiting for daemon set spec update to be observed...');
  const { desiredNumberScheduled = 0, updatedNumberScheduled = 0, numberAvailable = 0 } = (object.status ?? {}) as Record<string, number | undefined>;
  const waiting = (what: string): Progress => line(`Waiting for daemon set "${name}" rollout to finish: ${what}...`);
  if (updatedNumberScheduled < desiredNumberScheduled) return waiting(`${updatedNumberScheduled} out of ${desiredNumberScheduled} new pods have been updated`);
  if (numberAvailable < desiredNumberScheduled) return waiting(`${numberAvailable} of ${desiredNumberScheduled} updated pods are available`);
  return line(`daemon set "${name}" successfully rolled out`, true);
}

function statefulSetStatus(object: KubeObject): Progress {
  const { spec } = object;
  if (spec?.updateStrategy?.type !== 'RollingUpdate') fail('rollout status is only available for RollingUpdate strategy type');
  if ((object.status?.observedGeneration ?? 0) === 0 || !observed(object)) return line('Waiting for statefulset spec update to be observed...');
  const { readyReplicas = 0, updatedReplicas = 0, currentReplicas = 0, updateRevision, currentRevision } = object.status;
  const wanted = (spec.replicas ?? 1) as number;
  if (readyReplicas < wanted) return line(`Waiting for ${wanted - readyReplicas} pods to be ready...`);
  const partition = spec.updateStrategy.rollingUpdate?.partition as number | undefined;
  if (partition !== undefined) {
    if (updatedReplicas < wanted - partition) return line(`Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${wanted - partition} new pods have been updated...`);
    return line(`partitioned roll out complete: ${updatedReplicas} new pods have been updated...`, true);
  }
  if (updateRevision !== currentRevision) return line(`waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${updateRevision}...`);
  return line(`statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...`, true);
}

const viewers = new Map<string, Viewer>([['apps/Deployment', deploymentStatus], ['apps/DaemonSet', daemonSetStatus], ['apps/StatefulSet', statefulSetStatus]]);
