import type { KubeObject } from '../../../../apimachinery/meta.ts';
import { isStatusFailure } from '../../../../apimachinery/status.ts';
import { formatTime } from '../../../../apimachinery/time.ts';
import type { Process } from '../../../../engine/index.ts';
import { outputFlags, text } from '../../arguments/flags.ts';
import { groupResourceOf } from '../../arguments/mapping.ts';
import type { Info } from '../../arguments/targets.ts';
import { printChange } from '../../change.ts';
import type { Command, Invocation } from '../../command.ts';
import { type Failure, failWithAll } from '../../errors.ts';
import { placeOf, type Session } from '../../session.ts';
import { workloadFlags, workloadsOf } from './workloads.ts';

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';
const kinds = ['Deployment', 'DaemonSet', 'StatefulSet'];

/** Source: kubectl cmd/rollout/rollout_restart.go and pkg/polymorphichelpers/objectrestarter.go. */
export const restart: Command = {
  name: 'restart',
  flags: [...workloadFlags, ...outputFlags, text('field-manager')],
  *run(session, invocation) {
    const { infos, failures } = yield* workloadsOf(session, invocation);
    const all: Failure[] = [...failures];
    for (const info of infos) all.push(...(yield* restartOne(session, invocation, info)));
    failWithAll(all);
  },
};

function* restartOne(session: Session, { flags }: Invocation, info: Info): Process<Failure[]> {
  const { mapping, name, object, namespace } = info;
  const resource = groupResourceOf(mapping);
  if (!kinds.includes(mapping.kind)) return [{ text: `${resource} "${name}" restarting is not supported` }];
  if (object.spec.paused === true) return [{ text: `${resource} "${name}" can't restart paused deployment (run rollout resume first)` }];
  const restartedAt = formatTime(session.nowUs);
  if (object.spec.template.metadata?.annotations?.[RESTARTED_AT] === restartedAt) {
    return [{ text: `${resource} "${name}" if restart has already been triggered within the past second, please wait before attempting to trigger another` }];
  }
  const body = { spec: { template: { metadata: { annotations: { [RESTARTED_AT]: restartedAt } } } } };
  const request = { ...placeOf(mapping, namespace), verb: 'patch' as const, name, contentType: 'application/strategic-merge-patch+json' as const, body };
  const reply = yield* session.send({ ...request, query: { fieldManager: flags.text('field-manager') || 'kubectl-rollout' } });
  if (isStatusFailure(reply)) return [{ status: reply }];
  printChange(session, flags, mapping, reply as KubeObject, 'restarted');
  return [];
}
