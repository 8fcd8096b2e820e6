import { compareStrings } from '../../../apimachinery/equality.ts';
import { selectorFromLabelSelector, selectorFromSet } from '../../../apimachinery/labels.ts';
import { controllerOf, isControlledBy, type KubeObject } from '../../../apimachinery/meta.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { builtIn } from '../arguments/mapping.ts';
import { replicaSetsOf } from '../commands/rollout/workloads.ts';
import type { Session } from '../session.ts';
import type { DescribeContext } from './describer.ts';
import { describeEvents } from './events.ts';
import type { Lines } from './lines.ts';
import { describePodTemplate } from './pod-template.ts';
import { httpTime } from './time.ts';

const selectorText = (object: KubeObject): string => {
  const { selector } = object.spec;
  const text = object.kind === 'ReplicationController' ? selectorFromSet(selector ?? {}).toString() : selectorFromLabelSelector(selector).toString();
  return text === '' ? '<none>' : text;
};

const n = (value: unknown): number => (value as number | undefined) ?? 0;

/** Source: kubectl describe, describeDeployment. */
export function* describeDeployment(session: Session, object: KubeObject, lines: Lines, { showEvents }: DescribeContext): Process<void> {
  const { metadata, spec, status = {} } = object;
  lines.line(`Name:\t${metadata.name}`);
  lines.line(`Namespace:\t${metadata.namespace}`);
  lines.line(`CreationTimestamp:\t${httpTime(metadata.creationTimestamp)}`);
  lines.labels(0, metadata.labels);
  lines.annotations(metadata.annotations);
  lines.line(`Selector:\t${selectorText(object)}`);
  lines.line(`Replicas:\t${n(spec.replicas)} desired | ${n(status.updatedReplicas)} updated | ${n(status.replicas)} total | ${n(status.availableReplicas)} available | ${n(status.unavailableReplicas)} unavailable`);
  lines.line(`StrategyType:\t${spec.strategy?.type}`);
  lines.line(`MinReadySeconds:\t${n(spec.minReadySeconds)}`);
  const rolling = spec.strategy?.rollingUpdate;
  if (rolling) lines.line(`RollingUpdateStrategy:\t${rolling.maxUnavailable} max unavailable, ${rolling.maxSurge} max surge`);
  describePodTemplate(spec.template, lines);
  describeConditions(status.conditions, lines);
  yield* describeReplicaSets(session, object, lines);
  if (showEvents) yield* describeEvents(session, object, lines);
}

function describeConditions(conditions: readonly { type: string; status: string; reason?: string }[] | undefined, lines: Lines): void {
  if (!conditions || conditions.length === 0) return;
  lines.line('Conditions:\n  Type\tStatus\tReason');
  lines.at(1, '----\t------\t------');
  for (const { type, status, reason = '' } of conditions) lines.at(1, `${type} \t${status}\t${reason}`);
}

function* describeReplicaSets(session: Session, deployment: KubeObject, lines: Lines): Process<void> {
  const sets = yield* replicaSetsOf(session, deployment);
  const newest = newReplicaSet(deployment, sets);
  const old = sets.filter((set) => set !== newest);
  lines.line(`OldReplicaSets:\t${setsText(old)}`);
  lines.line(`NewReplicaSet:\t${setsText(newest ? [newest] : [])}`);
}

/** The oldest set with the deployment's template. */
function newReplicaSet(deployment: KubeObject, sets: readonly KubeObject[]): KubeObject | undefined {
  const wanted = templateText(deployment);
  const sorted = [...sets].sort((a, b) => compareStrings(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') || compareStrings(a.metadata.name!, b.metadata.name!));
  return sorted.find((set) => templateText(set) === wanted);
}

function templateText({ spec }: KubeObject): string {
  const { 'pod-template-hash': hash, ...labels } = spec.template.metadata?.labels ?? {};
  void hash;
  return JSON.stringify(canonical({ ...spec.template, metadata: { ...spec.template.metadata, labels } }));
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => compareStrings(a, b)).map(([key, item]) => [key, canonical(item)]));
}

function setsText(sets: readonly KubeObject[]): string {
  if (sets.length === 0) return '<none>';
  return sets.map((set) => `${set.metadata.name} (${n(set.status?.replicas)}/${n(set.spec.replicas)} replicas created)`).join(', ');
}

/** ReplicaSets and ReplicationControllers. Source: kubectl describe, describeReplicaSet. */
export function* describeReplicaSet(session: Session, object: KubeObject, lines: Lines, { showEvents }: DescribeContext): Process<void> {
  const { metadata, spec, status = {} } = object;
  lines.line(`Name:\t${metadata.name}`);
  lines.line(`Namespace:\t${metadata.namespace}`);
  lines.line(`Selector:\t${selectorText(object)}`);
  lines.labels(0, metadata.labels);
  lines.annotations(metadata.annotations);
  controlledBy(object, lines);
  lines.line(`Replicas:\t${n(status.replicas)} current / ${n(spec.replicas)} desired`);
  yield* podsStatus(session, object, lines);
  describePodTemplate(spec.template, lines);
  describeConditions(status.conditions, lines);
  if (showEvents) yield* describeEvents(session, object, lines);
}

export function controlledBy(object: KubeObject, lines: Lines): void {
  const owner = controllerOf(object);
  if (owner) lines.line(`Controlled By:\t${owner.kind}/${owner.name}`);
}

function* podsStatus(session: Session, owner: KubeObject, lines: Lines): Process<void> {
  const labelSelector = selectorText(owner) === '<none>' ? '' : selectorText(owner);
  const all = yield* session.list(builtIn('', 'pods'), owner.metadata.namespace ?? '', { labelSelector });
  const pods = isStatusFailure(all) ? [] : (all as readonly KubeObject[]).filter((pod) => isControlledBy(pod, owner));
  const count = (phase: string): number => pods.filter((pod) => pod.status?.phase === phase).length;
  lines.line(`Pods Status:\t${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`);
}

/** Source: kubectl describe, describeDaemonSet. */
export function* describeDaemonSet(session: Session, object: KubeObject, lines: Lines, { showEvents }: DescribeContext): Process<void> {
  const { metadata, spec, status = {} } = object;
  lines.line(`Name:\t${metadata.name}`);
  lines.line(`Selector:\t${selectorText(object)}`);
  lines.map(0, 'Node-Selector', spec.template.spec.nodeSelector, '=');
  lines.labels(0, metadata.labels);
  lines.annotations(metadata.annotations);
  lines.line(`Desired Number of Nodes Scheduled: ${n(status.desiredNumberScheduled)}`);
  lines.line(`Current Number of Nodes Scheduled: ${n(status.currentNumberScheduled)}`);
  lines.line(`Number of Nodes Scheduled with Up-to-date Pods: ${n(status.updatedNumberScheduled)}`);
  lines.line(`Number of Nodes Scheduled with Available Pods: ${n(status.numberAvailable)}`);
  lines.line(`Number of Nodes Misscheduled: ${n(status.numberMisscheduled)}`);
  yield* podsStatus(session, object, lines);
  describePodTemplate(spec.template, lines);
  if (showEvents) yield* describeEvents(session, object, lines);
}

/** Source: kubectl describe, describeStatefulSet. */
export function* describeStatefulSet(session: Session, object: KubeObject, lines: Lines, { showEvents }: DescribeContext): Process<void> {
  const { metadata, spec, status = {} } = object;
  lines.line(`Name:\t${metadata.name}`);
  lines.line(`Namespace:\t${metadata.namespace}`);
  lines.line(`CreationTimestamp:\t${httpTime(metadata.creationTimestamp)}`);
  lines.line(`Selector:\t${selectorText(object)}`);
  lines.labels(0, metadata.labels);
  lines.annotations(metadata.annotations);
  lines.line(`Replicas:\t${n(spec.replicas)} desired | ${n(status.replicas)} total`);
  lines.line(`Update Strategy:\t${spec.updateStrategy?.type}`);
  const partition = spec.updateStrategy?.rollingUpdate?.partition;
  if (partition !== undefined) lines.at(1, `Partition:\t${partition}`);
  yield* podsStatus(session, object, lines);
  describePodTemplate(spec.template, lines);
  volumeClaims(spec.volumeClaimTemplates, lines);
  if (showEvents) yield* describeEvents(session, object, lines);
}

function volumeClaims(templates: readonly KubeObject[] | undefined, lines: Lines): void {
  if (!templates || templates.length === 0) return lines.line('Volume Claims:\t<none>');
  lines.line('Volume Claims:');
  for (const { metadata, spec } of templates) {
    lines.at(1, `Name:\t${metadata.name}`);
    lines.at(1, `StorageClass:\t${spec?.storageClassName ?? ''}`);
    lines.map(1, 'Labels', metadata.labels);
    lines.map(1, 'Annotations', metadata.annotations, '=');
    lines.at(1, `Capacity:\t${spec?.resources?.requests?.storage ?? '<default>'}`);
    lines.at(1, `Access Modes:\t[${(spec?.accessModes ?? []).join(' ')}]`);
  }
}
