import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { WatchEvent } from '../../../apimachinery/request.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import type { WatchAnswer } from '../../../client-go/index.ts';
import type { Process } from '../../../engine/index.ts';
import { bool, changeFlags, duration, fileFlags, selectorFlag, text } from '../arguments/flags.ts';
import { type Mapping, printedKind } from '../arguments/mapping.ts';
import type { Flags } from '../arguments/parse.ts';
import { readInfos, type Target, targetsOf } from '../arguments/targets.ts';
import type { Command } from '../command.ts';
import { fail, type Failure, failWith, failWithAll } from '../errors.ts';
import { printValue, valuesAt } from '../jsonpath/evaluate.ts';
import { relaxed } from '../jsonpath/parse.ts';
import { Mailbox } from '../mailbox.ts';
import type { Session } from '../session.ts';
import { waitForDeletion } from '../wait-for-deletion.ts';

/** Says of an object whether what is waited for has come. */
type Condition = (object: KubeObject) => boolean;

/** Source: kubectl cmd/wait. */
export const wait: Command = {
  name: 'wait',
  flags: [...changeFlags, ...fileFlags, selectorFlag, text('field-selector'), bool('all'), bool('all-namespaces', 'A'), text('for'), duration('timeout', '30s'), bool('local')],
  *run(session, { args, flags }) {
    const timeoutUs = flags.durationUs('timeout') < 0 ? WEEK_US : flags.durationUs('timeout');
    const condition = conditionOf(flags.text('for'));
    const found = yield* targetsOf(session, args, flags, { allowAll: false });
    const { infos, failures } = yield* readInfos(session, found);
    const gone = condition === 'delete' || condition === 'create';
    const all: Failure[] = failures.filter((failure) => !gone || failure.status?.reason !== 'NotFound');
    if (condition === 'create') return yield* waitForCreation(session, found.targets, timeoutUs);
    if (infos.length === 0 && all.length === 0 && condition !== 'delete') fail('no matching resources found');
    for (const { mapping, namespace, name, object } of infos) {
      const met = condition === 'delete'
        ? yield* waitForDeletion(session, mapping, namespace, name, object.metadata.uid, timeoutUs)
        : yield* waitForCondition(session, mapping, namespace, object, condition, timeoutUs);
      if (met) session.line(`${printedKind(mapping)}/${name} condition met`);
      else all.push({ text: `timed out waiting for the condition on ${mapping.resource}/${name}` });
    }
    failWithAll(all);
  },
};

const WEEK_US = 604_800_000_000;
const POLL_US = 500_000;

function conditionOf(source: string): Condition | 'delete' | 'create' {
  if (source.toLowerCase() === 'delete') return 'delete';
  if (source.toLowerCase() === 'create') return 'create';
  if (source.startsWith('condition=')) return byCondition(source.slice('condition='.length));
  if (source.startsWith('jsonpath=')) return byJsonPath(source.slice('jsonpath='.length));
  return fail(`unrecognized condition: "${source}"`);
}

function byCondition(source: string): Condition {
  const equals = source.indexOf('=');
  const name = (equals < 0 ? source : source.slice(0, equals)).toLowerCase();
  const wanted = (equals < 0 ? 'true' : source.slice(equals + 1)).toLowerCase();
  return (object) => {
    const conditions = (object.status?.conditions ?? []) as readonly { type: string; status: string; observedGeneration?: number }[];
    const found = conditions.find((condition) => condition.type.toLowerCase() === name);
    if (!found || isStale(object, found.observedGeneration)) return false;
    return found.status.toLowerCase() === wanted;
  };
}

const isStale = (object: KubeObject, own: number | undefined): boolean => {
  const observed = own ?? (object.status?.observedGeneration as number | undefined);
  return observed !== undefined && object.metadata.generation !== undefined && observed < object.metadata.generation;
};

function byJsonPath(source: string): Condition {
  const match = /^(?:'|")?(\{[^}]*\}|[^=]*)(?:'|")?(?:=([\s\S]*))?$/.exec(source);
  const expression = relaxed(match?.[1] ?? source);
  const wanted = match?.[2]?.replace(/^["']|["']$/g, '');
  if (match?.[2] === '') fail(`jsonpath wait has to have a value`);
  return (object) => {
    const values = valuesAt(expression, object);
    if (values.length === 0) return false;
    if (values.length > 1) fail('given jsonpath expression matches more than one value');
    if (values[0] !== null && typeof values[0] === 'object') fail('jsonpath leads to a nested object or list which is not supported');
    return wanted === undefined ? printValue(values[0]) !== '' : printValue(values[0]) === wanted;
  };
}

/** Watches one object until the condition holds. False when the time ran out or the object went away. */
export function* waitForCondition(session: Session, mapping: Mapping, namespace: string, start: KubeObject, condition: Condition, timeoutUs: number): Process<boolean> {
  if (condition(start)) return true;
  const deadlineUs = session.nowUs + timeoutUs;
  let object = start;
  for (;;) {
    const query = { fieldSelector: `metadata.name=${object.metadata.name}`, resourceVersion: object.metadata.resourceVersion };
    const answer = yield* session.watch(mapping, namespace, query);
    if (isStatusFailure(answer)) return failWith(answer);
    const { stream } = answer as WatchAnswer;
    const mailbox = new Mailbox<WatchEvent>(session.client.actor, stream, deadlineUs - session.nowUs);
    for (let event = yield* mailbox.next(); event !== undefined; event = yield* mailbox.next()) {
      if (event.type === 'DELETED' || event.type === 'ERROR' || !condition(event.object)) continue;
      mailbox.close();
      return true;
    }
    mailbox.close();
    if (mailbox.timedOut) return false;
    const live = yield* session.get(mapping, namespace, object.metadata.name!);
    if (isStatusFailure(live)) return failWith(live);
    object = live as KubeObject;
    if (condition(object)) return true;
  }
}

function* waitForCreation(session: Session, targets: readonly Target[], timeoutUs: number): Process<void> {
  const deadlineUs = session.nowUs + timeoutUs;
  for (const { mapping, namespace, name } of targets) {
    while (isStatusFailure(yield* session.get(mapping, namespace, name ?? ''))) {
      if (session.nowUs >= deadlineUs) fail(`timed out waiting for the condition on ${mapping.resource}/${name}`);
      yield POLL_US;
    }
    session.line(`${printedKind(mapping)}/${name} condition met`);
  }
}

export type { Flags };
