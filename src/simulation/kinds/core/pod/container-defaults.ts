import type { Container, ContainerPort, EnvVar, Lifecycle, LifecycleHandler, Probe } from 'kubernetes-types/core/v1.d.ts';
import { changeField, fillZero, mapSame } from '../../fill.ts';
import { canonicalResources } from '../resources.ts';

/** Defaults of any container: initial, ordinary or ephemeral. Source: kubernetes v1.32 pkg/apis/core/v1/defaults.go, SetDefaults_Container. */
export function defaultContainer(container: Container): Container {
  let result = fillZero(container, {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: defaultPullPolicy(container.image ?? ''),
  });
  result = changeField(result, 'ports', (ports) => mapSame(ports, defaultPort));
  result = changeField(result, 'env', (env) => mapSame(env, defaultEnv));
  result = changeField(result, 'resources', canonicalRequirements);
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) result = changeField(result, probe, defaultProbe);
  return changeField(result, 'lifecycle', defaultLifecycle);
}

function canonicalRequirements(resources: NonNullable<Container['resources']>): NonNullable<Container['resources']> {
  return changeField(changeField(resources, 'limits', canonicalResources), 'requests', canonicalResources);
}

/** Always for the tag latest, said or meant; else IfNotPresent. */
function defaultPullPolicy(image: string): string {
  return imageTag(image) === 'latest' ? 'Always' : 'IfNotPresent';
}

/** The tag an image name means: 'latest' when it names neither tag nor digest, '' for a digest alone or what is no image name. */
export function imageTag(image: string): string {
  const at = image.indexOf('@');
  const name = at < 0 ? image : image.slice(0, at);
  if (!/^[a-zA-Z0-9][-._a-zA-Z0-9]*(:\d+(?=\/))?(\/[a-z0-9][-._a-z0-9]*)*(:[\w][\w.-]{0,127})?$/.test(name)) return '';
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  if (colon >= 0) return name.slice(colon + 1);
  return at < 0 ? 'latest' : '';
}

function defaultPort(port: ContainerPort): ContainerPort {
  return fillZero(port, { protocol: 'TCP' });
}

function defaultEnv(env: EnvVar): EnvVar {
  return changeField(env, 'valueFrom', (from) => {
    const result = changeField(from, 'fieldRef', (ref) => fillZero(ref, { apiVersion: 'v1' }));
    return changeField(result, 'resourceFieldRef', (ref) => fillZero(ref, { divisor: '0' }));
  });
}

/** Source: kubernetes v1.32 pkg/apis/core/v1/defaults.go, SetDefaults_Probe. */
function defaultProbe(probe: Probe): Probe {
  const filled = fillZero(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
  const result = changeField(filled, 'grpc', (grpc) => (grpc.service === undefined ? { ...grpc, service: '' } : grpc));
  return defaultHandler(result);
}

function defaultLifecycle(lifecycle: Lifecycle): Lifecycle {
  return changeField(changeField(lifecycle, 'postStart', defaultHandler), 'preStop', defaultHandler);
}

function defaultHandler<T extends LifecycleHandler | Probe>(handler: T): T {
  if (handler.httpGet === undefined || handler.httpGet === null) return handler;
  const httpGet = fillZero(handler.httpGet, { path: '/', scheme: 'HTTP' });
  return httpGet === handler.httpGet ? handler : { ...handler, httpGet };
}
