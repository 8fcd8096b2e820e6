import type { KubeObject } from '../../../../apimachinery/meta.ts';
import { isStatusFailure } from '../../../../apimachinery/status.ts';
import type { Process } from '../../../../engine/index.ts';
import { outputFlags, text } from '../../arguments/flags.ts';
import { groupResourceOf } from '../../arguments/mapping.ts';
import type { Info } from '../../arguments/targets.ts';
import { printChange } from '../../change.ts';
import type { Command, Invocation } from '../../command.ts';
import { type Failure, failWithAll } from '../../errors.ts';
import { placeOf, type Session } from '../../session.ts';
import { workloadFlags, workloadsOf } from './workloads.ts';

const flags = [...workloadFlags, ...outputFlags, text('field-manager')];

export const pause: Command = { name: 'pause', flags, run: (session, invocation) => setAll(session, invocation, true) };
export const resume: Command = { name: 'resume', flags, run: (session, invocation) => setAll(session, invocation, false) };

function* setAll(session: Session, invocation: Invocation, paused: boolean): Process<void> {
  const { infos, failures } = yield* workloadsOf(session, invocation);
  const all: Failure[] = [...failures];
  for (const info of infos) all.push(...(yield* setOne(session, invocation, info, paused)));
  failWithAll(all);
}

/** Source: kubectl pkg/polymorphichelpers/objectpauser.go and objectresumer.go. */
function* setOne(session: Session, invocation: Invocation, info: Info, paused: boolean): Process<Failure[]> {
  const { mapping, name, object } = info;
  const verb = paused ? 'pausing' : 'resuming';
  if (mapping.kind !== 'Deployment') return [{ text: `${groupResourceOf(mapping)} "${name}" ${verb} is not supported` }];
  if (Boolean(object.spec.paused) === paused) return [{ text: `${groupResourceOf(mapping)} "${name}" is ${paused ? 'already' : 'not'} paused` }];
  const request = { ...placeOf(mapping, info.namespace), verb: 'patch' as const, name, contentType: 'application/strategic-merge-patch+json' as const };
  const query = { fieldManager: invocation.flags.text('field-manager') || 'kubectl-rollout' };
  const reply = yield* session.send({ ...request, body: { spec: { paused: paused ? true : null } }, query });
  if (isStatusFailure(reply)) return [{ status: reply }];
  printChange(session, invocation.flags, mapping, reply as KubeObject, paused ? 'paused' : 'resumed');
  return [];
}

