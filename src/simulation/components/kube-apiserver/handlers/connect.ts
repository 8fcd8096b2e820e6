import type { PodSpec } from 'kubernetes-types/core/v1.d.ts';
import type { ApiResponse } from '../../../apimachinery/request.ts';
import { badRequest, failure, internalError } from '../../../apimachinery/status.ts';
import { isNetworkFailure, type Process } from '../../../engine/index.ts';
import { respond, type Scope } from '../scope.ts';
import type { ApiServer } from '../server.ts';

/** What the server asks a kubelet: service `kubelet`, method `log`, `exec` … */
export interface KubeletCall {
  readonly method: string;
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly options: unknown;
}

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
  const call: KubeletCall = { method: scope.subresource, namespace: scope.namespace, pod: scope.name, uid: pod.metadata.uid!, options: scope.request.body };
  const reply = yield* server.self.engine.network.call<unknown>(server.self, kubelet, 'kubelet', scope.subresource, call, { about: scope.place().about });
  if (isNetworkFailure(reply)) return respond(failure(500, 'InternalError', `Get "https://${nodeName}:10250/containerLogs/${scope.namespace}/${scope.name}": ${reply.reason}`));
  return respond(reply);
}
