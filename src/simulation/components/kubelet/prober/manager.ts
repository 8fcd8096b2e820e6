import type { Container as ContainerSpec, PodStatus, Probe } from 'kubernetes-types/core/v1.d.ts';
import type { Container } from '../../../contracts/cri.ts';
import { type KubeletContext, podAbout, type PodObject } from '../context.ts';
import type { FailedProbes } from '../runtime/actions.ts';
import { isSidecar } from '../runtime/restart.ts';
import type { ProbeResults } from '../status/generate.ts';
import { Prober } from './prober.ts';
import { type ProbeChange, type ProbeResult, type ProbeType, Results } from './results.ts';
import { ProbeWorker, type WorkerHost } from './worker.ts';

const types: readonly ProbeType[] = ['startup', 'readiness', 'liveness'];

/** Where the prober finds pods and their statuses. */
export interface PodSource {
  status(uid: string): PodStatus | undefined;
  pod(uid: string): PodObject | undefined;
  runtimeName(): string;
}

/** All probe workers of a node. A pod without probes costs nothing here. Source: kubernetes v1.32 pkg/kubelet/prober/prober_manager.go. */
export class ProbeManager implements ProbeResults, FailedProbes, WorkerHost {
  private readonly workers = new Map<string, ProbeWorker[]>();
  private readonly results: Record<ProbeType, Results> = { startup: new Results(), readiness: new Results(), liveness: new Results() };
  readonly prober: Prober;
  /** Told of every result that is news. */
  onChange: ((change: ProbeChange) => void) | undefined;
  readonly context: KubeletContext;
  private readonly source: PodSource;

  constructor(context: KubeletContext, source: PodSource) {
    this.context = context;
    this.source = source;
    this.prober = new Prober(context, () => source.runtimeName());
  }

  /** Number of probe workers. */
  get size(): number {
    let count = 0;
    for (const workers of this.workers.values()) count += workers.length;
    return count;
  }

  status(uid: string): PodStatus | undefined {
    return this.source.status(uid);
  }

  pod(uid: string): PodObject | undefined {
    return this.source.pod(uid);
  }

  /** Starts the probes of a pod, once. */
  addPod(pod: PodObject): void {
    const uid = pod.metadata.uid!;
    if (this.workers.has(uid)) return;
    const workers: ProbeWorker[] = [];
    const sidecars = (pod.spec!.initContainers ?? []).filter(isSidecar);
    for (const spec of [...pod.spec!.containers, ...sidecars]) {
      for (const type of types) {
        const probe = probeOf(spec, type);
        if (probe) workers.push(new ProbeWorker(this, uid, type, spec, probe, this.results[type]));
      }
    }
    if (workers.length === 0) return;
    this.workers.set(uid, workers);
    for (const worker of workers) worker.start();
  }

  stopLivenessAndStartup(uid: string): void {
    const workers = this.workers.get(uid);
    if (!workers) return;
    for (const worker of workers) if (worker.type !== 'readiness') worker.stop();
    this.workers.set(uid, workers.filter((worker) => worker.type === 'readiness'));
  }

  removePod(uid: string): void {
    for (const worker of this.workers.get(uid) ?? []) worker.stop();
    this.workers.delete(uid);
  }

  isStarted(podUid: string, container: string, containerId: string): boolean {
    const result = this.results.startup.get(containerId);
    if (result !== undefined) return result === 'success';
    return !this.triggerOf(podUid, container, 'startup');
  }

  isReady(podUid: string, container: string, containerId: string): boolean {
    if (this.results.readiness.get(containerId) === 'success') return true;
    return !this.triggerOf(podUid, container, 'readiness');
  }

  livenessFailed(containerId: string): boolean {
    return this.results.liveness.get(`${this.source.runtimeName()}://${containerId}`) === 'failure';
  }

  startupFailed(containerId: string): boolean {
    return this.results.startup.get(`${this.source.runtimeName()}://${containerId}`) === 'failure';
  }

  sidecarStarted(container: Container): boolean {
    return this.isStarted(container.podUid, container.name, `${this.source.runtimeName()}://${container.id}`);
  }

  report(worker: ProbeWorker, containerId: string, result: ProbeResult): void {
    const pod = this.pod(worker.podUid);
    if (pod && result !== 'unknown') this.context.self.why('kubelet.probe', podAbout(pod), { probe: worker.type, container: worker.spec.name, result });
    this.onChange?.({ type: worker.type, podUid: worker.podUid, container: worker.spec.name, containerId, result });
  }

  /** The worker of a probe, told to probe now, since somebody waits for its result. */
  private triggerOf(podUid: string, container: string, type: ProbeType): ProbeWorker | undefined {
    const worker = this.workers.get(podUid)?.find((candidate) => candidate.type === type && candidate.spec.name === container);
    worker?.trigger();
    return worker;
  }
}

function probeOf(spec: ContainerSpec, type: ProbeType): Probe | undefined {
  if (type === 'startup') return spec.startupProbe;
  return type === 'readiness' ? spec.readinessProbe : spec.livenessProbe;
}
