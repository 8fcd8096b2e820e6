import type { Mapping } from '../arguments/mapping.ts';
import type { Describer } from './describer.ts';
import { describeGeneric } from './generic.ts';
import { describeNode } from './node.ts';
import { describePod } from './pod.ts';
import { describeConfigMap, describeNamespace, describeResourceQuota, describeSecret, describeService, describeServiceAccount } from './small.ts';
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
]);

export const describerOf = (mapping: Mapping): Describer => describers.get(`${mapping.group}/${mapping.kind}`) ?? describeGeneric;
