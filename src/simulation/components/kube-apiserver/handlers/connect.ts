import type { PodSpec } from 'kubernetes-types/core/v1.d.ts';
import type { ApiResponse } from '../../../apimachinery/request.ts';
import { badRequest, failure, internalError, type Status } from '../../../apimachinery/status.ts';
import type { KubeletAnswer, KubeletCall } from '../../../contracts/kubelet.ts';
import { isNetworkFailure, type Process } from '../../../engine/index.ts';
import { respond, type Scope } from '../scope.ts';
import type { ApiServer } from '../server.ts';

/**
 * Logs and exec: the server passes the request on to the pod's kubelet and the answer back.
 * Source: kubernetes v1.32 pkg/registry/core/pod/rest/log.go and subresources.go.
 */
export function* connectToKubelet(server: ApiServer, scope: Scope): Process<ApiResponse<unknown>> {
  const pod = scope.cached;
  if (pod === undefined) return respond(scope.notFound());
  const { nodeName } = pod.spec as PodSpec;
  if (!nodeName) return respond(badRequest(`pod ${scope.name} does not have a host assigned`));
  const kubelet = server.options.kubelet?.(nodeName);
  if (kubelet === undefined) return respond(internalError(`no preferred addresses found; known addresses: []`));
  const call = kubeletCall(scope);
  const reply = yield* server.self.engine.network.call<KubeletAnswer>(server.self, kubelet, 'kubelet', scope.subresource, call, { about: scope.place().about });
  if (isNetworkFailure(reply)) return respond(failure(500, 'InternalError', `Get "https://${nodeName}:10250/${call.method}/${scope.namespace}/${scope.name}": ${reply.reason}`));
  return respond('message' in reply ? refusal(reply.code, reply.message) : reply);
}

function kubeletCall(scope: Scope): KubeletCall {
  const place = { namespace: scope.namespace, pod: scope.name };
  const options = (scope.request.body ?? {}) as Omit<KubeletCall, 'method' | 'namespace' | 'pod'>;
  return (scope.subresource === 'log' ? { method: 'containerLogs', ...options, ...place } : { method: 'exec', ...options, ...place }) as KubeletCall;
}

const refusal = (code: number, message: string): Status => (code === 400 ? badRequest(message) : failure(code, code === 404 ? 'NotFound' : 'InternalError', message));
