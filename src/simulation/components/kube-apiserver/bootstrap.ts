import type { KubeObject } from '../../apimachinery/meta.ts';
import type { ApiRequest } from '../../apimachinery/request.ts';
import type { CallContext, Process } from '../../engine/index.ts';
import { formatIPv4, parseIPv4 } from './registry/number-pool.ts';
import type { ApiServer } from './server.ts';

const RETRY_US = 1_000_000;
const SECURE_PORT = 6443;

interface Bootstrapped {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly object: KubeObject;
}

/**
 * What a server makes sure of when it starts: the system's namespaces, its own Service, the built-in priority classes.
 * Source: kubernetes v1.32 pkg/controlplane/controller/systemnamespaces, controller/kubernetesservice and
 * pkg/registry/scheduling/rest, PostStartHook. Differs: done once at the start, not every few minutes.
 */
export function* bootstrap(server: ApiServer): Process<void> {
  for (const { group, version, resource, object } of bootstrapObjects(server)) {
    if (server.resources.get(group, resource) === undefined) continue;
    const request: ApiRequest = { verb: 'create', group, version, resource, namespace: object.metadata.namespace, body: object, user: 'system:apiserver', userAgent: 'kube-apiserver' };
    for (;;) {
      const { code } = yield* server.handle(request, loopback(server));
      if (code < 400 || code === 409) break;
      yield RETRY_US;
    }
  }
}

/** The server's own requests do not cross the network. */
function loopback(server: ApiServer): CallContext {
  return {
    from: server.self,
    span: server.self.engine.span,
    kind: 'request',
    cancelled: false,
    openStream: () => {
      throw new Error('the loopback client does not watch');
    },
  };
}

function bootstrapObjects(server: ApiServer): Bootstrapped[] {
  const namespaces = ['kube-system', 'kube-public', 'kube-node-lease', 'default'];
  return [...namespaces.map(namespace), service(server), endpoints(server), endpointSlice(server), ...priorityClasses()];
}

function namespace(name: string): Bootstrapped {
  return { group: '', version: 'v1', resource: 'namespaces', object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } } };
}

const labels = { component: 'apiserver', provider: 'kubernetes' };

function service({ options }: ApiServer): Bootstrapped {
  const [network] = (options.serviceCidr ?? '10.96.0.0/16').split('/');
  const clusterIP = formatIPv4(parseIPv4(network)! + 1);
  const ports = [{ name: 'https', protocol: 'TCP', port: 443, targetPort: SECURE_PORT }];
  const spec = { clusterIP, clusterIPs: [clusterIP], ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack', internalTrafficPolicy: 'Cluster', ports, sessionAffinity: 'None', type: 'ClusterIP' };
  return { group: '', version: 'v1', resource: 'services', object: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'kubernetes', namespace: 'default', labels }, spec } };
}

const addressOf = ({ options }: ApiServer): string => options.advertiseAddress ?? '172.18.0.2';

function endpoints(server: ApiServer): Bootstrapped {
  const subsets = [{ addresses: [{ ip: addressOf(server) }], ports: [{ name: 'https', port: SECURE_PORT, protocol: 'TCP' }] }];
  const metadata = { name: 'kubernetes', namespace: 'default', labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } };
  return { group: '', version: 'v1', resource: 'endpoints', object: { apiVersion: 'v1', kind: 'Endpoints', metadata, subsets } };
}

function endpointSlice(server: ApiServer): Bootstrapped {
  const metadata = { name: 'kubernetes', namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } };
  const body = { addressType: 'IPv4', endpoints: [{ addresses: [addressOf(server)], conditions: { ready: true } }], ports: [{ name: 'https', port: SECURE_PORT, protocol: 'TCP' }] };
  return { group: 'discovery.k8s.io', version: 'v1', resource: 'endpointslices', object: { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata, ...body } };
}

function priorityClasses(): Bootstrapped[] {
  const critical = (name: string, value: number, description: string): Bootstrapped => ({
    group: 'scheduling.k8s.io', version: 'v1', resource: 'priorityclasses',
    object: { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, description, preemptionPolicy: 'PreemptLowerPriority' },
  });
  return [
    critical('system-node-critical', 2_000_001_000, 'Used for system critical pods that must not be moved from their current node.'),
    critical('system-cluster-critical', 2_000_000_000, 'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.'),
  ];
}
