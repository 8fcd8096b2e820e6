import type { ControllerContext } from './context.ts';
import { DeploymentController } from './deployment/controller.ts';
import { EndpointSliceController } from './endpointslice/controller.ts';
import { NodeIpamController } from './node-ipam/controller.ts';
import { NodeLifecycleController } from './nodelifecycle/controller.ts';
import { ReplicaSetController } from './replicaset/controller.ts';
import { replicaSetFlavour } from './replicaset/flavour.ts';
import { ServiceAccountController } from './serviceaccount/controller.ts';
import { TaintEvictionController } from './tainteviction/controller.ts';

/** One controller: its names for `--controllers`, the service account it acts as, and how it begins. */
export interface ControllerDescriptor {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly account: string;
  start(context: ControllerContext): unknown;
}

/**
 * Every controller, in the order in which the binary starts them.
 * Source: kubernetes v1.32 cmd/kube-controller-manager/app/controllermanager.go, NewControllerDescriptors.
 */
export const controllers: readonly ControllerDescriptor[] = [
  { name: 'endpointslice-controller', aliases: ['endpointslice'], account: 'endpointslice-controller', start: (context) => new EndpointSliceController(context) },
  { name: 'serviceaccount-controller', aliases: ['serviceaccount'], account: 'service-account-controller', start: (context) => new ServiceAccountController(context) },
  { name: 'deployment-controller', aliases: ['deployment'], account: 'deployment-controller', start: (context) => new DeploymentController(context) },
  { name: 'replicaset-controller', aliases: ['replicaset'], account: 'replicaset-controller', start: (context) => new ReplicaSetController(context, replicaSetFlavour) },
  { name: 'node-ipam-controller', aliases: ['nodeipam'], account: 'node-controller', start: (context) => new NodeIpamController(context) },
  { name: 'node-lifecycle-controller', aliases: ['nodelifecycle'], account: 'node-controller', start: (context) => new NodeLifecycleController(context) },
  { name: 'taint-eviction-controller', aliases: [], account: 'node-controller', start: (context) => new TaintEvictionController(context) },
];
