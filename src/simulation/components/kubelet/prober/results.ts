export type ProbeResult = 'success' | 'failure' | 'unknown';
export type ProbeType = 'liveness' | 'readiness' | 'startup';

export interface ProbeChange {
  readonly type: ProbeType;
  readonly podUid: string;
  readonly container: string;
  readonly containerId: string;
  readonly result: ProbeResult;
}

/** The newest result of one sort of probe by container id. Source: kubernetes v1.32 pkg/kubelet/prober/results/results_manager.go. */
export class Results {
  private readonly byContainer = new Map<string, ProbeResult>();

  get(containerId: string): ProbeResult | undefined {
    return this.byContainer.get(containerId);
  }

  /** True when the result is news. */
  set(containerId: string, result: ProbeResult): boolean {
    if (this.byContainer.get(containerId) === result) return false;
    this.byContainer.set(containerId, result);
    return true;
  }

  remove(containerId: string): void {
    this.byContainer.delete(containerId);
  }
}
