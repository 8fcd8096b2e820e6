import type { ObjectRecord } from '../../../../protocol/index.ts';
import { controllerOf } from '../../../store/index.ts';
import { deploymentFacts, replicaSetFacts } from './apps.ts';
import { type FactContext, facts, type Section, conditionsSection } from './fact.ts';
import { nodeFacts } from './node.ts';
import { podFacts } from './pod.ts';
import { endpointSliceFacts, serviceFacts } from './network.ts';

type Facts = (record: ObjectRecord, context: FactContext) => readonly Section[];

const byResource: Readonly<Record<string, Facts>> = {
  pods: podFacts,
  nodes: nodeFacts,
  deployments: deploymentFacts,
  replicasets: replicaSetFacts,
  services: serviceFacts,
  endpointslices: endpointSliceFacts,
};

/** What there is to know about an object: its own facts first, then what all objects have. */
export function objectFacts(record: ObjectRecord, context: FactContext): readonly Section[] {
  const own = byResource[record.resource]?.(record, context) ?? conditionsSection(record.object['status']?.conditions);
  return [...own, identity(record, context), ...labels(record)];
}

const RESOURCE_OF_KIND: Readonly<Record<string, string>> = { Deployment: 'deployments', ReplicaSet: 'replicasets', StatefulSet: 'statefulsets', DaemonSet: 'daemonsets', Job: 'jobs', Node: 'nodes', Service: 'services' };

function identity(record: ObjectRecord, { world }: FactContext): Section {
  const { metadata, kind } = record.object;
  const owner = controllerOf(record);
  const resource = owner && RESOURCE_OF_KIND[owner.kind];
  const ownerKey = resource && (metadata.namespace ? `${resource}/${metadata.namespace}/${owner.name}` : `${resource}/${owner.name}`);
  const link = ownerKey && world.object(ownerKey) ? { link: ownerKey } : {};
  return {
    title: 'identity',
    facts: facts(
      ['Kind', kind],
      ['Namespace', metadata.namespace],
      ['Controlled By', owner && `${owner.kind}/${owner.name}`, link],
      ['UID', metadata.uid],
      ['Created', metadata.creationTimestamp],
      ['Deletion', metadata.deletionTimestamp, { tone: 'wait' }],
      ['Finalizers', metadata.finalizers?.join(', ')],
      ['Generation', metadata.generation],
      ['Resource Version', metadata.resourceVersion],
    ),
  };
}

function labels({ object }: ObjectRecord): Section[] {
  const entries = Object.entries(object.metadata.labels ?? {});
  return entries.length === 0 ? [] : [{ title: 'labels', facts: entries.map(([label, value]) => ({ label, value })) }];
}
