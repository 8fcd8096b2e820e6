import type { ControllerContext, ControllerIdentity } from './context.ts';
import { CronJobController } from './cronjob/controller.ts';
import { DaemonSetController } from './daemonset/controller.ts';
import { DeploymentController } from './deployment/controller.ts';
import { DisruptionController } from './disruption/controller.ts';
import { EndpointsController } from './endpoints/controller.ts';
import { EndpointSliceController } from './endpointslice/controller.ts';
import { GarbageCollector } from './garbagecollector/controller.ts';
import { JobController } from './job/controller.ts';
import { NamespaceController } from './namespace/controller.ts';
import { NodeIpamController } from './node-ipam/controller.ts';
import { NodeLifecycleController } from './nodelifecycle/controller.ts';
import { PersistentVolumeController } from './persistentvolume/controller.ts';
import { HorizontalController } from './podautoscaler/controller.ts';
import { PodGcController } from './podgc/controller.ts';
import { ClaimProtection, VolumeProtection } from './protection/controller.ts';
import { ReplicaSetController } from './replicaset/controller.ts';
import { replicaSetFlavour, replicationControllerFlavour } from './replicaset/flavour.ts';
import { ResourceQuotaController } from './resourcequota/controller.ts';
import { RootCaPublisher } from './root-ca-publisher/controller.ts';
import { ServiceAccountController } from './serviceaccount/controller.ts';
import { StatefulSetController } from './statefulset/controller.ts';
import { TaintEvictionController } from './tainteviction/controller.ts';
import { TtlController } from './ttl/controller.ts';
import { TtlAfterFinishedController } from './ttlafterfinished/controller.ts';

/** One controller: its names for `--controllers`, who it is to the API server, and how it begins. */
export interface ControllerDescriptor extends ControllerIdentity {
  readonly aliases: readonly string[];
  start(context: ControllerContext): unknown;
}

/**
 * Every controller, in the order in which the binary starts them.
 * Source: kubernetes v1.32 cmd/kube-controller-manager/app/controllermanager.go, NewControllerDescriptors.
 */
export const controllers: readonly ControllerDescriptor[] = [
  { name: 'endpoints-controller', aliases: ['endpoint'], account: 'endpoint-controller', start: (context) => new EndpointsController(context) },
  { name: 'endpointslice-controller', aliases: ['endpointslice'], account: 'endpointslice-controller', start: (context) => new EndpointSliceController(context) },
  { name: 'replicationcontroller-controller', aliases: ['replicationcontroller'], account: 'replication-controller', start: (context) => new ReplicaSetController(context, replicationControllerFlavour) },
  { name: 'pod-garbage-collector-controller', aliases: ['podgc'], account: 'pod-garbage-collector', start: (context) => new PodGcController(context) },
  { name: 'resourcequota-controller', aliases: ['resourcequota'], account: 'resourcequota-controller', start: (context) => new ResourceQuotaController(context) },
  // Chatty: it asks for every kind, and deletes much. Source: cmd/kube-controller-manager/app/core.go, startModifiedNamespaceController.
  { name: 'namespace-controller', aliases: ['namespace'], account: 'namespace-controller', qpsFactor: 20, burstFactor: 100, start: (context) => new NamespaceController(context) },
  { name: 'serviceaccount-controller', aliases: ['serviceaccount'], account: 'service-account-controller', start: (context) => new ServiceAccountController(context) },
  // Each deletion takes two requests.
  { name: 'garbage-collector-controller', aliases: ['garbagecollector'], account: 'generic-garbage-collector', qpsFactor: 2, start: (context) => new GarbageCollector(context) },
  { name: 'daemonset-controller', aliases: ['daemonset'], account: 'daemon-set-controller', start: (context) => new DaemonSetController(context) },
  { name: 'job-controller', aliases: ['job'], account: 'job-controller', start: (context) => new JobController(context) },
  { name: 'deployment-controller', aliases: ['deployment'], account: 'deployment-controller', start: (context) => new DeploymentController(context) },
  { name: 'replicaset-controller', aliases: ['replicaset'], account: 'replicaset-controller', start: (context) => new ReplicaSetController(context, replicaSetFlavour) },
  { name: 'horizontal-pod-autoscaler-controller', aliases: ['horizontalpodautoscaling'], account: 'horizontal-pod-autoscaler', start: (context) => new HorizontalController(context) },
  { name: 'disruption-controller', aliases: ['disruption'], account: 'disruption-controller', start: (context) => new DisruptionController(context) },
  { name: 'statefulset-controller', aliases: ['statefulset'], account: 'statefulset-controller', start: (context) => new StatefulSetController(context) },
  { name: 'cronjob-controller', aliases: ['cronjob'], account: 'cronjob-controller', start: (context) => new CronJobController(context) },
  { name: 'ttl-controller', aliases: ['ttl'], account: 'ttl-controller', start: (context) => new TtlController(context) },
  { name: 'node-ipam-controller', aliases: ['nodeipam'], account: 'node-controller', start: (context) => new NodeIpamController(context) },
  { name: 'node-lifecycle-controller', aliases: ['nodelifecycle'], account: 'node-controller', start: (context) => new NodeLifecycleController(context) },
  { name: 'persistentvolume-binder-controller', aliases: ['persistentvolume-binder'], account: 'persistent-volume-binder', start: (context) => new PersistentVolumeController(context) },
  { name: 'persistentvolumeclaim-protection-controller', aliases: ['pvc-protection'], account: 'pvc-protection-controller', start: (context) => new ClaimProtection(context) },
  { name: 'persistentvolume-protection-controller', aliases: ['pv-protection'], account: 'pv-protection-controller', start: (context) => new VolumeProtection(context) },
  { name: 'ttl-after-finished-controller', aliases: ['ttl-after-finished'], account: 'ttl-after-finished-controller', start: (context) => new TtlAfterFinishedController(context) },
  { name: 'root-ca-certificate-publisher-controller', aliases: ['root-ca-cert-publisher'], account: 'root-ca-cert-publisher', start: (context) => new RootCaPublisher(context) },
  { name: 'taint-eviction-controller', aliases: [], account: 'node-controller', start: (context) => new TaintEvictionController(context) },
];
