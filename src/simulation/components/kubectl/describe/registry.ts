import type { Mapping } from '../arguments/mapping.ts';
import type { Describer } from './describer.ts';
import { describeCronJob, describeJob } from './batch.ts';
import { describeGeneric } from './generic.ts';
import { describeIngress, describeNetworkPolicy } from './networking.ts';
import { describeNode } from './node.ts';
import { describePod } from './pod.ts';
import { describeAutoscaler, describeBudget, describeLimitRange, describePriorityClass } from './policy.ts';
import { describeBinding, describeRole } from './rbac.ts';
import { describeConfigMap, describeNamespace, describeResourceQuota, describeSecret, describeService, describeServiceAccount } from './small.ts';
import { describeClaim, describeStorageClass, describeVolume } from './storage.ts';
import { describeDaemonSet, describeDeployment, describeReplicaSet, describeStatefulSet } from './workload.ts';

const describers = new Map<string, Describer>([
  ['/Pod', describePod],
  ['/Node', describeNode],
  ['/Service', describeService],
  ['/ConfigMap', describeConfigMap],
  ['/Secret', describeSecret],
  ['/ServiceAccount', describeServiceAccount],
  ['/Namespace', describeNamespace],
  ['/ResourceQuota', describeResourceQuota],
  ['/ReplicationController', describeReplicaSet],
  ['apps/Deployment', describeDeployment],
  ['apps/ReplicaSet', describeReplicaSet],
  ['apps/DaemonSet', describeDaemonSet],
  ['apps/StatefulSet', describeStatefulSet],
  ['batch/Job', describeJob],
  ['batch/CronJob', describeCronJob],
  ['/PersistentVolumeClaim', describeClaim],
  ['/PersistentVolume', describeVolume],
  ['storage.k8s.io/StorageClass', describeStorageClass],
  ['/LimitRange', describeLimitRange],
  ['policy/PodDisruptionBudget', describeBudget],
  ['scheduling.k8s.io/PriorityClass', describePriorityClass],
  ['autoscaling/HorizontalPodAutoscaler', describeAutoscaler],
  ['networking.k8s.io/Ingress', describeIngress],
  ['networking.k8s.io/NetworkPolicy', describeNetworkPolicy],
  ['rbac.authorization.k8s.io/Role', describeRole],
  ['rbac.authorization.k8s.io/ClusterRole', describeRole],
  ['rbac.authorization.k8s.io/RoleBinding', describeBinding],
  ['rbac.authorization.k8s.io/ClusterRoleBinding', describeBinding],
]);

export const describerOf = (mapping: Mapping): Describer => describers.get(`${mapping.group}/${mapping.kind}`) ?? describeGeneric;
