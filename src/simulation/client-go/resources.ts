import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1.d.ts';
import type { Lease } from 'kubernetes-types/coordination/v1.d.ts';
import type { ConfigMap, Event, Namespace, Node, Pod, Secret, Service, ServiceAccount } from 'kubernetes-types/core/v1.d.ts';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1.d.ts';
import type { KubeObject, Typed } from '../apimachinery/meta.ts';
import type { Resource } from './client.ts';

const core = <T extends KubeObject>(resource: string, namespaced = true): Resource<T> => ({ group: '', version: 'v1', resource, namespaced });
const inGroup = <T extends KubeObject>(group: string, resource: string, namespaced = true, version = 'v1'): Resource<T> => ({ group, version, resource, namespaced });

/** The resources that components speak of. */
export const pods = core<Typed<Pod>>('pods');
export const nodes = core<Typed<Node>>('nodes', false);
export const namespaces = core<Typed<Namespace>>('namespaces', false);
export const services = core<Typed<Service>>('services');
export const configMaps = core<Typed<ConfigMap>>('configmaps');
export const secrets = core<Typed<Secret>>('secrets');
export const serviceAccounts = core<Typed<ServiceAccount>>('serviceaccounts');
export const events = core<Typed<Event>>('events');
export const leases = inGroup<Typed<Lease>>('coordination.k8s.io', 'leases');
export const endpointSlices = inGroup<Typed<EndpointSlice>>('discovery.k8s.io', 'endpointslices');
export const deployments = inGroup<Typed<Deployment>>('apps', 'deployments');
export const replicaSets = inGroup<Typed<ReplicaSet>>('apps', 'replicasets');
