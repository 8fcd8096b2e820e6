import type { KubeObject } from '../../../apimachinery/meta.ts';
import { isStatusFailure } from '../../../apimachinery/status.ts';
import type { Process } from '../../../engine/index.ts';
import { bool, changeFlags, duration, fileFlags, int, selectorFlag, text } from '../arguments/flags.ts';
import type { Flags } from '../arguments/parse.ts';
import { type Info, readInfos, targetsOf } from '../arguments/targets.ts';
import { dryRunOf, printChange } from '../change.ts';
import type { Command } from '../command.ts';
import { fail, type Failure, failWithAll, standardText } from '../errors.ts';
import { placeOf, type Session } from '../session.ts';

/** Source: kubectl cmd/scale/scale.go and pkg/scale/scale.go. */
export const scale: Command = {
  name: 'scale',
  flags: [...changeFlags, ...fileFlags, selectorFlag, bool('all'), int('replicas', -1), int('current-replicas', -1), text('resource-version'), duration('timeout')],
  *run(session, { args, flags }) {
    if (!flags.changed('replicas')) fail('required flag(s) "replicas" not set');
    if (flags.int('replicas') < 0) fail('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
    const { infos, failures } = yield* readInfos(session, yield* targetsOf(session, args, flags, { allowAll: false }));
    if (infos.length === 0) fail(`no objects passed to scale${failures.map((failure) => ` ${failure.status ? (failure.status.message ?? standardText(failure.status)) : failure.text}`).join('')}`);
    const all: Failure[] = [...failures];
    for (const info of infos) all.push(...(yield* scaleOne(session, flags, info)));
    failWithAll(all);
  },
};

function* scaleOne(session: Session, flags: Flags, info: Info): Process<Failure[]> {
  const place = { ...placeOf(info.mapping, info.namespace), name: info.name, subresource: 'scale' };
  const dryRun = dryRunOf(flags);
  const replicas = flags.int('replicas');
  if (dryRun !== 'client') {
    const refused = yield* checkPresent(session, flags, place);
    if (refused) return [refused];
    const query = { fieldManager: 'kubectl', ...(dryRun === 'server' ? { dryRun: true } : {}) };
    const reply = yield* session.send({ ...place, verb: 'patch', contentType: 'application/merge-patch+json', body: { spec: { replicas } }, query });
    if (isStatusFailure(reply)) return [{ status: reply }];
  }
  printChange(session, flags, info.mapping, { ...info.object, spec: { ...info.object.spec, replicas } }, 'scaled');
  return [];
}

function* checkPresent(session: Session, flags: Flags, place: object): Process<Failure | undefined> {
  const wanted = flags.int('current-replicas');
  if (wanted < 0) return undefined;
  const present = yield* session.send({ ...(place as { group: string; version: string; resource: string }), verb: 'get' });
  if (isStatusFailure(present)) return { status: present };
  const { replicas = 0 } = (present as KubeObject).spec as { replicas?: number };
  return replicas === wanted ? undefined : { text: `Expected replicas to be ${wanted}, was ${replicas}` };
}
