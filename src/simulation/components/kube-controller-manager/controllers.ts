import type { ControllerContext, ControllerIdentity } from './context.ts';
import { DeploymentController } from './deployment/controller.ts';
import { EndpointSliceController } from './endpointslice/controller.ts';
import { GarbageCollector } from './garbagecollector/controller.ts';
import { NamespaceController } from './namespace/controller.ts';
import { NodeIpamController } from './node-ipam/controller.ts';
import { NodeLifecycleController } from './nodelifecycle/controller.ts';
import { PodGcController } from './podgc/controller.ts';
import { ReplicaSetController } from './replicaset/controller.ts';
import { replicaSetFlavour, replicationControllerFlavour } from './replicaset/flavour.ts';
import { RootCaPublisher } from './root-ca-publisher/controller.ts';
import { ServiceAccountController } from './serviceaccount/controller.ts';
import { TaintEvictionController } from './tainteviction/controller.ts';
import { TtlController } from './ttl/controller.ts';

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
  { name: 'endpointslice-controller', aliases: ['endpointslice'], account: 'endpointslice-controller', start: (context) => new EndpointSliceController(context) },
  { name: 'replicationcontroller-controller', aliases: ['replicationcontroller'], account: 'replication-controller', start: (context) => new ReplicaSetController(context, replicationControllerFlavour) },
  { name: 'pod-garbage-collector-controller', aliases: ['podgc'], account: 'pod-garbage-collector', start: (context) => new PodGcController(context) },
  // Chatty: it asks for every kind, and deletes much. Source: cmd/kube-controller-manager/app/core.go, startModifiedNamespaceController.
  { name: 'namespace-controller', aliases: ['namespace'], account: 'namespace-controller', qpsFactor: 20, burstFactor: 100, start: (context) => new NamespaceController(context) },
  { name: 'serviceaccount-controller', aliases: ['serviceaccount'], account: 'service-account-controller', start: (context) => new ServiceAccountController(context) },
  // Each deletion takes two requests.
  { name: 'garbage-collector-controller', aliases: ['garbagecollector'], account: 'generic-garbage-collector', qpsFactor: 2, start: (context) => new GarbageCollector(context) },
  { name: 'deployment-controller', aliases: ['deployment'], account: 'deployment-controller', start: (context) => new DeploymentController(context) },
  { name: 'replicaset-controller', aliases: ['replicaset'], account: 'replicaset-controller', start: (context) => new ReplicaSetController(context, replicaSetFlavour) },
  { name: 'ttl-controller', aliases: ['ttl'], account: 'ttl-controller', start: (context) => new TtlController(context) },
  { name: 'node-ipam-controller', aliases: ['nodeipam'], account: 'node-controller', start: (context) => new NodeIpamController(context) },
  { name: 'node-lifecycle-controller', aliases: ['nodelifecycle'], account: 'node-controller', start: (context) => new NodeLifecycleController(context) },
  { name: 'root-ca-certificate-publisher-controller', aliases: ['root-ca-cert-publisher'], account: 'root-ca-cert-publisher', start: (context) => new RootCaPublisher(context) },
  { name: 'taint-eviction-controller', aliases: [], account: 'node-controller', start: (context) => new TaintEvictionController(context) },
];
