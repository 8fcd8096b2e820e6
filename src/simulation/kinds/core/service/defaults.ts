import type { Service, ServicePort, ServiceSpec } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../../apimachinery/meta.ts';
import { changeField, fill, fillZero, mapSame } from '../../fill.ts';

/** Source: kubernetes v1.32 pkg/apis/core/v1/defaults.go, SetDefaults_Service. */
export function defaultService(service: Typed<Service>): Typed<Service> {
  return changeField(fill(service, { status: { loadBalancer: {} } }), 'spec', defaultSpec);
}

const stickySeconds = 10_800;

function defaultSpec(spec: ServiceSpec): ServiceSpec {
  let result = fillZero(spec, { sessionAffinity: 'None', type: 'ClusterIP' });
  if (result.sessionAffinity === 'ClientIP') result = fill(result, { sessionAffinityConfig: { clientIP: { timeoutSeconds: stickySeconds } } });
  result = changeField(result, 'ports', (ports) => mapSame(ports, defaultPort));
  if (isExternallyAccessible(result)) result = fillZero(result, { externalTrafficPolicy: 'Cluster' });
  if (result.type !== 'ExternalName') result = fill(result, { internalTrafficPolicy: 'Cluster' });
  return result.type === 'LoadBalancer' ? fill(result, { allocateLoadBalancerNodePorts: true }) : result;
}

function defaultPort(port: ServicePort): ServicePort {
  return fillZero(port, { protocol: 'TCP', targetPort: port.port });
}

/** Whether traffic from outside the cluster may come. Source: kubernetes v1.32 pkg/api/service/util.go, ExternallyAccessible. */
export function isExternallyAccessible(spec: ServiceSpec): boolean {
  if (spec.type === 'NodePort' || spec.type === 'LoadBalancer') return true;
  return spec.type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0;
}
