import type { Kind } from './kind.ts';
import { namespaceKind } from './core/namespace.ts';
import { nodeKind } from './core/node/kind.ts';
import { podKind } from './core/pod/kind.ts';
import { serviceKind } from './core/service/kind.ts';
import { endpointsKind } from './core/endpoints.ts';
import { configMapKind } from './core/config-map.ts';
import { secretKind } from './core/secret.ts';
import { serviceAccountKind } from './core/service-account.ts';
import { persistentVolumeKind } from './core/persistent-volume.ts';
import { persistentVolumeClaimKind } from './core/persistent-volume-claim.ts';
import { eventKind } from './core/event.ts';
import { resourceQuotaKind } from './core/resource-quota.ts';
import { limitRangeKind } from './core/limit-range.ts';
import { replicationControllerKind } from './core/replication-controller.ts';
import { podTemplateKind } from './core/pod-template.ts';
import { deploymentKind } from './apps/deployment/kind.ts';
import { replicaSetKind } from './apps/replica-set.ts';
import { statefulSetKind } from './apps/stateful-set.ts';
import { daemonSetKind } from './apps/daemon-set.ts';
import { controllerRevisionKind } from './apps/controller-revision.ts';
import { jobKind } from './batch/job.ts';
import { cronJobKind } from './batch/cron-job.ts';
import { horizontalPodAutoscalerKind } from './autoscaling/horizontal-pod-autoscaler.ts';
import { ingressKind } from './networking/ingress.ts';
import { ingressClassKind } from './networking/ingress-class.ts';
import { networkPolicyKind } from './networking/network-policy.ts';
import { endpointSliceKind } from './discovery/endpoint-slice.ts';
import { podDisruptionBudgetKind } from './policy/pod-disruption-budget.ts';
import { storageClassKind } from './storage/storage-class.ts';
import { volumeAttachmentKind } from './storage/volume-attachment.ts';
import { csiNodeKind } from './storage/csi-node.ts';
import { priorityClassKind } from './scheduling/priority-class.ts';
import { runtimeClassKind } from './node/runtime-class.ts';
import { leaseKind } from './coordination/lease.ts';
import { roleKind } from './rbac/role.ts';
import { roleBindingKind } from './rbac/role-binding.ts';
import { clusterRoleKind } from './rbac/cluster-role.ts';
import { clusterRoleBindingKind } from './rbac/cluster-role-binding.ts';
import { customResourceDefinitionKind } from './apiextensions/custom-resource-definition.ts';
import { eventsEventKind } from './events/event.ts';

/**
 * Every kind of the API, in the order in which discovery lists them: where a short name or a bare resource name
 * belongs to several kinds, the first one listed is meant.
 */
export const kinds: readonly Kind[] = [
  namespaceKind,
  nodeKind,
  podKind,
  serviceKind,
  endpointsKind,
  configMapKind,
  secretKind,
  serviceAccountKind,
  persistentVolumeKind,
  persistentVolumeClaimKind,
  eventKind,
  resourceQuotaKind,
  limitRangeKind,
  replicationControllerKind,
  podTemplateKind,
  deploymentKind,
  replicaSetKind,
  statefulSetKind,
  daemonSetKind,
  controllerRevisionKind,
  jobKind,
  cronJobKind,
  horizontalPodAutoscalerKind,
  ingressKind,
  ingressClassKind,
  networkPolicyKind,
  endpointSliceKind,
  podDisruptionBudgetKind,
  storageClassKind,
  volumeAttachmentKind,
  csiNodeKind,
  priorityClassKind,
  runtimeClassKind,
  leaseKind,
  roleKind,
  roleBindingKind,
  clusterRoleKind,
  clusterRoleBindingKind,
  customResourceDefinitionKind,
  eventsEventKind,
];

const byResource = new Map(kinds.map((kind) => [`${kind.group}/${kind.resource}`, kind]));
const byKind = new Map(kinds.map((kind) => [`${kind.group}/${kind.kind}`, kind]));
const byName = new Map<string, Kind>();
for (const kind of kinds) for (const name of namesOf(kind)) if (!byName.has(name)) byName.set(name, kind);

function namesOf(kind: Kind): string[] {
  const bare = [kind.resource, kind.singular, ...kind.shortNames];
  return [...bare, ...bare.flatMap((name) => qualifiedNames(kind, name))];
}

// kubectl understands 'deployments.apps' and 'deployments.v1.apps'; the core group's name is empty.
function qualifiedNames(kind: Kind, name: string): string[] {
  return [`${name}.${kind.group}`, `${name}.${kind.version}.${kind.group}`];
}

/** The kind served at a resource: `kindByResource('apps', 'deployments')`. */
export function kindByResource(group: string, resource: string): Kind | undefined {
  return byResource.get(`${group}/${resource}`);
}

/** The kind of an object: `kindByKind('apps', 'Deployment')`. */
export function kindByKind(group: string, kind: string): Kind | undefined {
  return byKind.get(`${group}/${kind}`);
}

/**
 * What kubectl takes `name` for: plural, singular or short name, with or without version and group, whatever its case
 * ('deploy', 'Deployment', 'deployments.v1.apps').
 */
export function kindByName(name: string, group?: string): Kind | undefined {
  const lower = name.toLowerCase();
  return byName.get(group === undefined ? lower : `${lower}.${group}`);
}
