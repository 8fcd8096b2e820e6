import type { Container } from '../../../contracts/cri.ts';
import type { KubeletContext, PodObject } from '../context.ts';

const LOGS = 'var/log/pods';

/**
 * How often a container was started. The runtime knows it of what it still has; after a reboot the names of the log files tell.
 * Source: kubernetes v1.32 pkg/kubelet/kuberuntime/kuberuntime_container.go, calcRestartCountByLogDir. A hollow node writes no logs.
 */
export class Attempts {
  private readonly context: KubeletContext;
  private readonly logs: Map<string, Map<string, number>>;

  constructor(context: KubeletContext) {
    this.context = context;
    const { disk } = context.self.machine;
    let logs = disk.get(LOGS) as Map<string, Map<string, number>> | undefined;
    if (!logs) disk.set(LOGS, (logs = new Map<string, Map<string, number>>()));
    this.logs = logs;
  }

  next(pod: PodObject, name: string, before: Container | undefined): number {
    const files = this.logs.get(pod.metadata.uid!);
    const last = before?.attempt ?? files?.get(name);
    const attempt = last === undefined ? 0 : last + 1;
    if (!this.context.isHollow()) {
      if (files) files.set(name, attempt);
      else this.logs.set(pod.metadata.uid!, new Map([[name, attempt]]));
    }
    return attempt;
  }

  forget(uid: string): void {
    this.logs.delete(uid);
  }
}
