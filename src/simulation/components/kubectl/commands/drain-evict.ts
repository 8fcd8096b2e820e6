import { goDuration, quote } from '../../../apimachinery/go-format.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import { Future, type Process } from '../../../engine/index.ts';
import { builtIn } from '../arguments/mapping.ts';
import type { Flags } from '../arguments/parse.ts';
import { dryRunOf, dryRunSuffix } from '../change.ts';
import { placeOf, type Session } from '../session.ts';

const RETRY_US = 5_000_000;
const POLL_US = 1_000_000;

/** Evicts all pods at once and waits until they are gone. Answers what went wrong, in words. Source: kubectl pkg/drain/drain.go, evictPods. */
export function* evictAll(session: Session, flags: Flags, pods: readonly KubeObject[]): Process<string[]> {
  if (pods.length === 0) return [];
  if (dryRunOf(flags) === 'client') {
    for (const pod of pods) tellEvicting(session, flags, pod);
    return [];
  }
  const errors: string[] = [];
  const done = new Future<true>();
  let left = pods.length;
  const timeoutUs = flags.durationUs('timeout');
  const deadlineUs = timeoutUs > 0 ? session.nowUs + timeoutUs : Infinity;
  for (const pod of pods) {
    session.client.actor.spawn(evict(session, flags, pod, deadlineUs)).onDone = (error) => {
      if (error !== undefined) errors.push(error as string);
      if (--left === 0) done.resolve(true);
    };
  }
  if (left > 0) yield done;
  return errors;
}

const tellEvicting = (session: Session, flags: Flags, { metadata }: KubeObject): void => session.line(`evicting pod ${metadata.namespace}/${metadata.name}${dryRunSuffix(flags)}`);

function* evict(session: Session, flags: Flags, pod: KubeObject, deadlineUs: number): Process<string | undefined> {
  const { namespace, name } = pod.metadata;
  const about = `error when evicting pods/${quote(name!)} -n ${quote(namespace!)}`;
  const late = `global timeout reached: ${goDuration(flags.durationUs('timeout'))}`;
  for (;;) {
    tellEvicting(session, flags, pod);
    if (session.nowUs >= deadlineUs) return `${about}: ${late}`;
    const reply = yield* session.send(evictionOf(flags, pod));
    if (!isStatusFailure(reply)) break;
    if (reply.reason === 'NotFound') return undefined;
    if (reply.reason !== 'TooManyRequests') return `${about}: ${reply.message}`;
    session.err(`${about} (will retry after 5s): ${reply.message}\n`);
    yield RETRY_US;
  }
  if (dryRunOf(flags) === 'server') return undefined;
  if (yield* waitUntilGone(session, pod, deadlineUs)) return undefined;
  return `error when waiting for pod ${quote(name!)} in namespace ${quote(namespace!)} to terminate: ${late}`;
}

function evictionOf(flags: Flags, { metadata: { name, namespace } }: KubeObject): Parameters<Session['send']>[0] {
  const seconds = flags.int('grace-period');
  const deleteOptions = seconds >= 0 ? { gracePeriodSeconds: seconds } : {};
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace }, deleteOptions };
  const query = dryRunOf(flags) === 'server' ? { dryRun: true } : undefined;
  return { ...placeOf(builtIn('', 'pods'), namespace!), verb: 'create', name, subresource: 'eviction', body, ...(query ? { query } : {}) };
}

/** Asks once a second. False when the time ran out. Source: kubectl pkg/drain/drain.go, waitForDelete. */
function* waitUntilGone(session: Session, { metadata: { name, namespace, uid } }: KubeObject, deadlineUs: number): Process<boolean> {
  for (;;) {
    const found = yield* session.get(builtIn('', 'pods'), namespace!, name!);
    if (isStatusFailure(found) || (found as KubeObject).metadata.uid !== uid) {
      session.line(`pod/${name} evicted`);
      return true;
    }
    if (session.nowUs + POLL_US > deadlineUs) return false;
    yield POLL_US;
  }
}
