import { deepEqual } from '../../../../apimachinery/equality.ts';
import type { KubeObject } from '../../../../apimachinery/meta.ts';
import { createTwoWayMergePatch } from '../../../../apimachinery/patch/three-way.ts';
import { isStatusFailure } from '../../../../apimachinery/status.ts';
import type { Process } from '../../../../engine/index.ts';
import { bool, changeFlags, fileFlags, selectorFlag, text } from '../../arguments/flags.ts';
import { printedKind } from '../../arguments/mapping.ts';
import type { Flags } from '../../arguments/parse.ts';
import { type Info, readInfos, targetsOf } from '../../arguments/targets.ts';
import { changeQuery, dryRunOf, printChange } from '../../change.ts';
import { fail, type Failure, failWithAll } from '../../errors.ts';
import { placeOf, type Session } from '../../session.ts';

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly [field: string]: unknown;
}

export const templateFlags = [...changeFlags, ...fileFlags, selectorFlag, bool('all'), bool('local'), text('field-manager')];

/** Changes the pod templates of what the arguments name, and prints `… image updated`. */
export function* changeTemplates(session: Session, flags: Flags, args: readonly string[], word: string, manager: string, change: (info: Info) => KubeObject): Process<void> {
  const { infos, failures } = yield* readInfos(session, yield* targetsOf(session, args, flags, { allowAll: false }));
  const all: Failure[] = [...failures];
  for (const info of infos) {
    const changed = change(info);
    if (deepEqual(changed, info.object)) continue;
    const failure = yield* sendChange(session, flags, info, changed, word, manager);
    if (failure) all.push(failure);
  }
  failWithAll(all);
}

function* sendChange(session: Session, flags: Flags, info: Info, changed: KubeObject, word: string, manager: string): Process<Failure | undefined> {
  if (dryRunOf(flags) === 'client' || flags.bool('local')) {
    printChange(session, flags, info.mapping, changed, word);
    return undefined;
  }
  const body = createTwoWayMergePatch(info.object, changed, info.mapping.kind);
  const request = { ...placeOf(info.mapping, info.namespace), verb: 'patch' as const, name: info.name, contentType: 'application/strategic-merge-patch+json' as const, body };
  const reply = yield* session.send({ ...request, query: { ...changeQuery(flags, manager), fieldValidation: undefined } });
  if (isStatusFailure(reply)) return { status: reply, context: `failed to patch ${word.split(' ')[0]} update to pod template: ` };
  printChange(session, flags, info.mapping, reply as KubeObject, word);
  return undefined;
}

/** The object with each container of its pod template changed. */
export function mapContainers(object: KubeObject, change: (container: Container) => Container): KubeObject {
  if (object.kind === 'Pod') return { ...object, spec: mapSpec(object.spec, change) };
  if (object.kind === 'CronJob') {
    const { jobTemplate } = object.spec;
    const template = { ...jobTemplate.spec.template, spec: mapSpec(jobTemplate.spec.template.spec, change) };
    return { ...object, spec: { ...object.spec, jobTemplate: { ...jobTemplate, spec: { ...jobTemplate.spec, template } } } };
  }
  const template = object.spec?.template as KubeObject | undefined;
  if (!template?.spec) fail(`the object is not a pod or does not have a pod template: *v1.${object.kind}`);
  return { ...object, spec: { ...object.spec, template: { ...template, spec: mapSpec(template.spec, change) } } };
}

interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
}

function mapSpec(spec: PodSpec, change: (container: Container) => Container): PodSpec {
  const inits = spec.initContainers ? { initContainers: spec.initContainers.map(change) } : {};
  return { ...spec, ...inits, containers: spec.containers.map(change) };
}

export const displayName = (info: Info): string => `${printedKind(info.mapping)}/${info.name}`;
