import type { Container as ContainerSpec, ContainerStatus, PodStatus, Probe } from 'kubernetes-types/core/v1.d.ts';
import { parseTime } from '../../../apimachinery/time.ts';
import { Future, type Process, type Task } from '../../../engine/index.ts';
import type { KubeletContext, PodObject } from '../context.ts';
import type { Prober } from './prober.ts';
import type { ProbeResult, ProbeType, Results } from './results.ts';

const initial: Record<ProbeType, ProbeResult> = { liveness: 'success', readiness: 'failure', startup: 'unknown' };

/** What a worker needs of the prober's manager. */
export interface WorkerHost {
  readonly context: KubeletContext;
  readonly prober: Prober;
  status(uid: string): PodStatus | undefined;
  pod(uid: string): PodObject | undefined;
  report(worker: ProbeWorker, containerId: string, result: ProbeResult): void;
}

/** Probes one container in one way, for as long as its pod lives. Source: kubernetes v1.32 pkg/kubelet/prober/worker.go. */
export class ProbeWorker {
  private containerId = '';
  private onHold = false;
  private last: ProbeResult | undefined;
  private run = 0;
  private task: Task | undefined;
  private bell: Future<true> | undefined;
  readonly podUid: string;
  readonly type: ProbeType;
  readonly spec: ContainerSpec;
  private readonly probe: Probe;
  private readonly results: Results;
  private readonly host: WorkerHost;

  constructor(host: WorkerHost, podUid: string, type: ProbeType, spec: ContainerSpec, probe: Probe, results: Results) {
    this.host = host;
    this.podUid = podUid;
    this.type = type;
    this.spec = spec;
    this.probe = probe;
    this.results = results;
  }

  start(): void {
    this.task = this.host.context.self.spawn(this.loop(), 0);
  }

  stop(): void {
    this.task?.cancel();
    if (this.containerId !== '') this.results.remove(this.containerId);
  }

  /** Probes now instead of at the next tick. */
  trigger(): void {
    this.bell?.resolve(true);
  }

  private *loop(): Process<void> {
    const { context } = this.host;
    const periodUs = (this.probe.periodSeconds ?? 10) * 1_000_000;
    // After a restart of the kubelet all probes would come in the same instant.
    if (context.nowUs - context.startedUs < periodUs) yield context.random.int(periodUs);
    while (yield* this.doProbe()) {
      const bell = (this.bell = new Future<true>());
      const timer = context.self.engine.after(periodUs, () => bell.resolve(true));
      yield bell;
      timer.target = null;
    }
  }

  /** False when there is nothing left to probe. */
  private *doProbe(): Process<boolean> {
    const { host, podUid } = this;
    const status = host.status(podUid);
    const pod = host.pod(podUid);
    if (!status || !pod) return true;
    if (status.phase === 'Failed' || status.phase === 'Succeeded') return false;
    const container = this.find(status);
    if (!container?.containerID) return true;
    this.adopt(container.containerID);
    if (this.onHold) return true;
    if (!container.state?.running) {
      this.set('failure');
      return container.state?.terminated === undefined || pod.spec!.restartPolicy !== 'Never';
    }
    if (pod.metadata.deletionTimestamp && this.type !== 'readiness') {
      this.set('success');
      return false;
    }
    if (!this.isDue(container)) return true;
    const id = this.containerId;
    const ok = yield* host.prober.probe(this.type, pod, status, this.spec, id.slice(id.indexOf('://') + 3), this.probe);
    this.count(ok ? 'success' : 'failure');
    return true;
  }

  private find(status: PodStatus): ContainerStatus | undefined {
    const { name } = this.spec;
    return status.containerStatuses?.find((candidate) => candidate.name === name) ?? status.initContainerStatuses?.find((candidate) => candidate.name === name);
  }

  private adopt(containerId: string): void {
    if (containerId === this.containerId) return;
    if (this.containerId !== '') this.results.remove(this.containerId);
    this.containerId = containerId;
    this.set(initial[this.type]);
    this.onHold = false;
    this.last = undefined;
    this.run = 0;
  }

  private isDue(container: ContainerStatus): boolean {
    const upUs = this.host.context.nowUs - parseTime(container.state!.running!.startedAt!);
    if (Math.floor(upUs / 1_000_000) < (this.probe.initialDelaySeconds ?? 0)) return false;
    return container.started ? this.type !== 'startup' : this.type === 'startup';
  }

  private count(result: ProbeResult): void {
    this.run = this.last === result ? this.run + 1 : 1;
    this.last = result;
    if (this.run < (result === 'failure' ? (this.probe.failureThreshold ?? 3) : (this.probe.successThreshold ?? 1))) return;
    this.set(result);
    if (result === 'failure' && this.type !== 'readiness') {
      // The container will be restarted; probing goes on with the next one.
      this.onHold = true;
      this.run = 0;
    }
  }

  private set(result: ProbeResult): void {
    if (this.results.set(this.containerId, result)) this.host.report(this, this.containerId, result);
  }
}
