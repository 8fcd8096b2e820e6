import { isStatusFailure } from '../../../apimachinery/status.ts';
import type { KubeObject } from '../../../apimachinery/meta.ts';
import type { Process } from '../../../engine/index.ts';
import { bool, fileFlags, int, selectorFlag } from '../arguments/flags.ts';
import { apiVersionOfMapping } from '../arguments/mapping.ts';
import { type Info, readInfos, type Target, targetsOf, type Targets } from '../arguments/targets.ts';
import type { Command, Invocation } from '../command.ts';
import { fail, type Failure, failWithAll } from '../errors.ts';
import { Lines } from '../describe/lines.ts';
import { describerOf } from '../describe/registry.ts';
import type { Session } from '../session.ts';
import { alignTabs, describeTabs } from '../tabwriter.ts';

/** Source: kubectl cmd/describe/describe.go. */
export const describe: Command = {
  name: 'describe',
  flags: [...fileFlags, selectorFlag, bool('all-namespaces', 'A'), bool('show-events', undefined, true), int('chunk-size', 500)],
  *run(session, { args, flags }) {
    if (args.length === 0 && flags.list('filename').length === 0) {
      fail(`You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.`);
    }
    const found = yield* targetsOf(session, args, flags);
    const { infos, failures } = yield* readInfos(session, found);
    const { more, left } = yield* byPrefix(session, found, failures);
    const all = [...infos, ...more];
    for (const [i, info] of all.entries()) session.out(`${i > 0 ? '\n\n' : ''}${yield* describeOne(session, info, flags)}`);
    if (all.length === 0 && left.length === 0) session.err(nothingFound(session, found, flags));
    failWithAll(left);
  },
};

function* describeOne(session: Session, info: Info, flags: Invocation['flags']): Process<string> {
  const lines = new Lines();
  const typed = { ...info.object, apiVersion: apiVersionOfMapping(info.mapping), kind: info.mapping.kind };
  yield* describerOf(info.mapping)(session, typed, lines, { mapping: info.mapping, showEvents: flags.bool('show-events') });
  return alignTabs(lines.text, describeTabs);
}

/** A name that is not there may be the beginning of others. */
function* byPrefix(session: Session, found: Targets, failures: readonly Failure[]): Process<{ more: Info[]; left: Failure[] }> {
  const more: Info[] = [];
  if (found.targets.length !== 1 || failures[0]?.status?.reason !== 'NotFound') return { more, left: [...failures] };
  const [{ mapping, namespace, name }] = found.targets as readonly [Target];
  const all = yield* session.list(mapping, namespace);
  if (isStatusFailure(all)) return { more, left: [...failures] };
  for (const object of all as readonly KubeObject[]) {
    if (object.metadata.name!.startsWith(name ?? '')) more.push({ mapping, namespace: object.metadata.namespace ?? '', name: object.metadata.name!, object });
  }
  return { more, left: more.length > 0 ? [] : [...failures] };
}

function nothingFound(session: Session, found: Targets, flags: Invocation['flags']): string {
  const namespaced = found.targets.every(({ mapping }) => mapping.namespaced);
  return namespaced && !flags.bool('all-namespaces') ? `No resources found in ${session.namespace} namespace.\n` : 'No resources found\n';
}
