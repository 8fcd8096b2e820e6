import type { Node } from 'kubernetes-types/core/v1.d.ts';
import type { Typed } from '../../apimachinery/meta.ts';
import { timeToUs } from '../../apimachinery/time.ts';
import type { SharedInformer } from '../../client-go/index.ts';
import type { Process } from '../../engine/index.ts';
import { Admission, type Rejection } from './admission.ts';
import { EvictionManager } from './eviction.ts';
import { podQosClass } from '../../kinds/core/pod/qos.ts';
import { ConfigSource } from './config-source.ts';
import { type KubeletContext, podAbout, type PodObject } from './context.ts';
import { type PodSyncer, type PodWorker, PodWorkers } from './pod-workers.ts';
import { ProbeManager } from './prober/manager.ts';
import type { ProbeChange } from './prober/results.ts';
import { graceOf, RuntimeManager } from './runtime/manager.ts';
import { type PodCache, type RuntimePod } from './runtime/pod-cache.ts';
import type { StartError } from './status/container-statuses.ts';
import { generateStatus, type StatusDraft } from './status/generate.ts';
import type { StatusManager } from './status/manager.ts';
import { VOLUME_POLL_US, VolumeManager } from './volumes/manager.ts';

/** How long a container of an orphan has to end. */
const ORPHAN_GRACE_SECONDS = 1;

/** What a pod gets when the node cannot wait. */
const EVICTION_GRACE_SECONDS = 1;

/** What of the node decides whether pods can run. */
export interface RuntimeState {
  networkProblem(): string | undefined;
  runtimeName(): string;
}

/** The three stages of a pod on this node. Source: kubernetes v1.32 pkg/kubelet/kubelet.go, SyncPod, SyncTerminatingPod, SyncTerminatedPod. */
export class Kubelet implements PodSyncer {
  readonly workers: PodWorkers;
  readonly runtime: RuntimeManager;
  readonly prober: ProbeManager;
  private readonly volumes: VolumeManager;
  readonly eviction: EvictionManager;
  private readonly admission: Admission;
  private readonly startErrors = new Map<string, ReadonlyMap<string, StartError>>();
  private readonly context: KubeletContext;
  private readonly cache: PodCache;
  private readonly statuses: StatusManager;
  private readonly nodes: SharedInformer<Typed<Node>>;
  private readonly state: RuntimeState;

  constructor(context: KubeletContext, cache: PodCache, statuses: StatusManager, nodes: SharedInformer<Typed<Node>>, state: RuntimeState) {
    this.context = context;
    this.cache = cache;
    this.statuses = statuses;
    this.nodes = nodes;
    this.state = state;
    this.prober = new ProbeManager(context, {
      status: (uid) => statuses.get(uid),
      pod: (uid) => this.workers.get(uid)?.pod,
      runtimeName: () => state.runtimeName(),
    });
    const configs = new ConfigSource(context);
    this.volumes = new VolumeManager(context, configs);
    this.runtime = new RuntimeManager(context, cache, this.prober, this.volumes, configs);
    this.workers = new PodWorkers(context, this);
    this.admission = new Admission(context.options.capacity);
    statuses.mayRun = (uid) => {
      const state = this.workers.get(uid)?.state;
      return state === 'sync' || state === 'terminating';
    };
    this.eviction = new EvictionManager(context, this);
    this.prober.onChange = (change) => this.probed(change);
    cache.onChange = (uid, died, span) => {
      const worker = this.workers.get(uid);
      this.eviction.look();
      if (worker) this.workers.update(worker, span);
      if (worker && died.length > 0) context.self.spawn(this.runtime.prune(cache.get(uid), worker.pod), span);
    };
  }

  /** A pod that was assigned to this node, or that was here when the kubelet started. */
  add(pod: PodObject): void {
    if (this.workers.get(pod.metadata.uid!)) return this.update(pod);
    const ended = pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded';
    if (!pod.metadata.deletionTimestamp && !ended) {
      const rejection = this.underPressure(pod) ?? this.admission.admit(pod, this.nodes.get('', this.context.options.nodeName));
      if (rejection) return this.reject(pod, rejection.reason, rejection.message);
    }
    const worker = this.workers.add(pod);
    const { activeDeadlineSeconds } = pod.spec!;
    if (activeDeadlineSeconds !== undefined && !ended) this.context.self.spawn(this.endAtDeadline(worker, activeDeadlineSeconds), 0);
    this.workers.update(worker);
  }

  update(pod: PodObject): void {
    const worker = this.workers.get(pod.metadata.uid!);
    if (!worker) return;
    const before = worker.pod;
    worker.pod = pod;
    const asked = before.spec !== pod.spec || before.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp;
    // Conditions of others count for readiness when the pod has gates.
    if (asked || (pod.spec!.readinessGates && before.status?.conditions !== pod.status?.conditions)) this.workers.update(worker);
  }

  remove(uid: string): void {
    const worker = this.workers.get(uid);
    if (worker) this.workers.remove(worker);
    else this.statuses.forget(uid);
  }

  /** Pods that the runtime still has and the API no longer knows: they were deleted while no kubelet was here. Source: HandlePodCleanups. */
  *removeOrphans(): Process<void> {
    const orphans = [...this.cache.uids()].filter((uid) => !this.workers.get(uid));
    for (const uid of orphans) {
      const { sandbox, containers } = this.cache.newest(uid);
      const about = sandbox ? `pods/${sandbox.podNamespace}/${sandbox.podName}` : '';
      this.context.self.why('kubelet.orphan', about);
      for (const { id, state } of containers) {
        if (state === 'CONTAINER_RUNNING') yield* this.context.cri.call<null>({ method: 'StopContainer', containerId: id, timeoutSeconds: ORPHAN_GRACE_SECONDS }, about);
      }
      if (sandbox) yield* this.context.cri.call<null>({ method: 'RemovePodSandbox', sandboxId: sandbox.id }, about);
      this.cache.forget(uid);
    }
  }

  /** Ends a pod that may be active for so long only. Source: kubernetes v1.32 pkg/kubelet/active_deadline.go. */
  private *endAtDeadline(worker: PodWorker, seconds: number): Process<void> {
    const startedUs = timeToUs(worker.pod.status?.startTime) ?? this.context.nowUs;
    const leftUs = startedUs + seconds * 1_000_000 - this.context.nowUs;
    if (leftUs > 0) yield leftUs;
    if (worker.state !== 'sync' || this.workers.get(worker.uid) !== worker) return;
    this.context.recorder.event(worker.pod, 'Normal', 'DeadlineExceeded', 'Pod was active on the node longer than specified deadline');
    worker.eviction = { reason: 'DeadlineExceeded', message: 'Pod was active on the node longer than the specified deadline', isDisruption: false };
    this.workers.update(worker);
  }

  /** Ends a pod because the node needs what it uses. Source: kubernetes v1.32 pkg/kubelet/eviction/eviction_manager.go, evictPod. */
  evict(worker: PodWorker, message: string): void {
    if (worker.state !== 'sync') return;
    this.context.recorder.event(worker.pod, 'Warning', 'Evicted', message);
    this.context.self.why('kubelet.evicted', podAbout(worker.pod), { resource: 'memory' });
    worker.eviction = { reason: 'Evicted', message, isDisruption: true };
    worker.graceSeconds = EVICTION_GRACE_SECONDS;
    this.workers.update(worker);
  }

  /** A probe's news: readiness and startup show in the status at once; the pod is synced for what follows from it. */
  private probed({ type, podUid, container, containerId, result }: ProbeChange): void {
    const worker = this.workers.get(podUid);
    if (!worker) return;
    if (type === 'readiness') this.statuses.setContainerReadiness(worker.pod, container, containerId, result === 'success');
    if (type === 'startup') this.statuses.setContainerStarted(worker.pod, container, containerId, result === 'success');
    if (type !== 'liveness' || result === 'failure') this.workers.update(worker);
  }

  *syncPod(worker: PodWorker): Process<{ terminal: boolean; failed: boolean; transient?: boolean }> {
    const { pod, uid } = worker;
    const runtimePod = this.cache.get(uid);
    const status = this.generate(worker, runtimePod, false);
    this.statuses.set(pod, status);
    if (status.phase === 'Succeeded' || status.phase === 'Failed') return { terminal: true, failed: false };
    if (!this.networkReady(pod)) return { terminal: false, failed: true, transient: true };
    if ((pod.spec!.volumes?.length ?? 0) > 0 && !(yield* this.mountVolumes(worker))) return { terminal: false, failed: true };
    if (worker.state !== 'sync') return { terminal: false, failed: false };
    this.prober.addPod(pod);
    const { startErrors, failed } = yield* this.runtime.syncPod(pod, runtimePod);
    if (startErrors.size > 0) this.startErrors.set(uid, startErrors);
    else this.startErrors.delete(uid);
    return { terminal: false, failed };
  }

  *syncTerminatingPod(worker: PodWorker): Process<string | undefined> {
    const { pod, uid } = worker;
    const runtimePod = this.cache.newest(uid);
    this.statuses.set(pod, this.generate(worker, runtimePod, false));
    this.prober.stopLivenessAndStartup(uid);
    const error = yield* this.runtime.killer.pod(pod, runtimePod, worker.graceSeconds ?? graceOf(pod));
    if (error !== undefined) return error;
    this.prober.removePod(uid);
    this.statuses.set(worker.pod, this.generate(worker, this.cache.newest(uid), true));
    return undefined;
  }

  *syncTerminatedPod(worker: PodWorker): Process<void> {
    const { pod, uid } = worker;
    this.statuses.set(pod, this.generate(worker, this.cache.newest(uid), true));
    if (worker.mounted) yield VOLUME_POLL_US;
    this.admission.release(uid);
    this.statuses.terminate(worker.pod);
  }

  *forget(worker: PodWorker): Process<void> {
    const { uid } = worker;
    this.startErrors.delete(uid);
    this.admission.release(uid);
    this.volumes.unmount(uid);
    this.statuses.forget(uid);
    yield* this.runtime.removePod(worker.pod);
    this.cache.forget(uid);
  }

  private generate(worker: PodWorker, runtimePod: RuntimePod, isTerminal: boolean): StatusDraft {
    const { pod, uid } = worker;
    return generateStatus(
      {
        pod,
        runtimePod,
        startErrors: this.startErrors.get(uid),
        runtimeName: this.state.runtimeName(),
        old: this.statuses.get(uid) ?? pod.status ?? {},
        probes: this.prober,
        hostIp: this.context.hostIp,
        hostIps: this.context.hostIps,
        eviction: worker.eviction,
      },
      isTerminal,
    );
  }

  /** Waits until the volumes are there. Source: kubernetes v1.32 pkg/kubelet/volumemanager/volume_manager.go, WaitForAttachAndMount. */
  private *mountVolumes(worker: PodWorker): Process<boolean> {
    if (!worker.mounted) yield VOLUME_POLL_US;
    const problems = yield* this.volumes.mount(worker.pod);
    for (const { volume, problem } of problems) {
      this.context.recorder.event(worker.pod, 'Warning', 'FailedMount', `MountVolume.SetUp failed for volume "${volume}" : ${problem}`);
    }
    worker.mounted ||= problems.length === 0;
    return problems.length === 0;
  }

  /** A node that is short of memory takes no pod that promises nothing. */
  private underPressure(pod: PodObject): Rejection | undefined {
    if (!this.eviction.memoryPressure || podQosClass(pod.spec!) !== 'BestEffort') return undefined;
    return { reason: 'Evicted', message: 'The node had condition: [MemoryPressure]. ' };
  }

  private networkReady(pod: PodObject): boolean {
    const problem = this.state.networkProblem();
    if (problem === undefined || pod.spec!.hostNetwork) return true;
    this.context.recorder.event(pod, 'Warning', 'NetworkNotReady', `network is not ready: ${problem}`);
    return false;
  }

  /** Source: kubernetes v1.32 pkg/kubelet/kubelet.go, rejectPod. */
  private reject(pod: PodObject, reason: string, message: string): void {
    this.context.recorder.event(pod, 'Warning', reason, message);
    this.context.self.why('kubelet.rejected', podAbout(pod), { reason });
    this.statuses.set(pod, { ...pod.status, phase: 'Failed', reason, message: `Pod was rejected: ${message}`, conditions: pod.status?.conditions ?? [] });
  }
}
