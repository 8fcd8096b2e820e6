import type { ObjectRecord } from '../../../../protocol/index.ts';
import { conditionsSection, type Fact, facts, type FactContext, type Section, type Tone } from './fact.ts';

interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state?: { readonly waiting?: { reason?: string; message?: string }; readonly running?: object; readonly terminated?: { reason?: string; exitCode: number } };
}

const PHASE_TONE: Readonly<Record<string, Tone>> = { Running: 'ok', Succeeded: 'soft', Pending: 'wait', Failed: 'bad', Unknown: 'lost' };

export function podFacts({ object }: ObjectRecord, context: FactContext): readonly Section[] {
  const { spec = {}, status = {}, metadata } = object;
  const node = spec.nodeName as string | undefined;
  const link = node && context.world.object(`nodes/${node}`) ? { link: `nodes/${node}` } : {};
  const phase = metadata.deletionTimestamp ? `${status.phase} (Terminating)` : status.phase;
  return [
    {
      title: 'status',
      facts: facts(
        ['Phase', phase, { tone: metadata.deletionTimestamp ? 'wait' : (PHASE_TONE[status.phase] ?? 'plain') }],
        ['Reason', status.reason],
        ['Node', node, link],
        ['Pod IP', status.podIP],
        ['QoS Class', status.qosClass],
        ['Service Account', spec.serviceAccountName],
        ['Restart Policy', spec.restartPolicy],
        ['Grace Period', metadata.deletionGracePeriodSeconds !== undefined ? `${metadata.deletionGracePeriodSeconds} s` : undefined],
      ),
    },
    { title: 'containers', facts: containerFacts(spec.containers ?? [], status.containerStatuses ?? []) },
    ...conditionsSection(status.conditions),
  ];
}

function containerFacts(containers: readonly { name: string; image: string }[], statuses: readonly ContainerStatus[]): Fact[] {
  return containers.map(({ name, image }) => {
    const status = statuses.find((known) => known.name === name);
    const restarts = status?.restartCount ? ` · ${status.restartCount}×` : '';
    const { text, tone } = stateOf(status);
    return { label: name, value: text + restarts, tone, note: image };
  });
}

function stateOf(status: ContainerStatus | undefined): { text: string; tone: Tone } {
  const { waiting, running, terminated } = status?.state ?? {};
  if (running) return { text: status?.ready ? 'Running, ready' : 'Running', tone: status?.ready ? 'ok' : 'wait' };
  if (terminated) return { text: `${terminated.reason ?? 'Terminated'} (${terminated.exitCode})`, tone: terminated.exitCode === 0 ? 'soft' : 'bad' };
  return { text: waiting?.reason ?? 'Waiting', tone: waiting?.reason === 'ContainerCreating' || !waiting ? 'wait' : 'bad' };
}
