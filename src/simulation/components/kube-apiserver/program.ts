import type { Actor, Process, Program } from '../../engine/index.ts';
import type { ApiRequest, NonResourceRequest } from '../../apimachinery/request.ts';
import { bootstrap } from './bootstrap.ts';
import { compactor } from './compactor.ts';
import { Discovery } from './discovery/discovery.ts';
import type { KubeApiserverOptions } from './options.ts';
import { ApiServer } from './server.ts';

export type { DescribeField, KubeApiserverOptions } from './options.ts';
export type { Inspection } from './inspection.ts';
export { AuditLog, type AuditRecord } from './audit.ts';
export { sealObject } from './storage/stamp.ts';

/**
 * kube-apiserver: serves `api` calls (an ApiRequest, answered by an ApiResponse) and `discovery` calls (a
 * NonResourceRequest). The body of an answered watch is
 * `{stream}`. Everything lasting is in etcd; the watch caches are filled anew at every start.
 */
export function kubeApiserverProgram(options: KubeApiserverOptions): Program {
  return function* (self: Actor): Process<void> {
    const server = new ApiServer(self, options);
    self.inspect = () => server.inspection();
    self.serve('api', (body, context) => server.handle(body as ApiRequest, context));
    const discovery = new Discovery(server);
    self.serve('discovery', (body) => discovery.handle(body as NonResourceRequest));
    yield* bootstrap(server);
    yield* compactor(server.storage);
  };
}
