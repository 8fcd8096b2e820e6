import { type Container, type ExecResult, isCriError } from '../../contracts/cri.ts';
import { type KubeletAnswer, type KubeletCall, LOG_DIRECTORY, type LogFile } from '../../contracts/kubelet.ts';
import type { Process } from '../../engine/index.ts';
import { type KubeletContext, podAbout } from './context.ts';
import type { PodWorker, PodWorkers } from './pod-workers.ts';
import { newestContainer, type PodCache } from './runtime/pod-cache.ts';

/** What the kubelet answers to kube-apiserver. Source: kubernetes v1.32 pkg/kubelet/server/server.go; pkg/kubelet/kubelet_pods.go, GetKubeletContainerLogs. */
export class KubeletServer {
  private readonly context: KubeletContext;
  private readonly workers: PodWorkers;
  private readonly cache: PodCache;

  constructor(context: KubeletContext, workers: PodWorkers, cache: PodCache) {
    this.context = context;
    this.workers = workers;
    this.cache = cache;
  }

  *answer(call: KubeletCall): Process<KubeletAnswer> {
    const worker = this.find(call.namespace, call.pod);
    if (!worker) return { code: 404, message: `pod "${call.pod}" cannot be found - no logs available` };
    return call.method === 'exec' ? yield* this.exec(worker, call.container, call.command) : this.logs(worker, call);
  }

  private find(namespace: string, name: string): PodWorker | undefined {
    for (const worker of this.workers.workers.values()) {
      const { metadata } = worker.pod;
      if (metadata.name === name && metadata.namespace === namespace && !worker.removed) return worker;
    }
    return undefined;
  }

  private *exec(worker: PodWorker, container: string, command: readonly string[]): Process<KubeletAnswer> {
    const running = newestContainer(this.cache.newest(worker.uid), container);
    if (running?.state !== 'CONTAINER_RUNNING') return { code: 500, message: `container not found ("${container}")` };
    const reply = yield* this.context.cri.call<ExecResult>({ method: 'ExecSync', containerId: running.id, command, timeoutSeconds: 0 }, podAbout(worker.pod));
    return isCriError(reply) ? { code: 500, message: `Internal error occurred: ${reply.error}` } : reply;
  }

  private logs(worker: PodWorker, call: KubeletCall & { method: 'containerLogs' }): KubeletAnswer {
    const container = this.instance(worker, call.container, call.previous === true);
    if (typeof container === 'string') return { code: 400, message: container };
    const files = this.context.self.machine.disk.get(LOG_DIRECTORY) as ReadonlyMap<string, LogFile> | undefined;
    let lines = files?.get(container.id)?.lines ?? [];
    if (call.sinceSeconds !== undefined) {
      const fromUs = this.context.nowUs - call.sinceSeconds * 1_000_000;
      lines = lines.filter(({ atUs }) => atUs >= fromUs);
    }
    return { lines: call.tailLines === undefined ? [...lines] : lines.slice(lines.length - call.tailLines < 0 ? 0 : lines.length - call.tailLines) };
  }

  /** The instance whose log is asked for, or why there is none. Source: validateContainerLogStatus. */
  private instance(worker: PodWorker, name: string, previous: boolean): Container | string {
    const { containers } = this.cache.newest(worker.uid);
    const instances = containers.filter((container) => container.name === name);
    const newest = instances.at(-1);
    const found = previous ? (newest?.state === 'CONTAINER_EXITED' ? newest : instances.at(-2)) : newest;
    if (found) return found;
    const pod = worker.pod.metadata.name!;
    if (previous) return `previous terminated container "${name}" in pod "${pod}" not found`;
    const status = worker.pod.status?.containerStatuses?.find((candidate) => candidate.name === name);
    if (!status) return `container "${name}" in pod "${pod}" is not available`;
    const reason = status.state?.waiting?.reason;
    if (reason === 'ErrImagePull') return `container "${name}" in pod "${pod}" is waiting to start: image can't be pulled`;
    if (reason === 'ImagePullBackOff') return `container "${name}" in pod "${pod}" is waiting to start: trying and failing to pull image`;
    return `container "${name}" in pod "${pod}" is waiting to start: ${reason ?? 'no logs yet'}`;
  }
}
