import type { ObjectRecord } from '../../../../protocol/index.ts';
import { conditionsSection, type Fact, facts, type FactContext, type Section } from './fact.ts';

export function deploymentFacts({ object }: ObjectRecord, context: FactContext): readonly Section[] {
  const { spec = {}, status = {} } = object;
  const rolling = spec.strategy?.rollingUpdate;
  return [
    replicas(spec.replicas, status),
    {
      title: 'rollout',
      facts: [
        ...facts(
          ['Strategy', spec.strategy?.type],
          ['Max surge', rolling?.maxSurge],
          ['Max unavailable', rolling?.maxUnavailable],
          ['Revision', object.metadata.annotations?.['deployment.kubernetes.io/revision']],
          ['Observed generation', status.observedGeneration],
        ),
        ...owned(object.metadata.uid, context),
      ],
    },
    ...conditionsSection(status.conditions),
  ];
}

export function replicaSetFacts({ object }: ObjectRecord, context: FactContext): readonly Section[] {
  const { spec = {}, status = {} } = object;
  return [replicas(spec.replicas, status), { title: 'pods', facts: owned(object.metadata.uid, context) }, ...conditionsSection(status.conditions)];
}

function replicas(desired: number | undefined, status: Readonly<Record<string, number | undefined>>): Section {
  const ready = status['readyReplicas'] ?? 0;
  return {
    title: 'replicas',
    facts: facts(
      ['Desired', desired],
      ['Current', status['replicas'] ?? 0],
      ['Updated', status['updatedReplicas']],
      ['Ready', ready, { tone: ready === desired ? 'ok' : 'wait' }],
      ['Available', status['availableReplicas'] ?? 0],
    ),
  };
}

/** The objects that this one controls, with their size. */
function owned(uid: string | undefined, { world }: FactContext): Fact[] {
  return world.byOwner.keys(uid ?? '').map((key) => {
    const object = world.object(key)?.object;
    const note = object?.kind === 'ReplicaSet' ? `${object['status']?.readyReplicas ?? 0}/${object['spec']?.replicas ?? 0}` : object?.['status']?.phase;
    return { label: object?.kind ?? '', value: key.slice(key.lastIndexOf('/') + 1), link: key, ...(note ? { note } : {}) };
  });
}
